// Comments beside the map: marks on the elements that have open ones, and forms that swap their part of
// the page instead of leaving it. Without it the marks' page is under "Comments", and forms lead back.

// --- marks ---
const data = document.getElementById("map-comments");
const said = data ? JSON.parse(data.textContent) : { counts: {}, address: "" };

function mark(key, number) {
  const made = document.createElement("a");
  made.className = "comment-mark";
  made.dataset.commentMark = key;
  made.href = said.address.replace("KEY", encodeURIComponent(key));
  const symbol = document.createElement("span");
  symbol.className = "icon";
  symbol.setAttribute("aria-hidden", "true");
  symbol.textContent = "chat_bubble";
  const hidden = document.createElement("span");
  hidden.className = "sr-only";
  hidden.textContent = number === 1 ? " open comment" : " open comments";
  made.append(symbol, String(number), hidden);
  return made;
}

// Also after the picture was drawn anew: then call it with nothing.
export function markComments(counts = said.counts) {
  said.counts = counts;
  for (const old of document.querySelectorAll("[data-comment-mark]")) old.remove();
  for (const [key, number] of Object.entries(counts)) {
    if (!key || !number) continue;
    document.querySelector(`[data-element][data-key="${CSS.escape(key)}"]`)?.append(mark(key, number));
  }
}
markComments();
document.addEventListener("mapdrawn", () => markComments());

// --- forms of an element's threads, wherever they were put ---
async function send(form) {
  const part = form.closest("[data-comments]");
  const button = form.querySelector("button");
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
    });
    const html = await answer.text();
    const made = new DOMParser().parseFromString(html, "text/html").querySelector("[data-comments]");
    if (!made) throw new Error(`${answer.status}`);
    part.replaceWith(made);
    (made.querySelector("[role=alert]")?.closest("form").querySelector("textarea")
      ?? made.querySelector(".comment-write textarea"))?.focus();
    markComments({ ...said.counts, [made.dataset.key]: Number(made.dataset.open) });
  } catch {
    // Somewhere between here and there it failed: keep the words, and say so.
    if (button) button.disabled = false;
    let note = form.querySelector("[role=alert]");
    if (!note) {
      note = document.createElement("p");
      note.className = "wrong-words";
      note.setAttribute("role", "alert");
      form.prepend(note);
    }
    note.textContent = "This was not sent. Your words are still here: try again.";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-comments] form");
  if (!form) return;
  event.preventDefault();
  send(form);
});
