// What the buttons and letters do, wherever they are pressed.

import { divideDialog } from "./divide.js";
import { move } from "./moves.js";

const NEW = { stage: "New stage", touchpoint: "New touchpoint" };
const FACTS = { "picture-fact-channels": "channel", "picture-fact-importance": "importance", "picture-fact-actors": "actors" };

export class Deeds {
  constructor(editor, inline, panel) {
    Object.assign(this, { editor, inline, side: panel });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button || button.disabled) return;
      button.closest("details.menu")?.removeAttribute("open");
      this.do(button.dataset.do, button.closest(".map-panel") ? panel.key : "");
    });
    editor.addEventListener("redrawn", () => this.continue());
  }

  do(name, key = "") {
    const here = key || this.here().key;
    const deeds = {
      undo: () => this.editor.turn("undo"),
      redo: () => this.editor.turn("redo"),
      help: () => document.querySelector("[data-help]").showModal(),
      conflicts: () => document.querySelector("[data-conflicts]").scrollIntoView({ block: "nearest" }),
      "add-card": () => this.addCard(),
      "add-touchpoint": () => this.addTouchpoint(here),
      "add-stage": () => this.addStage(here),
      "add-lane": () => this.addLane(),
      split: () => divideDialog(this.editor, "split", here),
      merge: () => divideDialog(this.editor, "merge", here),
      earlier: () => this.step(here, true),
      later: () => this.step(here, false),
      remove: () => this.remove(here),
    };
    if (!(name in deeds)) return false;
    deeds[name]();
    return true;
  }

  // Where the keyboard is: the element, or the cell, on the map.
  here() {
    const { grid, selected, model } = this.editor;
    const node = document.activeElement;
    const onMap = grid.table?.contains(node) ? node : this.last;
    const key = onMap?.closest("[data-element], [data-point]")?.dataset.key ?? (onMap ? "" : selected);
    return { key: model.kindOf(key) ? key : "", cell: onMap?.closest("td, th") };
  }

  stageHere(key) {
    const { model, grid } = this.editor;
    const kind = model.kindOf(key);
    if (kind === "stage") return key;
    if (kind === "touchpoint") return model.get(key).stage;
    if (kind === "card") return model.stageOf(model.get(key).at);
    const { cell } = this.here();
    const column = cell?.isConnected ? grid.columns()[Math.max(0, grid.columnOf(cell))] : null;
    return column?.stage ?? Object.keys(model.elements.stage).at(-1);
  }

  addCard() {
    const { model, grid } = this.editor;
    const { key, cell } = this.here();
    const lanes = Object.keys(model.elements.lane);
    if (!lanes.length) return this.editor.say("Add a lane first.");
    const kind = model.kindOf(key);
    let place = kind === "card" ? { lane: model.get(key).lane, at: model.get(key).at } : null;
    if (cell?.isConnected && cell.closest("tr.picture-lane") && cell.tagName === "TD") place ??= grid.placeOf(cell, model);
    place ??= { lane: kind === "lane" ? key : lanes[0], at: kind === "touchpoint" || kind === "stage" ? key : grid.columns()[0].touchpoint || grid.columns()[0].stage };
    this.inline.edit({ place, kind: "card", field: "text" });
  }

  addTouchpoint(here) {
    const { model } = this.editor;
    const stage = this.stageHere(here);
    const inside = model.touchpointsOf(stage);
    const after = model.kindOf(here) === "touchpoint" ? here : inside.at(-1);
    const key = this.editor.create("touchpoint", { name: NEW.touchpoint, stage, ...(after ? { after } : {}) }, { said: `Touchpoint added in ${model.nameOf(stage)}` });
    this.next = { key, kind: "touchpoint", field: "name" };
  }

  addStage(here) {
    const after = here && this.stageHere(here);
    const key = this.editor.create("stage", { name: NEW.stage, ...(after ? { after } : {}) }, { said: "Stage added" });
    this.next = { key, kind: "stage", field: "name" };
  }

  addLane() {
    const key = this.editor.create("lane", { kind: "notes", name: "" }, { said: "Lane added at the end" });
    this.next = { key, panel: "kind" };
  }

  // Once the server has drawn what was added, its name is asked for.
  continue() {
    const { next } = this;
    if (!next || !this.editor.grid.find(next.key)) return;
    this.next = null;
    if (next.panel) {
      this.editor.grid.find(next.key).scrollIntoView({ block: "nearest" });
      this.panel(next.key, next.panel);
    } else {
      setTimeout(() => this.inline.edit(next), 0);
    }
  }

  step(key, back) {
    const kind = this.editor.model.kindOf(key);
    const upright = kind === "card" || kind === "lane";
    move(this.editor, key, upright ? (back ? "ArrowUp" : "ArrowDown") : back ? "ArrowLeft" : "ArrowRight");
  }

  remove(key) {
    if (!this.editor.model.kindOf(key)) return false;
    const node = this.editor.grid.find(key);
    const cell = node?.closest("td, th");
    this.editor.remove(key);
    const target = node?.isConnected ? node : cell?.querySelector("[data-element=card]") ?? cell;
    this.editor.tell("focus", { target });
    return true;
  }

  panel(key, field = "") {
    this.editor.select(key);
    this.side.open(key, field || (this.editor.model.kindOf(key) === "card" ? "text" : "name"));
    return true;
  }

  closePanel() {
    this.side.close();
  }

  // Cells whose value is chosen rather than written open the panel at that field.
  fact(node) {
    const { grid } = this.editor;
    const cell = node.closest("td");
    const row = cell?.parentElement;
    const column = cell && grid.columns()[grid.columnOf(cell)];
    if (row?.classList.contains("picture-fact-kpi")) return this.panel(column.stage, "kpi");
    const fact = row && Object.keys(FACTS).find((name) => row.classList.contains(name));
    return fact && column.touchpoint ? this.panel(column.touchpoint, FACTS[fact]) : false;
  }
}
