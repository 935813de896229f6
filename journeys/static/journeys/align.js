// The alignment page: a counterpart that is chosen twice is shown at once, not only after saving.
const form = document.querySelector("form.align");
const open = document.querySelector("[data-open]");

function check() {
  const times = new Map();
  const fields = [...form.querySelectorAll("select")];
  for (const field of fields) {
    if (field.value) times.set(field.value, (times.get(field.value) ?? 0) + 1);
  }
  let doubles = 0;
  for (const field of fields) {
    const twice = times.get(field.value) > 1;
    field.closest("tr").classList.toggle("wrong", twice);
    field.toggleAttribute("aria-invalid", twice);
    if (twice) field.setAttribute("aria-invalid", "true");
    doubles += twice ? 1 : 0;
  }
  if (open) open.textContent = doubles ? `${doubles} elements share a counterpart. Each can have its own only.` : "";
}

form?.addEventListener("change", check);
if (form) check();
