// The table of the map as a grid: which stage, touchpoint and lane a cell belongs to, and what is beside it.

export class Grid {
  constructor(sheet) {
    this.sheet = sheet;
  }

  get table() {
    return this.sheet.querySelector(".picture-table");
  }

  get scroll() {
    return this.sheet.querySelector("[data-picture-scroll]");
  }

  find(key) {
    return this.table?.querySelector(`[data-element][data-key="${CSS.escape(key)}"]`);
  }

  // The columns in order: the touchpoint (or none) and the stage of each.
  columns() {
    const stages = [...this.table.querySelectorAll(".picture-stages > [data-element=stage]")];
    const of = stages.flatMap((head) => Array(head.colSpan).fill(head.dataset.key));
    const heads = [...this.table.querySelectorAll(".picture-touchpoints > :not(.picture-row-head)")];
    return heads.map((head, index) => ({ touchpoint: head.dataset.key ?? "", stage: of[index], head }));
  }

  rows() {
    return [...this.table.rows].filter((row) => !row.hidden);
  }

  // The first column a cell covers; -1 for the head of a row.
  columnOf(cell) {
    let column = 0;
    for (let other = cell.previousElementSibling; other; other = other.previousElementSibling) {
      if (!isHeadOfRow(other)) column += other.colSpan;
    }
    return isHeadOfRow(cell) ? -1 : column;
  }

  cellAt(row, column) {
    if (column < 0) return row.cells[0];
    let first = 0;
    for (const cell of row.cells) {
      if (isHeadOfRow(cell)) continue;
      if (column < first + cell.colSpan) return cell;
      first += cell.colSpan;
    }
    return row.cells[row.cells.length - 1];
  }

  laneOf(row) {
    let lane = row;
    while (lane && !lane.querySelector("th[data-element=lane]")) lane = lane.previousElementSibling;
    return lane?.querySelector("th[data-element=lane]")?.dataset.key ?? "";
  }

  // Where a card in this cell stands: its lane, and the touchpoint or stage over it.
  placeOf(cell, model) {
    const card = cell.querySelector("[data-element=card]");
    const lane = this.laneOf(cell.parentElement);
    if (card && model?.get(card.dataset.key)) return { lane, at: model.get(card.dataset.key).at };
    const { touchpoint, stage } = this.columns()[this.columnOf(cell)];
    return { lane, at: cell.colSpan === 1 && touchpoint ? touchpoint : stage };
  }

  // The cell a card of this place is, or would be, drawn in.
  cellOf(place, model) {
    const columns = this.columns();
    const column = columns.findIndex((one) => one.touchpoint === place.at || (!model.get(place.at)?.stage && one.stage === place.at));
    const rows = this.rows().filter((row) => row.classList.contains("picture-lane") && this.laneOf(row) === place.lane);
    const cells = rows.map((row) => this.cellAt(row, column));
    const isWhole = Boolean(model.elements.stage[place.at]);
    return cells.find((cell) => this.placeOf(cell, model).at === place.at) ?? cells.find((cell) => isWhole === cell.colSpan > 1) ?? cells[0];
  }
}

export const isHeadOfRow = (cell) => cell.matches(".picture-row-head, .picture-corner");
