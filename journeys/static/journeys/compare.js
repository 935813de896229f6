// The compare page: filters act at once, picking a change shows it before and after without reloading.
const list = document.querySelector(".compare-list");
const filters = document.querySelector(".filters");
const slot = document.getElementById("detail");
const picture = document.querySelector(".compare-picture");

// --- filters: chips are links; here they hide and show what is on the page already ---

const kindsOf = (address) => new Set(new URL(address, window.location).searchParams.getAll("kind"));

function filter(kinds) {
  for (const entry of list.querySelectorAll(".change-entry")) {
    entry.hidden = kinds.size > 0 && !entry.dataset.kinds.split(" ").some((kind) => kinds.has(kind));
  }
  for (const group of list.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector(".change-entry:not([hidden])");
  }
  filters.classList.toggle("some", kinds.size > 0);
  for (const chip of filters.querySelectorAll(".chip")) {
    const on = kinds.has(chip.dataset.kind);
    chip.classList.toggle("on", on);
    if (on) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
    const after = new Set(kinds);
    if (on) after.delete(chip.dataset.kind);
    else after.add(chip.dataset.kind);
    chip.href = withKinds(after);
  }
  filters.querySelector(".all").hidden = kinds.size === 0;
}

function withKinds(kinds) {
  const address = new URL(window.location);
  address.searchParams.delete("kind");
  for (const kind of kinds) address.searchParams.append("kind", kind);
  address.hash = "";
  return address.href;
}

// A page that was loaded with a filter has not got the other entries: then the links do the work.
const isWhole = kindsOf(window.location).size === 0 && !document.querySelector("[data-left-out]");

filters?.addEventListener("click", (event) => {
  const chip = event.target.closest("a");
  if (!chip || !isWhole || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const kinds = kindsOf(chip.href);
  history.pushState(null, "", withKinds(kinds));
  filter(kinds);
});

window.addEventListener("popstate", () => {
  if (isWhole && filters) filter(kindsOf(window.location));
});

// --- picking ---

const escaped = (key) => CSS.escape(key);
const smooth = () =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function show(key) {
  for (const entry of list?.querySelectorAll(".change-entry") ?? []) {
    entry.classList.toggle("picked", entry.dataset.anchor === key);
  }
  for (const cell of picture.querySelectorAll("[data-key]")) {
    cell.classList.toggle("picked-column", cell.dataset.key === key);
  }
  const head = document.getElementById(`element-${key}`);
  head?.scrollIntoView({ block: "nearest", inline: "center", behavior: smooth() });
}

async function pick(key, address) {
  show(key);
  const part = new URL(address, window.location);
  part.searchParams.set("part", "detail");
  part.hash = "";
  const answer = await fetch(part);
  if (!answer.ok || answer.redirected) {
    window.location.assign(address);
    return;
  }
  slot.innerHTML = await answer.text(); // our own page's part, escaped by the server
  const shown = new URL(address, window.location);
  shown.hash = "";
  history.replaceState(null, "", shown);
  slot.scrollIntoView({ block: "nearest", behavior: smooth() });
}

list?.addEventListener("click", (event) => {
  const link = event.target.closest("a.change-name");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  pick(link.closest(".change-entry").dataset.anchor, link.href);
});

picture?.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-key]");
  if (!cell?.dataset.key || window.getSelection()?.toString()) return;
  const address = new URL(window.location);
  address.searchParams.set("pick", cell.dataset.key);
  pick(cell.dataset.key, address.href);
});

const picked = new URL(window.location).searchParams.get("pick");
if (picked && picture && document.getElementById(`element-${escaped(picked)}`)) show(picked);
