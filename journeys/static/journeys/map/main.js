// The map page: filters and side panel for everybody, editing in place for those who may.

import * as curve from "./curve.js";
import { Deeds } from "./deeds.js";
import * as drag from "./drag.js";
import { Editor } from "./editor.js";
import { Filters } from "./filters.js";
import { Grid } from "./grid.js";
import { Inline } from "./inline.js";
import { Kept } from "./kept.js";
import { Keys } from "./keys.js";
import { Panel } from "./panel.js";
import { Reader } from "./reader.js";
import { Status } from "./status.js";

const POLL = 7000;

const sheet = document.querySelector("[data-map]");
if (sheet) start();

function start() {
  const form = document.querySelector("[data-filters]");
  const filters = form && new Filters(form, new Grid(sheet));
  const side = document.getElementById("map-panel");
  if (sheet.dataset.edits) edit(side, filters);
  else read(side);
}

function read(side) {
  new Reader(sheet, side);
  new Kept(sheet);
}

async function edit(side, filters) {
  const editor = new Editor(sheet);
  const panel = new Panel(sheet, side, editor);
  const inline = new Inline(editor);
  const deeds = new Deeds(editor, inline, panel);
  const keys = new Keys(editor, inline, deeds);
  new Status(editor);
  for (const part of document.querySelectorAll("[data-edit-tools]")) part.hidden = false;
  if (filters) editor.addEventListener("redrawn", () => filters.apply());
  await editor.refresh(); // the values; the picture is there already
  curve.prepare(editor);
  keys.enter();
  drag.enable(editor);
  curve.follow(editor);
  presses(editor, inline, deeds);
  sheet.classList.add("live");
  editor.outbox.send();
  setInterval(() => document.visibilityState === "visible" && editor.refresh(), POLL);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && editor.refresh());
}

function presses(editor, inline, deeds) {
  sheet.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, .inline-editor, .picture-plot")) return;
    const element = event.target.closest("[data-element]");
    const cell = event.target.closest("td, th");
    deeds.last = element ?? cell;
    if (element) {
      editor.tell("focus", { target: element });
      deeds.panel(element.dataset.key, " ");
    } else if (cell) {
      editor.tell("focus", { target: cell });
    }
  });
  sheet.addEventListener("dblclick", (event) => {
    if (event.target.closest("a, button, summary, .inline-editor, .picture-plot")) return;
    const node = event.target.closest("[data-element], td");
    if (node && (inline.start(node) || deeds.fact(node))) event.preventDefault();
  });
  sheet.addEventListener("focusin", (event) => {
    const stop = event.target.closest("[data-element], [data-point], td, th");
    if (stop) deeds.last = stop;
    const key = event.target.closest("[data-element], [data-point]")?.dataset.key;
    if (key) editor.selected = key;
  });
}
