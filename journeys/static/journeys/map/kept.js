// Words that could not be sent any more: kept in this browser and shown until the person lets them go.

import { keptIn } from "./outbox.js";

const FIELDS = { at: "place", does: "“customer does”", thinks: "“thinks”", persona_emotions: "feelings by persona", share_hit: "share hit", is_moment_of_truth: "moment of truth" };
const PLACES = ["after", "at", "lane", "stage"];
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const fieldName = (field) => FIELDS[field] ?? field.replaceAll("_", " ");
export const clock = (moment) => moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
export const make = (name, values) => Object.assign(document.createElement(name), values);

export function side(title, words) {
  const box = make("div", {});
  box.append(make("b", { textContent: title }), make("p", { textContent: words, dir: "auto" }));
  return box;
}

export function buttons(choices) {
  const row = make("div", { className: "actions-row" });
  row.append(...choices.map(([name, words]) => {
    const button = make("button", { type: "button", className: "button", textContent: words });
    button.dataset.choice = name;
    return button;
  }));
  return row;
}

// The words of an entry that was not sent, with what one can do with them.
export function keptRow(entry) {
  const row = make("div", { className: "conflict" });
  row.dataset.place = entry.place;
  const name = nameIn(entry);
  const day = entry.at && new Date(entry.at);
  const when = day ? ` on ${day.toLocaleDateString([], { day: "numeric", month: "short" })}, ${clock(day)}` : "";
  const what = name ? `what you did to “${name}”` : "what you did";
  const sides = make("div", { className: "conflict-sides" });
  sides.append(side("Yours", wordsOf(entry)));
  row.append(
    make("p", { textContent: `Not in the map: ${what}${when}. It is kept in this browser until you discard it.`, dir: "auto" }),
    sides,
    buttons([["copy-kept", "Copy"], ["discard-kept", "Discard"]]),
  );
  return row;
}

// Where the words can go now, if the map has another draft.
export function wayToDraft({ draft, draftName }) {
  if (!draft) return [];
  const way = make("p", { textContent: "You can write it into " });
  way.append(make("a", { className: "link", href: draft, textContent: `the open draft, ${draftName}` }), ".");
  return [way];
}

// Put words on the clipboard. Where the browser refuses, they are selected instead; false says so.
export async function copy(words, shown) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    window.getSelection().selectAllChildren(shown);
    return false;
  }
}

// Do what a button of a kept row asks for; gives back what to tell the person.
export async function settle(button, discard) {
  const row = button.closest(".conflict");
  if (button.dataset.choice === "discard-kept") {
    discard(row.dataset.place);
    return "Discarded.";
  }
  const shown = row.querySelector(".conflict-sides p");
  return (await copy(shown.textContent, shown)) ? "Copied." : "Selected: press Ctrl+C to copy.";
}

// A map that is only read, and what this person wrote while it still was a draft.
export class Kept {
  constructor(sheet) {
    const { version, person } = sheet.dataset;
    this.prefix = `journeyloop:${version}:${person}:`;
    this.box = document.querySelector("[data-conflicts]");
    this.box.addEventListener("click", (event) => this.choose(event.target.closest("[data-choice]")));
    this.show();
  }

  show() {
    const entries = [...keptIn(this.prefix, "edit:"), ...keptIn(this.prefix, "conflict:").map(asEntry)];
    this.box.hidden = !entries.length;
    this.box.replaceChildren(...(entries.length ? wayToDraft(this.box.dataset) : []), ...entries.map(keptRow));
  }

  async choose(button) {
    if (!button) return;
    const words = await settle(button, (place) => localStorage.removeItem(place));
    document.querySelector("[data-said]").textContent = words;
    if (button.dataset.choice === "discard-kept") this.show();
    else button.textContent = words;
  }
}

// A conflict nobody chose in, while the version still was a draft.
function asEntry({ place, key, kind, field, yours, name }) {
  const sets = field ? [{ [field]: yours }] : [yours].flat().filter(Boolean);
  return { place, name, body: { changes: sets.map((set) => ({ key, kind, set })) } };
}

function nameIn({ name, body }) {
  const change = body.changes?.[0];
  const key = change?.key ?? body.keys?.[0];
  const drawn = key && document.querySelector(`[data-element][data-key="${CSS.escape(key)}"]`);
  return name || change?.seen?.text || change?.seen?.name || drawn?.querySelector(".picture-text, .picture-name, .picture-stage-name, .picture-row-title")?.textContent.trim() || "";
}

function wordsOf({ way, body }) {
  const lines = (body.changes ?? []).flatMap(linesOf);
  if (way === "divide/") lines.push(`${body.do === "split" ? "Split off" : "Merged into"}: ${body.values.name}`);
  if (way === "undo/") lines.push("A step taken back");
  if (way === "redo/") lines.push("A step done again");
  return lines.join("\n") || "Removed";
}

function linesOf({ set, remove, seen }) {
  if (remove) return [`Removed: ${seen?.text ?? seen?.name ?? "an element"}`];
  const said = Object.entries(set).filter(([field, value]) => !PLACES.includes(field) && !isNothing(value));
  if (said.length) return said.map(([field, value]) => (["text", "name"].includes(field) ? String(value) : `${fieldName(field)}: ${told(value)}`));
  return [Object.keys(set).every((field) => PLACES.includes(field)) ? "Moved to another place" : `Emptied: ${Object.keys(set).map(fieldName).join(", ")}`];
}

const isNothing = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

function told(value) {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.map(told).join(", ");
  if (typeof value === "object") return Object.values(value).filter((one) => !isNothing(one) && !KEY.test(one)).join(" ");
  return KEY.test(value) ? "another one" : String(value);
}
