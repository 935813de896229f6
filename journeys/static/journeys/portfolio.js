// Dragging a card into another column sends the card's own form, which works without this too.
const board = document.querySelector("[data-portfolio]");
let dragged = null;

const laneUnder = (target) => target.closest?.("[data-stage]");

function mark(lane) {
  for (const marked of board.querySelectorAll(".target")) marked.classList.remove("target");
  lane?.classList.add("target");
}

if (board) {
  for (const card of board.querySelectorAll("[data-map]")) {
    card.draggable = true;
    // A link would be dragged as an address, not as its card.
    card.querySelector("a").draggable = false;
  }
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-map]");
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.map);
  });
  board.addEventListener("dragover", (event) => {
    const lane = dragged && laneUnder(event.target);
    if (!lane) return;
    event.preventDefault();
    mark(lane);
  });
  board.addEventListener("drop", (event) => {
    const lane = dragged && laneUnder(event.target);
    if (!lane) return;
    event.preventDefault();
    const form = dragged.querySelector("form");
    if (form.elements.stage.value === lane.dataset.stage) return;
    form.elements.stage.value = lane.dataset.stage;
    form.requestSubmit();
  });
  board.addEventListener("dragend", () => {
    mark(null);
    dragged?.classList.remove("dragged");
    dragged = null;
  });
}
