// Dragging a card into another column opens the card's own form with that state chosen: a move asks why.
const board = document.querySelector("[data-board]");
let dragged = null;

const columnUnder = (target) => target.closest?.("[data-state]");

function mark(column) {
  for (const marked of board.querySelectorAll(".target")) marked.classList.remove("target");
  column?.classList.add("target");
}

const choices = (card) => [...card.querySelector("select[name=to]").options].map((option) => option.value);

function ask(card, state) {
  const form = card.querySelector("form");
  card.querySelector("details").open = true;
  form.elements.to.value = state;
  form.elements.reason.focus();
  form.elements.reason.scrollIntoView({ block: "nearest" });
}

if (board) {
  for (const card of board.querySelectorAll("[data-action]")) {
    if (!card.querySelector("select[name=to]")) continue;
    card.draggable = true;
    // A link would be dragged as an address, not as its card.
    card.querySelector("a").draggable = false;
  }
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-action]");
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.action);
    for (const column of board.querySelectorAll("[data-state]")) column.classList.toggle("closed", !choices(dragged).includes(column.dataset.state));
  });
  board.addEventListener("dragover", (event) => {
    const column = dragged && columnUnder(event.target);
    if (!column || !choices(dragged).includes(column.dataset.state)) return;
    event.preventDefault();
    mark(column);
  });
  board.addEventListener("drop", (event) => {
    const column = dragged && columnUnder(event.target);
    if (!column || !choices(dragged).includes(column.dataset.state)) return;
    event.preventDefault();
    ask(dragged, column.dataset.state);
  });
  board.addEventListener("dragend", () => {
    mark(null);
    for (const column of board.querySelectorAll(".closed")) column.classList.remove("closed");
    dragged?.classList.remove("dragged");
    dragged = null;
  });
}
