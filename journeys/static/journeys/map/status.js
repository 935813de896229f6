// What the bar says: saved or not, who else is here, what met somebody else's work.

import { shortened } from "./editor.js";
import { buttons, clock, copy, fieldName, keptRow, make, settle, side, wayToDraft } from "./kept.js";

const SAVED = {
  saving: () => "Saving…",
  full: () => "Saving… (this browser keeps nothing more)",
  "signed-out": (count) => `You are signed out. ${kept(count)}`,
  closed: (count, detail) => `${detail} ${count ? kept(count) : ""}`,
  offline: (count) => (count ? `Not connected – ${changes(count)} kept here and sent when you are back` : "Not connected – trying again"),
};
const changes = (count) => `${count} ${count === 1 ? "change is" : "changes are"}`;
const kept = (count) => (count ? `${changes(count)} kept in this browser.` : "");

export class Status {
  constructor(editor) {
    this.editor = editor;
    for (const name of ["saved", "people", "said", "conflicts", "conflict-count"]) {
      this[name.replace("-c", "C")] = document.querySelector(`[data-${name}]`);
    }
    this.prefix = `${editor.outbox.prefix}conflict:`;
    this.unsent = "";
    this.detail = {};
    editor.outbox.addEventListener("state", (event) => {
      this.detail = event.detail;
      this.showState();
    });
    editor.addEventListener("dropped", (event) => this.showDropped(event.detail.words));
    editor.addEventListener("changed", () => this.showAround());
    editor.addEventListener("done", () => this.showState());
    editor.addEventListener("said", (event) => this.say(event.detail.words));
    editor.addEventListener("conflicts", (event) => this.keep(event.detail.conflicts));
    editor.addEventListener("refusal", (event) => this.keepRefusal(event.detail));
    this.conflicts.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.showConflicts();
  }

  say(words) {
    this.said.textContent = words;
  }

  // Nothing on the map shows it, so the bar does, until there is something newer to say.
  showDropped(words) {
    this.showState();
    this.saved.textContent = words;
  }

  showState() {
    const { detail } = this;
    const { state, entries, savedAt } = this.editor.outbox;
    const words = SAVED[state]?.(entries.length, detail.detail ?? "") ?? (savedAt ? `Saved ${clock(savedAt)}` : "All changes are saved");
    this.saved.classList.toggle("wrong", ["offline", "signed-out", "closed"].includes(state));
    if (this.saved.textContent !== words) this.saved.textContent = words;
    if (state !== "saving") this.showUnsent(this.editor.outbox);
    if (state === "signed-out") {
      const link = Object.assign(document.createElement("a"), { className: "link", href: window.location.href, textContent: " Sign in again" });
      this.saved.append(link);
    }
  }

  showAround() {
    this.showState();
    const { people, steps, model } = this.editor;
    this.people.textContent = people.map(({ name, key }) => {
      const where = model.kindOf(key) === "card" ? model.nameOf(model.get(key).at) : model.nameOf(key);
      return where ? `${name} is editing ${shortened(where, 30)}` : `${name} is here`;
    }).join(" · ");
    for (const way of ["undo", "redo"]) {
      for (const button of document.querySelectorAll(`[data-tools] [data-do=${way}]`)) {
        button.disabled = !steps[way];
        const word = way === "undo" ? "Undo" : "Redo";
        button.title = steps[way] ? `${word}: ${steps[way].label}` : `Nothing to ${way}`;
        button.querySelector("[data-word]").textContent = button.title;
      }
    }
  }

  // --- conflicts: kept in the browser until the person has chosen ---

  keep(conflicts) {
    for (const conflict of conflicts) {
      const place = `${this.prefix}${conflict.key}:${conflict.field}`;
      const earlier = JSON.parse(localStorage.getItem(place) ?? "null");
      localStorage.setItem(place, JSON.stringify({ ...conflict, name: this.editor.model.nameOf(conflict.key) || earlier?.name || "" }));
    }
    this.showConflicts();
    this.say(`${conflicts.length === 1 ? "A change" : `${conflicts.length} changes`} met somebody else’s. Nothing is lost: choose below the bar.`);
  }

  keepRefusal({ entry, words }) {
    const place = `${this.prefix}refused:${entry.body.request}`;
    localStorage.setItem(place, JSON.stringify({ reason: "refused", words, yours: entry.body.changes?.map((one) => one.set) ?? entry.body.values }));
    this.showConflicts();
    this.say(words);
  }

  all() {
    return Object.keys(localStorage).filter((name) => name.startsWith(this.prefix)).map((place) => ({ place, ...JSON.parse(localStorage.getItem(place)) }));
  }

  showConflicts() {
    const all = this.all();
    const { state, entries } = this.editor.outbox;
    const unsent = state === "closed" ? entries : [];
    const count = all.length + unsent.length;
    this.conflicts.hidden = !count;
    this.conflictCount.hidden = !count;
    this.conflictCount.textContent = `${count} to choose`;
    const way = unsent.length ? wayToDraft(this.detail) : [];
    this.conflicts.replaceChildren(...way, ...all.map((one) => this.row(one)), ...unsent.map(keptRow));
    this.unsent = placesOf(unsent);
  }

  // A version that is closed takes no more words: they are shown, to be copied or let go.
  showUnsent({ state, entries }) {
    if (placesOf(state === "closed" ? entries : []) !== this.unsent) this.showConflicts();
  }

  row(conflict) {
    const row = make("div", { className: "conflict" });
    row.dataset.place = conflict.place;
    row.append(make("p", { textContent: sentence(conflict) }));
    const sides = make("div", { className: "conflict-sides" });
    sides.append(side("Yours", this.shown(conflict, conflict.yours)));
    if (conflict.reason === "changed") sides.append(side("Theirs", this.shown(conflict, conflict.theirs)));
    row.append(sides);
    row.append(buttons(choicesOf(conflict)));
    return row;
  }

  shown({ field }, value) {
    const { model } = this.editor;
    if (value === null || value === undefined || value === "") return "nothing";
    if (["at", "lane", "stage"].includes(field)) return model.nameOf(value) || "a place that is gone";
    if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : one.text ?? one.name ?? JSON.stringify(one))).join(", ");
    if (typeof value === "object") return value.text ?? value.name ?? Object.values(value).filter((one) => typeof one === "string").join(", ");
    return String(value);
  }

  async choose(button) {
    const place = button?.closest(".conflict")?.dataset.place;
    if (!place) return;
    if (button.dataset.choice.endsWith("-kept")) return this.chooseKept(button);
    const conflict = JSON.parse(localStorage.getItem(place));
    const { editor } = this;
    const shown = button.closest(".conflict").querySelector(".conflict-sides p");
    if (button.dataset.choice === "copy" && !(await copy(shown.textContent, shown))) {
      this.say("It could not be copied. It is selected: press Ctrl+C.");
      return;
    }
    localStorage.removeItem(place);
    const { key, field, yours, theirs } = conflict;
    if (button.dataset.choice === "mine") {
      if (conflict.reason === "gone") this.bringBack(conflict);
      else if (!field) editor.remove(key);
      else if (editor.model.get(key)) editor.change(key, { [field]: yours });
    } else if (button.dataset.choice === "both") {
      const now = editor.model.get(key)?.[field] ?? theirs;
      const joined = field === "name" ? `${now} / ${yours}` : `${now}\n${yours}`;
      editor.change(key, { [field]: Array.isArray(yours) ? [...new Set([...now, ...yours])] : joined });
    }
    this.showConflicts();
  }

  async chooseKept(button) {
    const { outbox } = this.editor;
    const words = await settle(button, (place) => outbox.entries.filter((one) => one.place === place).forEach((one) => outbox.drop(one)));
    if (button.dataset.choice === "copy-kept") button.textContent = words;
    this.showState();
    this.say(words);
  }

  // A card whose place, or which itself, is gone is written anew in the first cell that is left.
  bringBack({ kind, yours }) {
    const { model, grid } = this.editor;
    if (kind !== "card" || !yours.text) return;
    const lane = model.elements.lane[yours.lane] ? yours.lane : Object.keys(model.elements.lane)[0];
    const at = model.kindOf(yours.at) ? yours.at : grid.columns()[0].touchpoint || grid.columns()[0].stage;
    if (lane && at) this.editor.create("card", { ...yours, lane, at, after: undefined }, { said: "Written anew" });
  }
}

function sentence({ reason, by, at, field, name, words }) {
  if (reason === "refused") return words;
  const who = `${by || "Somebody"}`;
  const when = at ? ` at ${clock(new Date(at))}` : "";
  const what = name ? `“${shortened(name)}”` : "this";
  if (reason === "gone") return `${who} removed what you changed${when}. What you wrote is kept here.`;
  if (reason === "no_place") return `The place for ${what} was removed${when}. What you wrote is kept here.`;
  if (!field) return `${who} changed ${what}${when}, so it was not removed.`;
  return `${who} changed the ${fieldName(field)} of ${what}${when}. Yours is kept beside it: choose one${isText(field) ? ", or take both" : ""}.`;
}

const placesOf = (entries) => entries.map((one) => one.place).join(" ");
const isText = (field) => ["text", "name", "does", "thinks", "customer_goal", "tags", "actors"].includes(field);

function choicesOf({ reason, field, kind, yours }) {
  const copy = ["copy", "Copy mine and let it go"];
  if (reason === "refused" || reason === "no_place") return [copy, ["theirs", "Let it go"]];
  if (reason === "gone") return kind === "card" && yours?.text ? [["mine", "Write it anew"], ["theirs", "Let it go"]] : [copy, ["theirs", "Let it go"]];
  if (!field) return [["mine", "Remove it all the same"], ["theirs", "Keep it"]];
  return [["mine", "Keep mine"], ["theirs", "Take theirs"], ...(isText(field) ? [["both", "Keep both"]] : [])];
}
