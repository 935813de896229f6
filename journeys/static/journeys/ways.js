// Puts the link to a detail map where its stage or touchpoint stands in the picture. The list below the
// map has the same links; the picture may be drawn anew at any time, so it is watched.
const list = document.querySelector("[data-ways]");
const sheet = document.querySelector(".map-sheet");

function put() {
  for (const way of list.querySelectorAll("[data-of]")) {
    const head = sheet.querySelector(`th[data-key="${CSS.escape(way.dataset.of)}"]`);
    const link = way.querySelector("a");
    if (!head || [...head.querySelectorAll(".opens")].some((there) => there.href === link.href)) continue;
    const opens = document.createElement("a");
    opens.className = "opens";
    opens.href = link.href;
    const icon = document.createElement("span");
    icon.className = "icon";
    icon.setAttribute("aria-hidden", "true");
    icon.textContent = "zoom_in";
    const words = document.createElement("span");
    // Short on the picture, whose heads must stay low; whole for who hears it or points at it.
    words.textContent = "In detail";
    const name = document.createElement("span");
    name.className = "sr-only";
    name.textContent = `, opens: ${link.textContent.trim()}`;
    opens.title = name.textContent.slice(2);
    opens.append(icon, words, name);
    // The picture opens an element's form where it is clicked; this link leads elsewhere.
    opens.addEventListener("click", (event) => event.stopPropagation());
    head.append(opens);
  }
}

if (list && sheet) {
  put();
  new MutationObserver(put).observe(sheet, { childList: true, subtree: true });
}
