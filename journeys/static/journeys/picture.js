/* The frame on the overview of a map: it shows which columns are in sight, and dragging it scrolls. */

"use strict";

for (const picture of document.querySelectorAll("[data-picture]")) {
  const scroll = picture.querySelector("[data-picture-scroll]");
  const overview = picture.querySelector(".picture-overview-plot");
  if (scroll && overview) {
    follow(scroll, overview, overview.querySelector(".picture-window"));
  }
}

function follow(scroll, overview, frame) {
  const head = scroll.querySelector(".picture-corner");

  function journey() {
    return scroll.scrollWidth - head.offsetWidth;
  }

  function draw() {
    const seen = scroll.clientWidth - head.offsetWidth;
    const share = seen / journey();
    frame.setAttribute("visibility", share < 0.999 ? "visible" : "hidden");
    frame.setAttribute("x", `${(100 * scroll.scrollLeft) / journey()}%`);
    frame.setAttribute("width", `${100 * Math.max(0, Math.min(1, share))}%`);
  }

  function showAt(event) {
    const box = overview.getBoundingClientRect();
    const seen = scroll.clientWidth - head.offsetWidth;
    const middle = ((event.clientX - box.left) / box.width) * journey();
    scroll.scrollLeft = middle - seen / 2;
  }

  let dragging = false;
  overview.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && !event.target.closest("a")) {
      dragging = true;
      overview.setPointerCapture(event.pointerId);
      showAt(event);
      event.preventDefault();
    }
  });
  overview.addEventListener("pointermove", (event) => {
    if (dragging) {
      showAt(event);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    overview.addEventListener(end, () => {
      dragging = false;
    });
  }
  scroll.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(scroll);
  draw();
}
