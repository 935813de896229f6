// What is marked in the text goes into the form, with the place it stands at, counted in characters.
const said = document.querySelector("[data-said]");
const form = document.querySelector("[data-mark]");

// Places are counted in code points, as the server does; a browser counts some letters twice.
const length = (text) => [...text].length;

function placeOf(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  return Number(piece.dataset.at) + length(before.toString());
}

function words(range) {
  const copy = range.cloneContents();
  for (const number of copy.querySelectorAll("sup")) number.remove();
  const turns = copy.querySelectorAll("p");
  if (!turns.length) return copy.textContent;
  return [...turns].map((turn) => turn.textContent).filter(Boolean).join("\n\n");
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!said.contains(range.commonAncestorContainer)) return;
  const marked = words(range);
  if (!marked.trim()) return;
  const start = placeOf(range.startContainer, range.startOffset);
  form.elements.words.value = marked.trim();
  const skipped = length(marked) - length(marked.trimStart());
  form.elements.start.value = start === null ? "" : start + skipped;
}

if (said && form) {
  document.addEventListener("selectionchange", take);
  form.elements.words.addEventListener("input", () => { form.elements.start.value = ""; });
}
