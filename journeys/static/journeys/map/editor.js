// One draft being edited: what a person does goes to the model, the page and the outbox at once.

import { Drawing } from "./drawing.js";
import { Grid } from "./grid.js";
import { Model, newKey } from "./model.js";
import { Outbox, curvesShown } from "./outbox.js";

export class Editor extends EventTarget {
  constructor(sheet) {
    super();
    const { edits, version, person, known, csrf } = sheet.dataset;
    this.sheet = sheet;
    this.model = new Model();
    this.grid = new Grid(sheet);
    this.drawing = new Drawing(this);
    this.outbox = new Outbox(version, person, edits, csrf);
    this.drawn = known;
    this.steps = {};
    this.people = [];
    this.selected = "";
    this.busy = 0; // a drag is under way: nothing is drawn again meanwhile
    this.waiting = [];
    this.outbox.addEventListener("answer", (event) => this.take(event.detail.answer, event.detail.entry));
    this.outbox.addEventListener("refused", (event) => this.refused(event.detail));
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  say(words) {
    this.tell("said", { words });
  }

  // Ask for everything that is not as the page knows it, and who else is here.
  async refresh() {
    const query = curvesShown();
    for (const [name, value] of Object.entries({ known: this.outbox.known, drawn: this.drawn, at: this.selected })) query.set(name, value);
    let response;
    try {
      response = await fetch(`${this.outbox.address}live/?${query}`, { headers: { Accept: "application/json" } });
    } catch {
      this.outbox.retryLater();
      return;
    }
    if (response.redirected) return this.outbox.tell("signed-out");
    if (response.status === 409 || response.status === 403) return this.outbox.tell("closed", await response.json().catch(() => ({})));
    if (!response.ok) return;
    const answer = await response.json();
    if (["offline", "signed-out", "closed"].includes(this.outbox.state)) this.outbox.send();
    if (this.outbox.sending) return; // its answer will be newer
    this.outbox.known = answer.known;
    this.take(answer);
  }

  take(answer, entry) {
    if (this.busy) {
      this.waiting.push([answer, entry]);
      return;
    }
    if (answer.people) this.people = answer.people;
    if (answer.steps) this.steps = answer.steps;
    if (answer.elements) this.model.replace(answer.elements);
    else if (answer.values) this.model.take(answer.values);
    for (const change of this.outbox.changes) this.model.apply(change);
    this.drawing.keeping(() => {
      if (answer.parts) this.drawing.take(answer.parts);
      for (const change of this.outbox.changes) this.drawing.show(change);
    });
    if (answer.parts) this.drawn = answer.known;
    if (answer.conflicts?.length) this.tell("conflicts", { conflicts: answer.conflicts });
    this.tell("changed", { entry, elements: Boolean(answer.elements), values: answer.values });
  }

  // Keep what comes in until a gesture has ended.
  hold() {
    this.busy += 1;
  }

  release() {
    this.busy -= 1;
    if (this.busy) return;
    const waiting = this.waiting.splice(0);
    for (const [answer, entry] of waiting) this.take(answer, entry);
  }

  refused({ entry, detail, field }) {
    const change = entry.body.changes?.[0];
    const what = change ? this.model.nameOf(change.key) : "";
    this.tell("refusal", { entry, words: `${what ? `“${what}” ` : "This "}was not kept${field ? `, ${field}` : ""}: ${detail}` });
    this.outbox.known = "";
    this.drawn = "";
    this.refresh();
  }

  // --- what a person does ---

  do(changes, { said = "", label = "" } = {}) {
    const before = structuredClone(this.model.elements);
    this.drawing.keeping(() => {
      for (const change of changes) {
        this.model.apply(change);
        this.drawing.show(change);
      }
    });
    this.outbox.add("", { changes, label }, before);
    if (said) this.say(said);
    this.tell("done", { changes });
  }

  change(key, fields, options) {
    const kind = this.model.kindOf(key);
    const now = this.model.get(key);
    const set = Object.fromEntries(Object.entries(fields).filter(([name, value]) => name === "after" || !same(now[name], value)));
    if (Object.keys(set).length) this.do([{ kind, key, set, seen: this.model.seen(key, set) }], options);
  }

  create(kind, fields, options) {
    const key = newKey();
    this.do([{ kind, key, set: fields }], options);
    return key;
  }

  remove(key) {
    const kind = this.model.kindOf(key);
    if (!kind) return;
    const name = this.model.nameOf(key) || kind;
    const inside = this.model.inside(key);
    const seen = { ...this.model.get(key) };
    const more = inside.length ? ` with ${inside.length} ${inside.length === 1 ? "element" : "elements"} in it` : "";
    this.do([{ kind, key, remove: true, seen, inside }], { said: `Removed “${shortened(name)}”${more}. Undo brings it back.` });
    this.tell("removed", { key, words: `Removed “${shortened(name)}”${more}.` });
  }

  async turn(way) {
    await this.outbox.send();
    const step = this.steps[way];
    if (this.outbox.entries.length) {
      if (way === "undo") this.takeBack();
      return;
    }
    if (!step) return;
    this.outbox.add(`${way}/`, { step: step.id });
    this.say(`${way === "undo" ? "Undone" : "Done again"}: ${step.label}`);
  }

  // What was never sent is undone here.
  takeBack() {
    const entry = this.outbox.takeBack();
    if (!entry) return;
    if (!entry.before) return this.letGo(entry);
    this.model.replace(entry.before);
    this.drawing.keeping(() => {
      for (const change of [...entry.body.changes].reverse()) this.drawing.takeBack(change);
    });
    this.say("Undone; it was not sent yet.");
    this.tell("done", { changes: [] });
  }

  // A split or merge is drawn by the server alone, and what an earlier page did is drawn by it again.
  letGo({ way, body }) {
    if (way !== "divide/") {
      this.outbox.known = "";
      this.drawn = "";
    }
    const what = way === "divide/" ? `The ${body.do}` : "The last step";
    this.tell("dropped", { words: `${what} was not sent yet; it is dropped.` });
  }

  divide(body, said) {
    this.outbox.add("divide/", body);
    this.say(said);
  }

  select(key) {
    this.selected = key;
    this.tell("selected", { key });
  }
}

export const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
export const shortened = (text, most = 60) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
