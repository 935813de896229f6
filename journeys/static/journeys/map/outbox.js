// What was done and not yet acknowledged: kept in the browser until the server has it, sent in order.

import { newKey } from "./model.js";

const RETRY = [2000, 4000, 8000, 15000];
export const SIGNED_OUT = "signed-out";

// Whose curves are drawn beside the map's own: the answer is drawn with the same.
export const curvesShown = () =>
  new URLSearchParams(new URLSearchParams(window.location.search).getAll("persona").map((key) => ["persona", key]));

// What the browser keeps under a beginning, earliest first, each with its place.
export const keptIn = (prefix, what) =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(prefix + what))
    .map((name) => ({ ...JSON.parse(localStorage.getItem(name)), place: name }))
    .sort((a, b) => a.at - b.at);

export class Outbox extends EventTarget {
  constructor(version, person, address, csrf) {
    super();
    this.prefix = `journeyloop:${version}:${person}:`;
    this.address = address;
    this.csrf = csrf;
    // Each entry has a place of its own, so that two tabs do not write over each other's.
    this.entries = keptIn(this.prefix, "edit:");
    this.state = "saved";
    this.savedAt = null;
    this.tries = 0;
    this.known = "";
    window.addEventListener("online", () => this.send());
  }

  // Take the last entry back, if it is not on its way.
  takeBack() {
    const last = this.entries.at(-1);
    if (!last || last === this.underway) return null;
    this.drop(last);
    return last;
  }

  add(way, body, before) {
    const request = newKey();
    const entry = { way, before, body: { ...body, request }, at: Date.now() + performance.now() / 1e6, place: `${this.prefix}edit:${request}` };
    this.entries.push(entry);
    this.keep(entry);
    this.send();
    return entry;
  }

  keep(entry) {
    try {
      localStorage.setItem(entry.place, JSON.stringify({ way: entry.way, body: entry.body, at: entry.at }));
    } catch {
      this.tell("full"); // the browser keeps no more: it still is sent, but a closed page would lose it
    }
  }

  drop(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    localStorage.removeItem(entry.place);
  }

  // Signing in again, in another window, changes the token.
  get token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.csrf;
  }

  get changes() {
    return this.entries.flatMap((entry) => entry.body.changes ?? []);
  }

  tell(state, detail = {}) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail }));
  }

  // Send what waits, one after the other; resolves when nothing more can be sent now.
  async send() {
    if (this.sending) return this.sending;
    clearTimeout(this.timer);
    this.sending = this.sendAll();
    await this.sending;
    this.sending = null;
    if (this.entries.length && this.state === "saving") this.send();
  }

  async sendAll() {
    while (this.entries.length) {
      const entry = this.entries[0];
      this.tell("saving");
      this.underway = entry;
      const answer = await this.post(entry.way, entry.body);
      this.underway = null;
      if (answer === null) return this.retryLater();
      this.tries = 0;
      if (answer.stop) return this.tell(answer.stop, answer);
      this.drop(entry);
      if (answer.refused) {
        this.dispatchEvent(new CustomEvent("refused", { detail: { entry, ...answer } }));
      } else {
        this.known = answer.known;
        this.dispatchEvent(new CustomEvent("answer", { detail: { entry, answer } }));
      }
    }
    this.savedAt = new Date();
    this.tell("saved");
  }

  retryLater() {
    this.tell("offline");
    this.timer = setTimeout(() => this.send(), RETRY[Math.min(this.tries++, RETRY.length - 1)]);
  }

  // Gives the answer; null if the server was not reached; what to do if it refused.
  async post(way, body) {
    let response;
    try {
      response = await fetch(`${this.address}${way}?${curvesShown()}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ ...body, known: this.known }),
      });
      if (response.redirected) return { stop: SIGNED_OUT };
      if (response.status >= 500 || response.status === 429) return null;
      const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
      const said = isJson ? await response.json() : {};
      if (response.ok && isJson) return said;
      if (response.status === 400 && isJson) return { refused: true, ...said };
      return { stop: "closed", ...said, detail: said.detail ?? "You can no longer change this draft." };
    } catch {
      return null;
    }
  }
}
