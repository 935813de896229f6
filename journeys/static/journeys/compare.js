// The compare page: filters act at once, changes are walked by keyboard, and picking one shows it
// before and after without reloading.
const list = document.querySelector(".compare-list");
const filters = [...document.querySelectorAll("[data-filter]")];
const all = document.querySelector(".filters .all");
const slot = document.getElementById("detail");
const picture = document.querySelector(".compare-picture");
const steps = document.querySelector("[data-steps]");
const position = document.querySelector("[data-position]");
const none = document.querySelector("[data-none]");
const sheet = document.querySelector("a[data-sheet]");

const entries = () => [...(list?.querySelectorAll(".change-entry") ?? [])];
const shown = () => entries().filter((entry) => !entry.hidden);

// --- filters: chips are links; here they hide and show what is on the page already ---

function chosenIn(address) {
  const query = new URL(address, window.location).searchParams;
  return { kind: new Set(query.getAll("kind")), verdict: new Set(query.getAll("verdict")) };
}

function passes(entry, chosen) {
  const kinds = entry.dataset.kinds.split(" ");
  return (
    (chosen.kind.size === 0 || kinds.some((kind) => chosen.kind.has(kind))) &&
    (chosen.verdict.size === 0 || chosen.verdict.has(entry.dataset.verdict))
  );
}

function filter(chosen) {
  for (const entry of entries()) entry.hidden = !passes(entry, chosen);
  for (const group of list.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector(".change-entry:not([hidden])");
  }
  if (none) none.hidden = shown().length > 0;
  for (const chip of filters) {
    const { filter: name, value } = chip.dataset;
    const on = chosen[name].has(value);
    chip.classList.toggle("on", on);
    if (on) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
    const after = { kind: new Set(chosen.kind), verdict: new Set(chosen.verdict) };
    if (on) after[name].delete(value);
    else after[name].add(value);
    chip.href = addressWith(after);
  }
  const any = chosen.kind.size + chosen.verdict.size > 0;
  document.querySelector(".filters")?.classList.toggle("some", chosen.kind.size > 0);
  all.hidden = !any;
  if (sheet) sheet.href = addressWith(chosen, sheet.href); // the file is what is shown
  dim(chosen);
  tell();
}

// What no filter asks for steps back in the picture too: a column stays for what changed in it, or for
// its verdict alone if only verdicts are asked for.
function dim(chosen) {
  const any = chosen.kind.size + chosen.verdict.size > 0;
  const kept = new Set(shown().map((entry) => entry.dataset.anchor));
  for (const head of picture.querySelectorAll("th[data-key]")) {
    const byVerdict = chosen.kind.size === 0 && chosen.verdict.has(head.dataset.verdict);
    if (byVerdict) kept.add(head.dataset.key);
  }
  for (const cell of picture.querySelectorAll("[data-key]")) {
    const counts = any && Boolean(cell.dataset.key);
    cell.classList.toggle("is-dimmed", counts && !kept.has(cell.dataset.key));
    cell.classList.toggle("is-found", counts && kept.has(cell.dataset.key));
  }
}

function addressWith(chosen, from = window.location.href) {
  const address = new URL(from);
  for (const name of ["kind", "verdict"]) {
    address.searchParams.delete(name);
    for (const value of chosen[name]) address.searchParams.append(name, value);
  }
  address.hash = "";
  return address.href;
}

// A page that was loaded with a filter has not got the other entries: then the links do the work.
const first = chosenIn(window.location);
const isWhole =
  first.kind.size + first.verdict.size === 0 && !document.querySelector("[data-left-out]");

function follow(event) {
  if (!isWhole || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const chosen = chosenIn(event.currentTarget.href);
  history.pushState(null, "", addressWith(chosen));
  filter(chosen);
}

for (const chip of filters) chip.addEventListener("click", follow);
all?.addEventListener("click", follow);

window.addEventListener("popstate", () => {
  if (isWhole && list) filter(chosenIn(window.location));
});

// --- picking ---

const smooth = () =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

let current = null; // the entry that was stepped to, of several at one place

function show(key) {
  const there = entries().filter((entry) => entry.dataset.anchor === key);
  if (!there.includes(current)) current = there.find((entry) => !entry.hidden) ?? null;
  for (const entry of entries()) {
    const picked = entry.dataset.anchor === key;
    entry.classList.toggle("picked", picked);
    const link = entry.querySelector("a.change-name");
    if (picked) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
  for (const cell of picture.querySelectorAll("[data-key]")) {
    cell.classList.toggle("picked-column", cell.dataset.key === key);
  }
  const head = document.getElementById(`element-${key}`);
  head?.scrollIntoView({ block: "nearest", inline: "center", behavior: smooth() });
  within(list, current);
  tell();
}

// The list scrolls by itself, so that the page stays where the picture is.
function within(box, entry) {
  if (!box || !entry) return;
  const top = entry.offsetTop - box.offsetTop;
  if (top < box.scrollTop + 40 || top + entry.offsetHeight > box.scrollTop + box.clientHeight) {
    box.scrollTo({ top: top - box.clientHeight / 3, behavior: smooth() });
  }
}

function tell() {
  if (!steps) return;
  const every = shown();
  steps.hidden = every.length === 0;
  const place = every.indexOf(current);
  position.textContent = place < 0 ? "" : `${place + 1} of ${every.length}`;
}

let asked = 0;

async function pick(key, address, { scroll = true } = {}) {
  show(key);
  const mine = ++asked;
  const part = new URL(address, window.location);
  part.searchParams.set("part", "detail");
  part.hash = "";
  const answer = await fetch(part);
  if (mine !== asked) return; // somebody stepped on meanwhile
  if (!answer.ok || answer.redirected) {
    window.location.assign(address);
    return;
  }
  const words = await answer.text();
  if (mine !== asked) return;
  slot.innerHTML = words; // our own page's part, escaped by the server
  const place = new URL(window.location);
  place.searchParams.set("pick", key);
  place.hash = "";
  history.replaceState(null, "", place);
  if (scroll) slot.scrollIntoView({ block: "nearest", behavior: smooth() });
}

function go(entry, options) {
  current = entry;
  const link = entry.querySelector("a.change-name");
  pick(entry.dataset.anchor, link.href, options);
}

list?.addEventListener("click", (event) => {
  const link = event.target.closest("a.change-name");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.closest(".change-entry"));
});

picture?.addEventListener("click", (event) => {
  const back = event.target.closest("[data-back]");
  if (back) {
    event.preventDefault();
    home();
    return;
  }
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    close();
    return;
  }
  const cell = event.target.closest("[data-key]");
  if (!cell?.dataset.key || window.getSelection()?.toString()) return;
  const address = new URL(window.location);
  address.searchParams.set("pick", cell.dataset.key);
  pick(cell.dataset.key, address.href);
});

// --- keyboard: j and k, or the arrows within the list, walk; Escape closes the detail ---

function step(by, { focus = false } = {}) {
  const every = shown();
  if (every.length === 0) return;
  const place = every.indexOf(current);
  const next = place < 0 ? (by > 0 ? 0 : every.length - 1) : place + by;
  const entry = every[Math.max(0, Math.min(next, every.length - 1))];
  go(entry, { scroll: false });
  if (focus) entry.querySelector("a.change-name").focus({ preventScroll: true });
}

function home() {
  const entry = current ?? shown()[0];
  const link = entry?.querySelector("a.change-name");
  link?.focus({ preventScroll: true });
  entry?.scrollIntoView({ block: "nearest", behavior: smooth() });
}

function close() {
  asked += 1;
  home();
  slot.replaceChildren();
  for (const cell of document.querySelectorAll(".picked-column, .change-entry.picked")) {
    cell.classList.remove("picked-column", "picked");
  }
  const place = new URL(window.location);
  place.searchParams.delete("pick");
  place.hash = "";
  history.replaceState(null, "", place);
}

const writes = (target) => target.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || !list || writes(event.target)) return;
  const inList = list.contains(event.target);
  const by = { j: 1, k: -1, ArrowDown: inList ? 1 : 0, ArrowUp: inList ? -1 : 0 }[event.key];
  if (by) {
    event.preventDefault();
    step(by, { focus: true });
  } else if (event.key === "Escape" && slot.querySelector(".detail")) {
    close();
  }
});

for (const button of steps?.querySelectorAll("[data-step]") ?? []) {
  button.addEventListener("click", () => step(Number(button.dataset.step)));
}

const picked = new URL(window.location).searchParams.get("pick");
if (list && picture) {
  if (picked && document.getElementById(`element-${picked}`)) show(picked);
  dim(first);
  tell();
}
