// Dragging rows into order. The arrows work without this; dropping sends the whole order at once.
const form = document.querySelector("form[data-order]");

const keysIn = (list) => [...list.children].map((row) => row.dataset.key).filter(Boolean);

function arrangement() {
  const stages = form.querySelector("[data-list=stages]");
  return {
    stages: [...stages.children]
      .filter((stage) => stage.dataset.key)
      .map((stage) => [stage.dataset.key, keysIn(stage.querySelector("[data-list]"))]),
    lanes: keysIn(form.querySelector("[data-list=lanes]")),
  };
}

// Where a row may be dropped: stages among stages, touchpoints in any stage, lanes among lanes.
function listUnder(target, kind) {
  return target.closest(`[data-list=${kind}]`) ?? target.closest(".order-stage")?.querySelector(`[data-list=${kind}]`);
}

function rowBelow(list, y) {
  return [...list.children].find((row) => {
    const box = row.getBoundingClientRect();
    return row.dataset.key && y < box.top + box.height / 2;
  });
}

if (form) {
  form.classList.add("draggable");
  let dragged = null;
  let kind = "";
  const before = JSON.stringify(arrangement());

  // Only the handle starts a drag, so that text can be selected and buttons pressed.
  form.addEventListener("pointerdown", (event) => {
    const row = event.target.closest(".handle")?.closest("li[data-key]");
    if (row) row.draggable = true;
  });
  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li[data-key]");
    kind = dragged.parentElement.dataset.list;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    event.stopPropagation();
  });
  form.addEventListener("dragover", (event) => {
    const list = dragged && listUnder(event.target, kind);
    if (!list || dragged.contains(list)) return;
    event.preventDefault();
    const below = rowBelow(list, event.clientY);
    if (below !== dragged) list.insertBefore(dragged, below ?? null);
  });
  form.addEventListener("dragend", () => {
    dragged.classList.remove("dragged");
    dragged.draggable = false;
    dragged = null;
    const now = arrangement();
    if (JSON.stringify(now) === before) return;
    const field = form.elements.arrangement;
    field.disabled = false;
    field.value = JSON.stringify(now);
    form.submit();
  });
}
