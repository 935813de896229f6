// Sets light or dark before the first paint. Runs in <head>, so it is tiny and waits for nothing.
(() => {
  const NAME = "theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem(NAME) || "system";
    } catch {
      return "system";
    }
  };
  const apply = () => {
    const dark = chosen() === "dark" || (chosen() === "system" && system.matches);
    document.documentElement.classList.toggle("dark", dark);
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
    }
    document.dispatchEvent(new CustomEvent("themechange", { detail: { dark } }));
  };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try {
      localStorage.setItem(NAME, button.dataset.themeChoice);
    } catch {
      // Without storage the choice lasts for this page only.
    }
    apply();
  });
})();
