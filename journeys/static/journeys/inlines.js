// Rows edited on their parent's page: add, remove, and order by dragging or with the arrow keys.
(() => {
  for (const inline of document.querySelectorAll("[data-inline]")) {
    const prefix = inline.dataset.inline;
    const body = inline.querySelector("tbody");
    const total = inline.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const empty = body.querySelector("[data-empty]");
    const says = inline.querySelector("[data-says]");

    const rows = () => [...body.querySelectorAll("tr:not([data-empty]):not(.row-errors)")];

    const number = () => {
      const field = inline.dataset.order;
      if (!field) return;
      rows().forEach((row, place) => {
        const input = row.querySelector(`[name$="-${field}"]`);
        if (input) input.value = place;
      });
      inline.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
    };

    // --- add and remove ---
    inline.querySelector("[data-add]")?.addEventListener("click", () => {
      const row = empty.cloneNode(true);
      row.hidden = false;
      row.removeAttribute("data-empty");
      row.classList.remove("empty-form");
      const index = total.value;
      for (const element of row.querySelectorAll("*")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value?.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", index));
        }
      }
      total.value = Number(index) + 1;
      body.insertBefore(row, empty);
      number();
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    body.addEventListener("click", (event) => {
      const remove = event.target.closest("[data-remove]");
      if (!remove) return;
      const row = remove.closest("tr");
      const name = row.querySelector(`[name^="${prefix}-"]`).name.match(/-(\d+)-/)[1];
      const gone = Object.assign(document.createElement("input"), {
        type: "hidden", name: `${prefix}-${name}-DELETE`, value: "on",
      });
      row.append(gone);
      row.hidden = true;
      inline.querySelector("[data-add]")?.focus();
    });

    // --- order ---
    const move = (row, before) => {
      body.insertBefore(row, before);
      number();
      const place = rows().indexOf(row) + 1;
      if (says) says.textContent = `Place ${place} of ${rows().length}`;
    };
    body.addEventListener("keydown", (event) => {
      const handle = event.target.closest("[data-handle]");
      if (!handle || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      const row = handle.closest("tr");
      const all = rows();
      const at = all.indexOf(row);
      const other = all[at + (event.key === "ArrowUp" ? -1 : 1)];
      if (!other) return;
      move(row, event.key === "ArrowUp" ? other : other.nextElementSibling);
      handle.focus();
    });
    body.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[data-handle]")?.closest("tr");
      if (!row || event.button !== 0) return;
      event.preventDefault();
      row.classList.add("dragged");
      const follow = (moved) => {
        const under = rows().find((other) => {
          const box = other.getBoundingClientRect();
          return other !== row && moved.clientY > box.top && moved.clientY < box.bottom;
        });
        if (!under) return;
        const box = under.getBoundingClientRect();
        const before = moved.clientY < box.top + box.height / 2 ? under : under.nextElementSibling;
        if (before !== row && before !== row.nextElementSibling) move(row, before);
      };
      // On the document: a row that is moved in the page loses what the pointer was caught with.
      const ended = new AbortController();
      const drop = () => {
        row.classList.remove("dragged");
        ended.abort();
      };
      document.addEventListener("pointermove", follow, { signal: ended.signal });
      document.addEventListener("pointerup", drop, { signal: ended.signal });
      document.addEventListener("pointercancel", drop, { signal: ended.signal });
    });
  }
})();
