// The draft as values by key, and how a change alters them. Knows nothing of the page or the network.

export const KINDS = ["stage", "touchpoint", "lane", "card"];
const FIELD_OF_NAME = { stage: "name", touchpoint: "name", lane: "name", card: "text" };

export class Model {
  constructor() {
    this.elements = { stage: {}, touchpoint: {}, lane: {}, card: {} };
  }

  replace(elements) {
    this.elements = elements;
  }

  kindOf(key) {
    return KINDS.find((kind) => key in this.elements[kind]);
  }

  get(key) {
    const kind = this.kindOf(key);
    return kind && this.elements[kind][key];
  }

  nameOf(key) {
    const kind = this.kindOf(key);
    return kind ? this.elements[kind][key][FIELD_OF_NAME[kind]] : "";
  }

  // The values the person sees now of the fields of a change: what it is written over.
  seen(key, fields) {
    const now = this.get(key) ?? {};
    return Object.fromEntries(Object.keys(fields).filter((name) => name !== "after").map((name) => [name, now[name] ?? null]));
  }

  stageOf(at) {
    return this.elements.stage[at] ? at : this.elements.touchpoint[at]?.stage;
  }

  cardsIn(lane, at) {
    return Object.entries(this.elements.card).filter(([, card]) => card.lane === lane && card.at === at).map(([key]) => key);
  }

  touchpointsOf(stage) {
    return Object.entries(this.elements.touchpoint).filter(([, one]) => one.stage === stage).map(([key]) => key);
  }

  // What lies in an element, as the server counts it: cards and touchpoints.
  inside(key) {
    const kind = this.kindOf(key);
    if (kind === "card") return [];
    const touchpoints = kind === "stage" ? this.touchpointsOf(key) : [];
    const holders = new Set([key, ...touchpoints]);
    const cards = Object.entries(this.elements.card).filter(([, card]) => holders.has(kind === "lane" ? card.lane : card.at));
    return [...touchpoints, ...cards.map(([card]) => card)];
  }

  // Alter the values as the server will; gives back what undoes it here.
  apply(change) {
    const of = this.elements[change.kind];
    if (change.remove) {
      for (const key of this.inside(change.key)) delete this.elements[this.kindOf(key)][key];
      delete of[change.key];
      return;
    }
    const { after, ...fields } = change.set;
    of[change.key] = { ...of[change.key], ...fields };
    if (after !== undefined) this.put(change.kind, change.key, after);
  }

  put(kind, key, after) {
    const entries = Object.entries(this.elements[kind]).filter(([one]) => one !== key);
    const place = after === "" ? 0 : entries.findIndex(([one]) => one === after) + 1 || entries.length;
    entries.splice(place, 0, [key, this.elements[kind][key]]);
    this.elements[kind] = Object.fromEntries(entries);
  }

  take(values) {
    for (const [key, one] of Object.entries(values)) {
      if (one === null) {
        const kind = this.kindOf(key);
        if (kind) delete this.elements[kind][key];
      } else {
        const { kind, ...fields } = one;
        if (kind) this.elements[kind][key] = fields;
      }
    }
  }
}

export const newKey = () => crypto.randomUUID?.() ?? randomKey();

// Without a secure context there is no randomUUID.
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}
