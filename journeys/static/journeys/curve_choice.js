// Showing and hiding personas' curves without a new page; without a script the links do.
const choice = document.querySelector("[data-curve-choice]");
const PARAMETER = "persona";

function toggles() {
  return [...choice.querySelectorAll("[data-curve]")];
}

function isOn(toggle) {
  return toggle.hasAttribute("aria-current");
}

// The address with exactly these curves shown; what else it says stays.
function address(base, keys) {
  const url = new URL(base, location.href);
  url.searchParams.delete(PARAMETER);
  if (keys.length < toggles().length) {
    for (const key of keys.length ? keys : ["none"]) url.searchParams.append(PARAMETER, key);
  }
  return url.href;
}

function show(key, isShown) {
  for (const part of document.querySelectorAll(`.picture [data-persona="${CSS.escape(key)}"]`)) {
    if (part instanceof SVGElement) {
      if (isShown) part.removeAttribute("display");
      else part.setAttribute("display", "none");
    } else {
      part.hidden = !isShown;
    }
  }
}

function renew() {
  const on = toggles().filter(isOn).map((toggle) => toggle.dataset.curve);
  for (const toggle of toggles()) {
    const key = toggle.dataset.curve;
    toggle.href = address(
      location.href,
      isOn(toggle) ? on.filter((other) => other !== key) : [...on, key],
    );
  }
  for (const link of document.querySelectorAll("a[data-curves]")) link.href = address(link.href, on);
  history.replaceState(history.state, "", address(location.href, on));
}

if (choice) {
  choice.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-curve]");
    if (!toggle || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const isShown = !isOn(toggle);
    if (isShown) toggle.setAttribute("aria-current", "true");
    else toggle.removeAttribute("aria-current");
    show(toggle.dataset.curve, isShown);
    renew();
  });
  // The server draws every curve.
  document.addEventListener("mapdrawn", () => {
    for (const toggle of toggles()) show(toggle.dataset.curve, isOn(toggle));
  });
}
