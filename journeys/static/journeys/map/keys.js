// The map by keyboard: one cell has the focus, arrows lead to the next, letters do things to it.

import * as curve from "./curve.js";
import { move } from "./moves.js";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

export class Keys {
  constructor(editor, inline, deeds) {
    Object.assign(this, { editor, inline, deeds });
    editor.sheet.addEventListener("keydown", (event) => this.key(event));
    editor.sheet.addEventListener("focusin", (event) => this.focused(event.target));
    editor.addEventListener("focus", (event) => this.focus(event.detail.target));
    editor.addEventListener("redrawn", () => this.enter());
    editor.addEventListener("move", (event) => {
      this.go(event.detail.way);
      if (event.detail.write) this.inline.start(this.current);
    });
    document.addEventListener("keydown", (event) => this.everywhere(event));
  }

  // The first stop for Tab: where one was, else the first stage.
  enter() {
    const { grid } = this.editor;
    if (!grid.table) return;
    grid.scroll?.removeAttribute("tabindex");
    for (const element of grid.table.querySelectorAll("[data-element]:not([tabindex])")) element.tabIndex = -1;
    const found = this.current?.isConnected ? this.current : grid.table.querySelector("[data-element]");
    if (found) found.tabIndex = 0;
    this.current = found;
  }

  focus(target) {
    if (!target) return;
    if (this.current && this.current !== target) this.current.setAttribute("tabindex", "-1");
    target.setAttribute("tabindex", "0");
    this.current = target;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  focused(target) {
    const stop = target.closest("[data-element], [data-point], td, th");
    if (stop && stop !== this.current && this.editor.grid.table?.contains(stop)) {
      this.current?.setAttribute("tabindex", "-1");
      stop.setAttribute("tabindex", "0");
      this.current = stop;
    }
  }

  key(event) {
    const node = event.target;
    if (node.closest("textarea, input, select, summary") || !this.editor.grid.table?.contains(node)) return;
    const done = this.handle(event, node);
    if (done) event.preventDefault();
  }

  handle(event, node) {
    const key = node.closest("[data-element]")?.dataset.key ?? "";
    if (event.altKey && ARROWS.includes(event.key)) return !this.editor.isRead && key && move(this.editor, key, event.key);
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (node.closest("[data-point]") && this.onPoint(event, node)) return true;
    if (ARROWS.includes(event.key)) return this.go(event.key);
    switch (event.key) {
      case "Enter":
      case "F2":
        return this.write(node);
      case " ":
        return key && this.deeds.panel(key);
      case "Delete":
      case "Backspace":
        return key && this.deeds.remove(key);
      case "Home":
      case "End":
        return this.edge(event.key === "Home");
      default:
        return this.letter(event.key.toLowerCase());
    }
  }

  letter(letter) {
    if (letter === "e" && !this.editor.isRead) return this.toPoint();
    const deed = { n: "add-card", t: "add-touchpoint", s: "add-stage", l: "add-lane" }[letter];
    return deed ? this.deeds.do(deed) : false;
  }

  write(node) {
    if (node.closest("[data-point]")) return this.deeds.panel(node.closest("[data-point]").dataset.key, "emotion");
    if (this.inline.start(node)) return true;
    return this.deeds.fact(node);
  }

  // On the curve, up and down change the feeling; Escape leads back to the touchpoint.
  onPoint(event, node) {
    const { key } = node.closest("[data-point]").dataset;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.focus(this.editor.grid.find(key));
      return true;
    }
    const by = event.shiftKey || event.key.startsWith("Page") ? 1 : 0.1;
    const way = { ArrowUp: 1, PageUp: 1, ArrowDown: -1, PageDown: -1 }[event.key];
    if (!way) return false;
    curve.step(this.editor, key, way * by);
    return true;
  }

  // From anywhere in a column to its point on the curve.
  toPoint() {
    const { grid } = this.editor;
    const cell = this.current?.closest("td, th");
    const column = cell ? grid.columns()[Math.max(0, grid.columnOf(cell))] : null;
    const point = column && grid.table.querySelector(`[data-point][data-key="${column.touchpoint}"]`);
    if (point) this.focus(point);
    else if (column?.touchpoint) this.deeds.panel(column.touchpoint, "emotion");
    return true;
  }

  go(way) {
    const target = this.beside(this.current, way);
    if (target) this.focus(target);
    return true;
  }

  beside(node, way) {
    const { grid } = this.editor;
    const point = node.closest("[data-point]");
    const cell = node.closest("td, th");
    const row = cell.parentElement;
    const column = point ? grid.columns().findIndex((one) => one.touchpoint === point.dataset.key) : grid.columnOf(cell);
    if (way === "ArrowLeft" || way === "ArrowRight") {
      const by = way === "ArrowRight" ? 1 : -1;
      if (point) return this.pointBeside(point, by) ?? (by < 0 ? row.cells[0] : null);
      const next = by > 0 ? cell.nextElementSibling : cell.previousElementSibling;
      return next && this.into(next, 0);
    }
    const down = way === "ArrowDown";
    const card = node.closest("[data-element=card]");
    const sibling = card && (down ? card.nextElementSibling : card.previousElementSibling);
    if (sibling) return sibling;
    const rows = grid.rows().filter((one) => one === row || !one.classList.contains("picture-emotion"));
    const next = rows[rows.indexOf(row) + (down ? 1 : -1)];
    return next && this.into(grid.cellAt(next, column), down ? 0 : -1);
  }

  pointBeside(point, by) {
    const all = [...this.editor.sheet.querySelectorAll("[data-point]")];
    return all[all.indexOf(point) + by];
  }

  // What in a cell takes the focus: its first or last card, or the cell itself.
  into(cell, at) {
    const cards = [...cell.querySelectorAll("[data-element=card]")];
    return cards.at(at) ?? cell;
  }

  edge(first) {
    const row = this.current.closest("tr");
    const cell = row.cells[first ? 0 : row.cells.length - 1];
    this.focus(this.into(cell, 0));
    return true;
  }

  everywhere(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const letter = event.key.toLowerCase();
    if (this.editor.isRead) {
      if (event.key === "Escape") this.deeds.closePanel();
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && (letter === "z" || letter === "y") && !typing) {
      event.preventDefault();
      this.deeds.do(letter === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.key === "?" && !typing) {
      event.preventDefault();
      this.deeds.do("help");
    } else if (event.key === "Escape" && !typing?.closest(".inline-editor")) {
      this.deeds.closePanel();
    }
  }
}
