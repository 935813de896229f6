// Moving by keyboard and by the panel's buttons: one step in the direction of an arrow.

export function move(editor, key, arrow) {
  const kind = editor.model.kindOf(key);
  const back = arrow === "ArrowLeft" || arrow === "ArrowUp";
  const across = arrow === "ArrowLeft" || arrow === "ArrowRight";
  if (kind === "card") return across ? moveCardAcross(editor, key, back) : moveCardUp(editor, key, back);
  if (kind === "lane") return !across && step(editor, kind, key, Object.keys(editor.model.elements.lane), back);
  if (!across) return false;
  if (kind === "stage") return step(editor, kind, key, Object.keys(editor.model.elements.stage), back);
  return moveTouchpoint(editor, key, back);
}

// Behind the one it goes past, or before the one in front of it.
function step(editor, kind, key, line, back) {
  const place = line.indexOf(key);
  const to = back ? place - 1 : place + 1;
  if (to < 0 || to >= line.length) return true;
  const others = line.filter((one) => one !== key);
  editor.change(key, { after: others[to - 1] ?? "" }, { said: `Place ${to + 1} of ${line.length}` });
  return true;
}

function moveTouchpoint(editor, key, back) {
  const { model } = editor;
  const { stage } = model.get(key);
  const inside = model.touchpointsOf(stage);
  const place = inside.indexOf(key);
  if (back ? place > 0 : place < inside.length - 1) {
    const all = Object.keys(model.elements.touchpoint);
    const other = inside[back ? place - 1 : place + 1];
    const after = back ? all[all.indexOf(other) - 1] ?? "" : other;
    editor.change(key, { after }, { said: `Place ${place + (back ? 0 : 2)} of ${inside.length} in ${model.nameOf(stage)}` });
    return true;
  }
  const stages = Object.keys(model.elements.stage);
  const next = stages[stages.indexOf(stage) + (back ? -1 : 1)];
  if (!next) return true;
  const there = model.touchpointsOf(next);
  editor.change(key, { stage: next, after: back ? there.at(-1) ?? "" : "" }, { said: `Moved into ${model.nameOf(next)}` });
  return true;
}

function moveCardAcross(editor, key, back) {
  const { model, grid } = editor;
  const { at, lane } = model.get(key);
  const isOfStage = Boolean(model.elements.stage[at]);
  const places = isOfStage ? Object.keys(model.elements.stage) : grid.columns().map((one) => one.touchpoint || one.stage);
  const to = places[places.indexOf(at) + (back ? -1 : 1)];
  if (!to) return true;
  const after = model.cardsIn(lane, to).at(-1);
  editor.change(key, { at: to, ...(after ? { after } : {}) }, { said: `Moved to ${model.nameOf(to)}` });
  editor.tell("focus", { target: grid.find(key) });
  return true;
}

// Among the cards of its cell, then into the lane above or below.
function moveCardUp(editor, key, back) {
  const { model, grid } = editor;
  const { at, lane } = model.get(key);
  const cards = model.cardsIn(lane, at);
  const place = cards.indexOf(key);
  if (back ? place > 0 : place < cards.length - 1) {
    const others = cards.filter((one) => one !== key);
    const all = Object.keys(model.elements.card).filter((one) => one !== key);
    const to = back ? place - 1 : place + 1;
    const after = others[to - 1] ?? all[all.indexOf(others[0]) - 1] ?? "";
    editor.change(key, { after }, { said: `Card ${to + 1} of ${cards.length}` });
  } else {
    const lanes = Object.keys(model.elements.lane);
    const next = lanes[lanes.indexOf(lane) + (back ? -1 : 1)];
    if (!next) return true;
    const after = model.cardsIn(next, at).at(-1);
    editor.change(key, { lane: next, ...(after ? { after } : {}) }, { said: `Moved to the lane ${grid.find(next)?.textContent.trim() ?? ""}` });
  }
  editor.tell("focus", { target: grid.find(key) });
  return true;
}
