// Points of the emotion curve: sliders for the keyboard, handles for the pointer.

const TOP = 48; // as journeys/rendering/frame.py and plot.py draw the scale
const UNIT = 28;
const REACH = 3;

const y = (value) => TOP + (REACH - value) * UNIT;
const valueAt = (pixels) => rounded(REACH - (pixels - TOP) / UNIT);
const rounded = (value) => Math.max(-REACH, Math.min(REACH, Math.round(value * 10) / 10)) || 0;
export const signed = (value) => (value === 0 ? "0" : `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`);

const plot = (editor) => editor.sheet.querySelector(".picture-plot");
const pointOf = (editor, key) => plot(editor)?.querySelector(`svg[data-key="${key}"]`);

// After each drawing: make the points sliders.
export function prepare(editor) {
  const drawn = plot(editor);
  if (!drawn) return;
  drawn.setAttribute("role", "group");
  for (const point of drawn.querySelectorAll("svg[data-key]")) {
    const touchpoint = editor.model.elements.touchpoint[point.dataset.key];
    if (!touchpoint) continue;
    point.dataset.point = "";
    point.setAttribute("tabindex", "-1");
    point.setAttribute("role", "slider");
    point.setAttribute("aria-label", `Feeling at ${touchpoint.name}`);
    point.setAttribute("aria-orientation", "vertical");
    point.setAttribute("aria-valuemin", -REACH);
    point.setAttribute("aria-valuemax", REACH);
    tellValue(point, touchpoint.emotion, touchpoint.basis);
  }
}

function tellValue(point, emotion, basis) {
  point.setAttribute("aria-valuenow", emotion);
  point.setAttribute("aria-valuetext", `${signed(emotion)}, ${basis}`);
}

// Show a point at its new height, and the line through it.
export function show(editor, key, emotion) {
  const point = pointOf(editor, key);
  if (!point || emotion === null) return;
  point.dataset.from ??= point.getAttribute("aria-valuenow") ?? emotion;
  point.setAttribute("y", y(emotion) - y(Number(point.dataset.from)));
  const label = point.querySelector("text");
  if (label?.firstChild?.nodeType === Node.TEXT_NODE) label.firstChild.nodeValue = signed(emotion);
  tellValue(point, emotion, editor.model.elements.touchpoint[key]?.basis ?? "assumed");
  drawLine(editor);
}

export function set(editor, key, emotion) {
  const touchpoint = editor.model.elements.touchpoint[key];
  const name = touchpoint.name;
  editor.change(key, { emotion: rounded(emotion) }, { said: `${name}: ${signed(rounded(emotion))}` });
}

export function step(editor, key, by) {
  const now = editor.model.elements.touchpoint[key]?.emotion;
  if (now !== undefined && now !== null) set(editor, key, now + by);
}

// A point follows the pointer; where there is none yet, pressing in the column makes one.
export function follow(editor) {
  let dragged = null;
  editor.sheet.addEventListener("pointerdown", (event) => {
    const drawn = event.target.closest(".picture-plot");
    if (!drawn || event.button !== 0) return;
    const box = drawn.getBoundingClientRect();
    const columns = editor.grid.columns();
    const column = columns[Math.floor(((event.clientX - box.left) / box.width) * columns.length)];
    const point = event.target.closest("svg[data-key]");
    const key = point?.dataset.key;
    const touchpoint = editor.model.elements.touchpoint[key ?? column?.touchpoint];
    if (!touchpoint || (!key && touchpoint.emotion !== null)) return;
    event.preventDefault();
    editor.hold();
    dragged = { key: key ?? column.touchpoint, box, value: touchpoint.emotion, isNew: !key, from: event.clientY };
    editor.tell("focus", { target: point });
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop, { once: true });
    document.addEventListener("pointercancel", cancel, { once: true });
    if (dragged.isNew) dragged.value = valueAt(event.clientY - box.top);
  });

  function move(event) {
    const box = plot(editor).getBoundingClientRect();
    dragged.value = valueAt(event.clientY - box.top);
    if (!dragged.isNew) {
      const held = editor.model.elements.touchpoint[dragged.key];
      const before = held.emotion;
      held.emotion = dragged.value; // for the line only; dropping makes the change
      show(editor, dragged.key, dragged.value);
      held.emotion = before;
    }
  }

  function drop() {
    end();
    set(editor, dragged.key, dragged.value);
    editor.release();
  }

  function cancel() {
    end();
    show(editor, dragged.key, editor.model.elements.touchpoint[dragged.key].emotion);
    editor.release();
  }

  function end() {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", cancel);
  }

  // The page must not scroll while a finger moves a point.
  editor.sheet.addEventListener("touchstart", (event) => {
    if (event.target.closest("[data-point]")) event.preventDefault();
  }, { passive: false });
}

// The same monotone cubic as journeys/rendering/curve.py, so that nothing jumps when the server answers.
function drawLine(editor) {
  const lines = plot(editor)?.querySelector("svg[preserveAspectRatio]");
  if (!lines) return;
  const columns = editor.grid.columns();
  const runs = [[]];
  columns.forEach(({ touchpoint }, index) => {
    const one = editor.model.elements.touchpoint[touchpoint];
    if (!one || one.emotion === null) runs.push([]);
    else runs.at(-1).push({ x: index + 0.5, value: one.emotion, assumed: one.basis === "assumed" });
  });
  const paths = { solid: "", dashed: "" };
  for (const run of runs) addRun(run, paths);
  const dashed = lines.querySelector("path[stroke-dasharray]");
  const solid = lines.querySelector("path:not([stroke-dasharray])");
  solid?.setAttribute("d", paths.solid);
  dashed?.setAttribute("d", paths.dashed);
}

function addRun(run, paths) {
  const slopes = tangents(run);
  for (let i = 0; i + 1 < run.length; i += 1) {
    const [p, q] = [run[i], run[i + 1]];
    const third = (q.x - p.x) / 3;
    const [b, c] = [p.value + slopes[i] * third, q.value - slopes[i + 1] * third];
    const at = (x, value) => `${x * 100} ${y(value)}`;
    const piece = `M${at(p.x, p.value)}C${at(p.x + third, b)} ${at(q.x - third, c)} ${at(q.x, q.value)}`;
    paths[p.assumed || q.assumed ? "dashed" : "solid"] += piece;
  }
}

function tangents(run) {
  if (run.length < 2) return run.map(() => 0);
  const secants = run.slice(1).map((q, i) => (q.value - run[i].value) / (q.x - run[i].x));
  const slopes = [secants[0], ...secants.slice(1).map((b, i) => (secants[i] * b > 0 ? (secants[i] + b) / 2 : 0)), secants.at(-1)];
  secants.forEach((secant, i) => {
    if (secant === 0) {
      slopes[i] = slopes[i + 1] = 0;
      return;
    }
    const length = Math.hypot(slopes[i] / secant, slopes[i + 1] / secant);
    if (length > 3) {
      slopes[i] *= 3 / length;
      slopes[i + 1] *= 3 / length;
    }
  });
  return slopes;
}
