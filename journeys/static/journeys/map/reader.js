// A map that is only read: the keyboard goes over it as over a draft, and opens panels.

import { Grid } from "./grid.js";
import { Keys } from "./keys.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";

export class Reader extends EventTarget {
  constructor(sheet, side) {
    super();
    this.sheet = sheet;
    this.grid = new Grid(sheet);
    this.model = new Model();
    this.isRead = true;
    const panel = new Panel(sheet, side, this);
    const open = (key) => {
      panel.open(key);
      return true;
    };
    const deeds = { panel: open, closePanel: () => panel.close(), do: () => false, fact: () => false, remove: () => false };
    const inline = { start: (node) => Boolean(node.closest("[data-element]")) && open(node.closest("[data-element]").dataset.key) };
    new Keys(this, inline, deeds).enter();
    sheet.addEventListener("click", (event) => {
      const element = event.target.closest("[data-element]");
      if (!element || event.target.closest("a")) return;
      this.tell("focus", { target: element });
      open(element.dataset.key);
    });
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
