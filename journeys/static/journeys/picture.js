/* The frame on the overview of a map: it shows which columns are in sight, and dragging it scrolls.
   Editing draws parts of the picture again, so everything is looked for when it is needed. */

"use strict";

for (const picture of document.querySelectorAll("[data-picture]")) {
  const scroll = picture.querySelector("[data-picture-scroll]");
  if (scroll) {
    follow(picture, scroll);
  }
}

function follow(picture, scroll) {
  const overview = () => picture.querySelector(".picture-overview-plot");
  const seen = () => scroll.clientWidth - scroll.querySelector(".picture-corner").offsetWidth;
  const journey = () => scroll.scrollWidth - scroll.querySelector(".picture-corner").offsetWidth;

  function draw() {
    const frame = overview()?.querySelector(".picture-window");
    if (!frame) {
      return;
    }
    const share = seen() / journey();
    frame.setAttribute("visibility", share < 0.999 ? "visible" : "hidden");
    frame.setAttribute("x", `${(100 * scroll.scrollLeft) / journey()}%`);
    frame.setAttribute("width", `${100 * Math.max(0, Math.min(1, share))}%`);
  }

  function showAt(event) {
    const box = overview().getBoundingClientRect();
    const middle = ((event.clientX - box.left) / box.width) * journey();
    scroll.scrollLeft = middle - seen() / 2;
  }

  let dragging = false;
  picture.addEventListener("pointerdown", (event) => {
    const drawn = event.target.closest(".picture-overview-plot");
    if (drawn && event.button === 0 && !event.target.closest("a")) {
      dragging = true;
      drawn.setPointerCapture(event.pointerId);
      showAt(event);
      event.preventDefault();
    }
  });
  picture.addEventListener("pointermove", (event) => {
    if (dragging) {
      showAt(event);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    picture.addEventListener(end, () => {
      dragging = false;
    });
  }
  scroll.addEventListener("scroll", draw, { passive: true });
  document.addEventListener("picturechange", draw);
  new ResizeObserver(draw).observe(scroll);
  draw();
}
