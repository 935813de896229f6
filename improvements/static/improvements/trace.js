// Pointing at something marks what hangs directly on it.
const trace = document.querySelector("[data-trace]");

function mark(node) {
  const near = node ? new Set([node.dataset.node, ...node.dataset.near.split("|")]) : null;
  for (const one of trace.querySelectorAll("[data-node]")) {
    one.classList.toggle("near", Boolean(near?.has(one.dataset.node)));
    one.classList.toggle("far", Boolean(near && !near.has(one.dataset.node)));
  }
}

if (trace) {
  for (const kind of ["pointerover", "focusin"]) trace.addEventListener(kind, (event) => mark(event.target.closest("[data-node]")));
  for (const kind of ["pointerleave", "focusout"]) trace.addEventListener(kind, () => mark(null));
}
