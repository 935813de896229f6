// Narrowing what is on screen by persona, channel, lane and basis; kept in the address.

export class Filters {
  constructor(form, grid) {
    Object.assign(this, { form, grid });
    form.hidden = false;
    this.count = form.querySelector("[data-filter-count]");
    this.clear = form.querySelector("[data-filter-clear]");
    const asked = new URLSearchParams(window.location.search);
    for (const select of form.querySelectorAll("select")) {
      const value = asked.get(select.name);
      if (value && [...select.options].some((option) => option.value === value)) select.value = value;
    }
    form.addEventListener("change", () => this.choose());
    form.addEventListener("submit", (event) => event.preventDefault());
    this.clear.addEventListener("click", () => {
      for (const select of form.querySelectorAll("select")) select.value = "";
      this.choose();
      form.querySelector("select")?.focus();
    });
    this.apply();
  }

  get chosen() {
    const entries = [...this.form.querySelectorAll("select")].map((select) => [select.name, select.value]);
    return Object.fromEntries(entries.filter(([, value]) => value));
  }

  choose() {
    const address = new URL(window.location.href);
    for (const select of this.form.querySelectorAll("select")) {
      if (select.value) address.searchParams.set(select.name, select.value);
      else address.searchParams.delete(select.name);
    }
    history.replaceState(history.state, "", address);
    this.apply();
  }

  apply() {
    const { grid, chosen } = this;
    if (!grid.table) return;
    const isOn = Object.keys(chosen).length > 0;
    this.clear.hidden = !isOn;
    const columns = grid.columns();
    const shown = columns.map(({ head }) => fits(head, chosen));
    this.narrowRows(chosen.lane);
    this.narrowColumns(columns, shown);
    grid.table.classList.toggle("narrowed", isOn);
    const cards = [...grid.table.querySelectorAll(".picture-card")];
    const left = cards.filter((card) => !card.closest("tr").hidden && !card.closest(".outside"));
    const touchpoints = columns.filter((column) => column.touchpoint);
    const within = touchpoints.filter((column) => fits(column.head, chosen));
    this.count.textContent = isOn ? `${within.length} of ${touchpoints.length} touchpoints, ${left.length} of ${cards.length} cards` : "";
  }

  narrowRows(lane) {
    for (const row of this.grid.table.querySelectorAll("tr.picture-lane")) {
      row.hidden = Boolean(lane) && this.grid.laneOf(row) !== lane;
    }
  }

  narrowColumns(columns, shown) {
    for (const row of this.grid.table.rows) {
      let column = 0;
      for (const cell of row.cells) {
        if (cell.matches(".picture-row-head, .picture-corner")) continue;
        const under = shown.slice(column, column + cell.colSpan);
        if (!cell.matches(".picture-plot-cell")) cell.classList.toggle("outside", !under.some(Boolean));
        column += cell.colSpan;
      }
    }
    for (const point of this.grid.sheet.querySelectorAll(".picture-plot svg[data-key]")) {
      const at = columns.findIndex((one) => one.touchpoint === point.dataset.key);
      point.classList.toggle("outside", at >= 0 && !shown[at]);
    }
  }
}

function fits(head, { channel, basis, felt_by }) {
  const { dataset } = head;
  return (
    (!channel || dataset.channel === channel) &&
    (!basis || dataset.basis === basis) &&
    (!felt_by || (dataset.personas ?? "").split(" ").includes(felt_by))
  );
}
