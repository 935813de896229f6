// Writing where it stands: a text field over the card, name or fact.


const FACTS = { "picture-fact-does": "does", "picture-fact-thinks": "thinks", "picture-fact-team": "team" };
const LONGEST = { card: 20000, does: 20000, thinks: 20000, team: 120, name: 160 };

export class Inline {
  constructor(editor) {
    this.editor = editor;
    this.box = document.createElement("textarea");
    this.box.className = "inline-editor";
    this.box.hidden = true;
    this.box.dir = "auto";
    editor.sheet.append(this.box);
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("input", () => this.fit());
    this.box.addEventListener("blur", () => this.leave(true));
    editor.addEventListener("redrawn", () => this.open && this.place());
    new ResizeObserver(() => this.open && this.place()).observe(editor.sheet);
    // A page that goes away keeps what was being written.
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave(true));
    window.addEventListener("pagehide", () => this.leave(true));
  }

  // What of the map is written here: {key, field} of an element, or {place} for a new card.
  targetOf(node) {
    const { grid, model } = this.editor;
    const element = node.closest("[data-element]");
    if (element) {
      const kind = element.dataset.element;
      return { key: element.dataset.key, kind, field: kind === "card" ? "text" : "name" };
    }
    const cell = node.closest("td");
    const row = cell?.parentElement;
    if (!row) return null;
    if (row.classList.contains("picture-lane")) return { place: grid.placeOf(cell, model), kind: "card", field: "text" };
    const fact = Object.keys(FACTS).find((name) => row.classList.contains(name));
    const key = grid.columns()[grid.columnOf(cell)]?.touchpoint;
    return fact && key ? { key, kind: "touchpoint", field: FACTS[fact], row: fact } : null;
  }

  start(node) {
    const target = this.targetOf(node);
    if (target) this.edit(target);
    return Boolean(target);
  }

  edit(target) {
    this.leave(true);
    const { model } = this.editor;
    this.target = target;
    this.open = true;
    this.editor.select(target.key ?? "");
    this.box.value = target.key ? model.get(target.key)[target.field] : "";
    this.before = this.box.value;
    this.box.maxLength = LONGEST[target.kind === "card" ? "card" : target.field];
    this.box.setAttribute("aria-label", this.words());
    this.box.hidden = false;
    this.place();
    this.box.focus();
    this.box.select();
  }

  words() {
    const { model } = this.editor;
    const { kind, field, place, key } = this.target;
    if (place) return `New card in ${model.elements.lane[place.lane]?.name || "this lane"} at ${model.nameOf(place.at)}`;
    return kind === "card" ? "Text of the card" : `${model.nameOf(key)}: ${field === "name" ? `name of the ${kind}` : field}`;
  }

  // Over what is written, wherever that is drawn now.
  place() {
    const { grid, model, sheet } = this.editor;
    const { key, place, row } = this.target;
    let over;
    if (row) {
      const column = grid.columns().findIndex((one) => one.touchpoint === key);
      over = grid.cellAt(grid.table.querySelector(`.${row}`), column);
    } else {
      over = key ? grid.find(key) : grid.cellOf(place, model);
    }
    if (!over) return;
    over.scrollIntoView({ block: "nearest", inline: "nearest" });
    const [box, frame] = [over.getBoundingClientRect(), sheet.getBoundingClientRect()];
    const isNew = Boolean(place);
    Object.assign(this.box.style, {
      left: `${box.left - frame.left}px`,
      top: `${(isNew ? box.bottom - 8 : box.top) - frame.top}px`,
      width: `${Math.max(120, box.width)}px`,
      minHeight: `${isNew ? 36 : Math.min(box.height, 200)}px`,
    });
    this.fit();
  }

  fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 320)}px`;
  }

  key(event) {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      this.leave(false);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.leave(true);
    } else if (event.key === "Tab") {
      event.preventDefault();
      const { place } = this.target;
      this.leave(true);
      this.editor.tell("move", { way: event.shiftKey ? "ArrowLeft" : "ArrowRight", write: Boolean(place) });
    }
  }

  leave(keep) {
    if (!this.open) return;
    this.open = false;
    const { editor, target } = this;
    const text = target.kind === "card" || target.row ? this.box.value.trim() : this.box.value.replace(/\s+/g, " ").trim();
    const hadFocus = document.activeElement === this.box;
    this.box.hidden = true;
    let key = target.key;
    if (keep && text !== this.before.trim()) key = this.keep(text) ?? key;
    if (!hadFocus) return;
    const column = target.row && editor.grid.columns().findIndex((one) => one.touchpoint === key);
    const cell = target.row ? editor.grid.cellAt(editor.grid.table.querySelector(`.${target.row}`), column) : null;
    editor.tell("focus", { target: cell ?? (key ? editor.grid.find(key) : editor.grid.cellOf(target.place, editor.model)) });
  }

  keep(text) {
    const { editor, target } = this;
    if (target.place) {
      if (!text) return null;
      const after = editor.model.cardsIn(target.place.lane, target.place.at).at(-1);
      const fields = { text, ...target.place, ...(after ? { after } : {}) };
      return editor.create("card", fields, { said: `Card added at ${editor.model.nameOf(target.place.at)}` });
    }
    const mayBeEmpty = target.row || target.kind === "lane";
    if (!text && !mayBeEmpty) {
      if (target.kind === "card") editor.remove(target.key);
      return null;
    }
    editor.change(target.key, { [target.field]: text }, { said: "Changed" });
    return target.key;
  }
}

