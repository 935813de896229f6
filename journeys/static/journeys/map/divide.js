// The dialog that asks what goes where when a stage, touchpoint or lane is split, or merged with others.

import { newKey } from "./model.js";
import { signed } from "./curve.js";

export function divideDialog(editor, way, key) {
  const kind = editor.model.kindOf(key);
  if (!kind || kind === "card") return;
  const dialog = document.querySelector("[data-divide]");
  const form = document.createElement("form");
  form.method = "dialog";
  form.append(...(way === "split" ? splitFields(editor, kind, key) : mergeFields(editor, kind, key)));
  const row = element("div", { className: "actions-row" });
  row.append(
    element("button", { className: "button main-action", value: "go", textContent: way === "split" ? "Split" : "Merge" }),
    element("button", { className: "button", value: "", formNoValidate: true, textContent: "Cancel" }),
  );
  form.append(row);
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "go") send(editor, way, kind, key, form);
    editor.tell("focus", { target: editor.grid.find(key) });
  };
  dialog.showModal();
  form.querySelector("input")?.select();
}

function send(editor, way, kind, key, form) {
  const data = new FormData(form);
  const new_key = newKey();
  const values = { name: data.get("name").trim() };
  const named = title(editor, key);
  if (way === "split") {
    const takes = data.getAll("takes");
    if (kind === "touchpoint" && data.get("feeling") === "none") values.emotion = null;
    editor.divide({ do: "split", keys: [key], new_key, values, takes }, `“${named}” is split; “${values.name}” took ${takes.length} along.`);
    return;
  }
  const keys = [key, ...data.getAll("with")];
  if (keys.length < 2) return;
  const from = data.get("feeling");
  if (from && editor.model.get(from)) {
    const { emotion, feeling, basis } = editor.model.get(from);
    Object.assign(values, { emotion, feeling, basis: keys.length > 1 ? "assumed" : basis });
  } else if (kind === "touchpoint") {
    Object.assign(values, { emotion: null, feeling: "" });
  }
  editor.divide({ do: "merge", keys, new_key, values }, `Merged into “${values.name}”.`);
}

function splitFields(editor, kind, key) {
  const { model } = editor;
  const fields = [heading(`Split “${title(editor, key)}”`), nameField(kind, `What the new ${kind} is called`, "")];
  const inside = kind === "stage" ? model.touchpointsOf(key) : [];
  const holder = kind === "lane" ? "lane" : "at";
  const cards = Object.entries(model.elements.card).filter(([, card]) => card[holder] === key).map(([one]) => one);
  const all = [...inside, ...cards];
  const label = (one) => (kind === "lane" ? `${model.nameOf(one)} · ${model.nameOf(model.get(one).at)}` : model.nameOf(one));
  if (all.length) fields.push(choices(kind === "lane" ? "Which cards go along" : "What goes along", "takes", all.map((one) => [one, label(one)]), []));
  const { emotion } = model.get(key);
  if (kind === "touchpoint" && typeof emotion === "number") {
    fields.push(radios("How the new one feels", "feeling", [["same", `Like the old one, ${signed(emotion)}, as an assumption`], ["none", "Not rated yet"]], "same"));
  }
  return fields;
}

function mergeFields(editor, kind, key) {
  const { model } = editor;
  const all = Object.keys(model.elements[kind]);
  const place = all.indexOf(key);
  const near = kind === "touchpoint" ? all.slice(Math.max(0, place - 3), place + 5) : all;
  const others = near.filter((one) => one !== key).map((one) => [one, title(editor, one)]);
  const next = all[place + 1] ?? all[place - 1];
  const fields = [
    heading(`Merge “${title(editor, key)}” with others`),
    choices(`With which ${kind}s`, "with", others, [next]),
    nameField(kind, "What it is called then", title(editor, key)),
  ];
  if (kind === "lane") {
    const words = `The new lane has the kind of “${title(editor, key)}”. Pain points that come into a lane of another kind no longer count as pain points.`;
    fields.push(element("p", { className: "divide-field muted", textContent: words }));
  }
  if (kind === "touchpoint") {
    const rated = near.filter((one) => model.get(one).emotion !== null);
    const options = rated.map((one) => [one, `${signed(model.get(one).emotion)}, as ${model.nameOf(one)}`]);
    fields.push(radios("How it feels", "feeling", [...options, ["", "Not rated yet"]], rated.includes(key) ? key : rated[0] ?? ""));
  }
  return fields;
}

const element = (name, values) => Object.assign(document.createElement(name), values);
const heading = (words) => element("h2", { id: "divide-title", textContent: words });

// A lane without a name is called by its kind, which the picture writes at its head.
function title(editor, key) {
  return editor.model.nameOf(key) || editor.grid.find(key)?.querySelector(".picture-row-title")?.textContent.trim() || editor.model.kindOf(key);
}

function nameField(kind, words, value) {
  const label = element("label", { className: "divide-field" });
  label.append(element("span", { textContent: words }), element("input", { name: "name", required: true, maxLength: kind === "lane" ? 120 : 160, value }));
  return label;
}

function choices(words, name, options, chosen) {
  return group(words, options.map(([value, label]) => ({ type: "checkbox", name, value, label, checked: chosen.includes(value) })));
}

function radios(words, name, options, chosen) {
  return group(words, options.map(([value, label]) => ({ type: "radio", name, value, label, checked: value === chosen })));
}

function group(words, options) {
  const set = element("fieldset", { className: "divide-field" });
  set.append(element("legend", { textContent: words }));
  for (const { label, ...input } of options) {
    const row = element("label", { className: "check" });
    row.append(element("input", input), element("span", { textContent: label, dir: "auto" }));
    set.append(row);
  }
  return set;
}
