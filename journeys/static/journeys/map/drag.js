// Dragging cards, touchpoints, stages and lanes with mouse, pen or finger.

// The columns with where they stand on the screen.
function columnsOf(editor) {
  return editor.grid.columns().map((one) => {
    const { left, right } = one.head.getBoundingClientRect();
    return { ...one, left, right };
  });
}

const FAR = 5; // pixels before a press becomes a drag
const LONG = 350; // milliseconds a finger rests before it drags instead of scrolling
const EDGE = 48;

export function enable(editor) {
  let press = null;

  editor.sheet.addEventListener("pointerdown", (event) => {
    const node = event.target.closest("[data-element]");
    if (!node || event.button !== 0 || event.target.closest("a, button, .inline-editor")) return;
    press = { node, key: node.dataset.key, kind: node.dataset.element, x: event.clientX, y: event.clientY, pointer: event.pointerId, type: event.pointerType };
    if (event.pointerType === "touch") press.timer = setTimeout(() => press && begin(event), LONG);
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", ended);
    document.addEventListener("pointercancel", cancelled);
    document.addEventListener("keydown", escaped, true);
  });
  editor.sheet.addEventListener("touchmove", (event) => press?.ghost && event.preventDefault(), { passive: false });
  editor.sheet.addEventListener("contextmenu", (event) => press?.type === "touch" && event.preventDefault());
  editor.sheet.addEventListener("dragstart", (event) => event.preventDefault());

  function moved(event) {
    if (event.pointerId !== press.pointer) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > FAR;
    if (!press.ghost && far) {
      if (press.type === "touch") return finish(); // it scrolls
      begin(event);
    }
    if (press.ghost) follow(event);
  }

  function begin(event) {
    editor.hold();
    const box = press.node.getBoundingClientRect();
    press.ghost = press.node.cloneNode(true);
    press.ghost.removeAttribute("id");
    press.ghost.className = `drag-ghost drag-${press.kind}`;
    press.ghost.setAttribute("aria-hidden", "true");
    press.ghost.textContent = editor.model.nameOf(press.key) || press.node.textContent.trim();
    press.ghost.style.width = `${Math.min(box.width, 240)}px`;
    press.marker = document.createElement("div");
    press.marker.className = "drop-marker";
    document.body.append(press.ghost, press.marker);
    press.node.classList.add("dragged");
    document.documentElement.classList.add("dragging");
    window.getSelection()?.removeAllRanges();
    follow(event);
  }

  function follow(event) {
    press.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    scrollAtEdge(editor.grid.scroll, event);
    press.target = PLACES[press.kind](editor, press, event);
    press.marker.hidden = !press.target?.mark;
    if (press.target?.mark) Object.assign(press.marker.style, pixels(press.target.mark));
  }

  function ended(event) {
    if (event.pointerId !== press.pointer) return;
    const { ghost, target, key } = press;
    finish();
    if (!ghost) return;
    // The click that ends a drag selects nothing.
    document.addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
    setTimeout(() => editor.release(), 0);
    if (target?.set) editor.change(key, target.set, { said: target.said });
  }

  function cancelled() {
    const dragging = press?.ghost;
    finish();
    if (dragging) editor.release();
  }

  function escaped(event) {
    if (event.key !== "Escape" || !press?.ghost) return;
    event.preventDefault();
    event.stopPropagation();
    cancelled();
  }

  function finish() {
    if (!press) return;
    clearTimeout(press.timer);
    press.ghost?.remove();
    press.marker?.remove();
    press.node.classList.remove("dragged");
    document.documentElement.classList.remove("dragging");
    press = null;
    document.removeEventListener("pointermove", moved);
    document.removeEventListener("pointerup", ended);
    document.removeEventListener("pointercancel", cancelled);
    document.removeEventListener("keydown", escaped, true);
  }
}

const pixels = (mark) => Object.fromEntries(Object.entries(mark).map(([name, value]) => [name, `${value}px`]));

function scrollAtEdge(scroll, event) {
  const box = scroll.getBoundingClientRect();
  if (event.clientX > box.right - EDGE) scroll.scrollLeft += 16;
  else if (event.clientX < box.left + 124 + EDGE) scroll.scrollLeft -= 16;
  if (event.clientY > box.bottom - EDGE) scroll.scrollTop += 12;
  else if (event.clientY < box.top + EDGE) scroll.scrollTop -= 12;
}

// Where each kind may go: what the change would be, and where the marker stands.
const PLACES = {
  card(editor, { key }, event) {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("tr.picture-lane > td");
    if (!cell) return null;
    const { model, grid } = editor;
    const place = grid.placeOf(cell, model);
    const cards = [...cell.querySelectorAll("[data-element=card]")].filter((one) => one.dataset.key !== key);
    const above = cards.filter((one) => event.clientY > middle(one));
    const last = above.at(-1);
    const box = cell.getBoundingClientRect();
    const top = last ? last.getBoundingClientRect().bottom + 2 : (cards[0]?.getBoundingClientRect().top ?? box.top + 8) - 4;
    const all = Object.keys(model.elements.card).filter((one) => one !== key);
    const after = last?.dataset.key ?? (cards[0] ? all[all.indexOf(cards[0].dataset.key) - 1] ?? "" : undefined);
    return {
      set: { ...place, ...(after === undefined ? {} : { after }) },
      said: `Moved to ${model.nameOf(place.at)}`,
      mark: { left: box.left + 4, top, width: box.width - 8, height: 3 },
    };
  },
  touchpoint(editor, { key }, event) {
    const columns = columnsOf(editor);
    const column = columns.find((one) => event.clientX < one.right) ?? columns.at(-1);
    const isBefore = event.clientX < (column.left + column.right) / 2 || !column.touchpoint;
    const all = Object.keys(editor.model.elements.touchpoint).filter((one) => one !== key);
    if (column.touchpoint === key) return {};
    const after = column.touchpoint ? (isBefore ? all[all.indexOf(column.touchpoint) - 1] ?? "" : column.touchpoint) : undefined;
    return {
      set: { stage: column.stage, ...(after === undefined ? {} : { after }) },
      said: `Moved in ${editor.model.nameOf(column.stage)}`,
      mark: upright(editor, isBefore ? column.left : column.right),
    };
  },
  stage(editor, { key }, event) {
    const heads = [...editor.sheet.querySelectorAll(".picture-stages > [data-element=stage]")];
    return inLine(editor, key, heads, "stage", event.clientX, (box) => [box.left, box.right], (at) => upright(editor, at));
  },
  lane(editor, { key }, event) {
    const heads = [...editor.sheet.querySelectorAll("th[data-element=lane]")];
    const { left, right } = editor.grid.scroll.getBoundingClientRect();
    return inLine(editor, key, heads, "lane", event.clientY, (box) => [box.top, box.bottom], (at) => ({ left, top: at - 1, width: right - left, height: 3 }));
  },
};

function inLine(editor, key, heads, kind, at, sides, mark) {
  const boxes = heads.map((head) => ({ key: head.dataset.key, sides: sides(head.getBoundingClientRect()) }));
  const over = boxes.find((one) => at < one.sides[1]) ?? boxes.at(-1);
  if (over.key === key) return {};
  const isBefore = at < (over.sides[0] + over.sides[1]) / 2;
  const all = Object.keys(editor.model.elements[kind]).filter((one) => one !== key);
  const after = isBefore ? all[all.indexOf(over.key) - 1] ?? "" : over.key;
  return { set: { after }, said: `Moved ${kind} ${isBefore ? "before" : "behind"} ${editor.model.nameOf(over.key)}`, mark: mark(isBefore ? over.sides[0] : over.sides[1]) };
}

function upright(editor, at) {
  const { top, bottom } = editor.grid.scroll.getBoundingClientRect();
  return { left: at - 1, top, width: 3, height: bottom - top };
}

function middle(node) {
  const box = node.getBoundingClientRect();
  return (box.top + box.bottom) / 2;
}
