// The frame of every page: the menu on narrow screens, menus that close, forms that are not lost.
(() => {
  const root = document.documentElement;

  // --- the side menu on narrow screens ---
  const buttons = () => document.querySelectorAll("[data-menu]");
  const open = (yes) => {
    root.classList.toggle("menu-open", yes);
    for (const button of buttons()) button.setAttribute("aria-expanded", String(yes));
    if (yes) document.querySelector(".side a")?.focus();
    else if (document.activeElement?.closest(".side")) buttons()[0]?.focus();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-menu]")) open(!root.classList.contains("menu-open"));
    else if (event.target.closest(".scrim")) open(false);
  });

  // --- menus close by Escape and by a click elsewhere ---
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.removeAttribute("open");
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary")?.focus();
    open(false);
  });

  // --- "/" goes to the search ---
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector("[data-search]");
    if (!search || !search.checkVisibility()) return;
    event.preventDefault();
    search.focus();
  });

  // --- a changed form asks before it is left ---
  let changed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form.warn-unsaved-form")) changed = true;
  });
  document.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });

  // --- a filter or choice that acts as soon as it is made ---
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form) form.requestSubmit();
  });
})();
