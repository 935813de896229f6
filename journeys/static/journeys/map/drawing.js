// The page as the person changes it: shown at once, then drawn again by the server.

import * as curve from "./curve.js";

const FACTS = { does: "does", thinks: "thinks", team: "team" };

export class Drawing {
  constructor(editor) {
    this.editor = editor;
  }

  // --- at once ---

  show(change) {
    const { grid } = this.editor;
    if (change.remove) {
      if (change.kind === "card") grid.find(change.key)?.remove();
      else grid.find(change.key)?.classList.add("going");
      return;
    }
    if (change.kind === "card") this.showCard(change);
    else this.showName(change);
    if (change.kind === "touchpoint") this.showTouchpoint(change);
  }

  // Show an element as it was before a change that was not sent.
  takeBack({ kind, key }) {
    const { grid, model } = this.editor;
    const values = model.get(key);
    if (values) this.show({ kind, key, set: values });
    else grid.find(key)?.remove();
    grid.find(key)?.classList.remove("going");
  }

  showCard({ key, set }) {
    const { grid, model } = this.editor;
    const card = model.get(key);
    if (!card) return;
    let drawn = grid.find(key);
    const moved = !drawn || ["lane", "at", "after"].some((name) => name in set);
    drawn ??= this.newCard(key);
    if ("text" in set) drawn.querySelector(".picture-text").textContent = card.text;
    if (!moved) return;
    const cell = grid.cellOf(card, model);
    const before = model.cardsIn(card.lane, card.at);
    const next = before.slice(before.indexOf(key) + 1).map((one) => grid.find(one)).find((one) => one?.parentElement === cell);
    cell?.insertBefore(drawn, next ?? null);
  }

  newCard(key) {
    const card = document.createElement("div");
    card.className = "picture-card";
    card.id = `element-${key}`;
    card.dataset.key = key;
    card.dataset.element = "card";
    card.tabIndex = -1;
    const text = document.createElement("span");
    text.className = "picture-text";
    text.dir = "auto";
    card.append(text);
    return card;
  }

  showName({ kind, key, set }) {
    if (!("name" in set)) return;
    const head = this.editor.grid.find(key);
    const name = head?.querySelector(".picture-name, .picture-stage-name, .picture-row-title");
    if (name && (set.name || kind !== "lane")) name.textContent = set.name;
  }

  showTouchpoint({ key, set }) {
    const { grid } = this.editor;
    const head = grid.find(key);
    if (!head) return;
    const column = grid.columns().findIndex((one) => one.touchpoint === key);
    for (const [field, row] of Object.entries(FACTS)) {
      const line = field in set && grid.table.querySelector(`.picture-fact-${row}`);
      if (line) textIn(grid.cellAt(line, column)).textContent = set[field];
    }
    if ("emotion" in set) curve.show(this.editor, key, set.emotion);
  }

  // --- as the server draws it ---

  take(parts) {
    for (const [name, markup] of Object.entries(parts)) this.replace(name, markup);
    curve.prepare(this.editor);
    this.editor.tell("redrawn");
    document.dispatchEvent(new CustomEvent("mapdrawn")); // for what other scripts put on the map
  }

  replace(name, markup) {
    const { sheet, grid } = this.editor;
    const made = document.createElement("template");
    made.innerHTML = markup;
    const [kind, which] = name.split(":");
    if (kind === "all") {
      this.replaceAll(made.content);
    } else if (kind === "overview") {
      sheet.querySelector(".picture-overview-plot")?.replaceWith(made.content);
      document.dispatchEvent(new CustomEvent("picturechange"));
    } else if (kind === "heads") {
      grid.table.tHead.replaceWith(made.content);
    } else if (kind === "curve") {
      grid.table.querySelector(".picture-emotion").replaceWith(made.content);
    } else {
      const rows = kind === "fact" ? [...grid.table.querySelectorAll(`.picture-fact-${which}`)] : this.rowsOfLane(which);
      rows[0]?.before(made.content);
      for (const row of rows) row.remove();
    }
  }

  rowsOfLane(key) {
    const { grid } = this.editor;
    return [...grid.table.rows].filter((row) => row.classList.contains("picture-lane") && grid.laneOf(row) === key);
  }

  // The scroll box itself stays, and with it where one was.
  replaceAll(content) {
    const { sheet } = this.editor;
    const now = sheet.querySelector(".picture");
    const next = content.querySelector(".picture");
    const [scroll, fresh] = [now, next].map((one) => one.querySelector("[data-picture-scroll]"));
    if (!scroll || !fresh) {
      now.replaceWith(next);
      window.location.reload(); // the first stage came, or the last one went: another page altogether
      return;
    }
    scroll.replaceChildren(...fresh.children);
    for (const [part, place] of [[".picture-overview", "prepend"], [".picture-legend", "append"], [".picture-words", "append"]]) {
      const [old, made] = [now.querySelector(part), next.querySelector(part)];
      if (old && made) old.replaceWith(made);
      else if (old) old.remove();
      else if (made) now[place](made);
    }
    document.dispatchEvent(new CustomEvent("picturechange"));
  }

  // Draw, and leave the keyboard where it was: nodes that are moved or replaced lose it.
  keeping(draw) {
    const held = this.held();
    const active = document.activeElement;
    draw();
    if (held && document.activeElement !== active) this.restore(held);
  }

  // What had the keyboard, by what it is rather than by the node that goes.
  held() {
    const { grid } = this.editor;
    const active = document.activeElement;
    if (!grid.table?.contains(active)) return null;
    const element = active.closest("[data-element], [data-point]");
    const cell = active.closest("td, th");
    return {
      key: element?.dataset.key ?? "",
      isPoint: Boolean(active.closest("[data-point]")),
      row: cell?.parentElement.rowIndex ?? 0,
      column: cell ? grid.columnOf(cell) : 0,
    };
  }

  restore(held) {
    const { grid } = this.editor;
    const point = held.isPoint && grid.table.querySelector(`[data-point][data-key="${held.key}"]`);
    const found = point || (held.key && grid.find(held.key)) || grid.cellAt(grid.table.rows[Math.min(held.row, grid.table.rows.length - 1)], held.column);
    this.editor.tell("focus", { target: found });
  }
}

export function textIn(cell) {
  let text = cell.querySelector(".picture-text");
  if (!text) {
    text = document.createElement("span");
    text.className = "picture-text";
    text.dir = "auto";
    cell.append(text);
  }
  return text;
}
