// Editing from the picture of a draft: a link on the element under the pointer, another to add a card
// in the cell. Without it, "Edit as a list" below the map has every link; the keyboard uses that too.
const sheet = document.querySelector(".map-sheet[data-edit]");

function link(name, icon) {
  const made = document.createElement("a");
  made.className = name;
  made.hidden = true;
  made.tabIndex = -1;
  const symbol = document.createElement("span");
  symbol.className = "icon";
  symbol.setAttribute("aria-hidden", "true");
  symbol.textContent = icon;
  made.append(symbol, document.createTextNode(""));
  sheet.append(made);
  return made;
}

function put(made, box, word, address, atEnd) {
  const frame = sheet.getBoundingClientRect();
  made.lastChild.textContent = word;
  made.href = address;
  made.hidden = false;
  const left = atEnd ? box.right - frame.left - made.offsetWidth - 4 : box.left - frame.left + 4;
  made.style.left = `${Math.max(4, left)}px`;
  made.style.top = `${(atEnd ? box.top - 6 : box.bottom - 20) - frame.top}px`;
}

// The columns a cell of the table covers, counted without the row's head.
function firstColumn(cell) {
  let column = 0;
  for (let other = cell.previousElementSibling; other; other = other.previousElementSibling) {
    if (other.tagName === "TD") column += other.colSpan;
  }
  return column;
}

function laneOf(row) {
  let lane = row;
  while (lane && !lane.querySelector("th[data-element=lane]")) lane = lane.previousElementSibling;
  return lane?.querySelector("th[data-element=lane]")?.dataset.key;
}

// What lies under a cell: its stage, and its touchpoint if it covers one column only.
function surroundings(cell) {
  const table = cell.closest("table");
  const column = firstColumn(cell);
  let start = 0;
  let stage = "";
  for (const head of table.querySelectorAll(".picture-stages > [data-element=stage]")) {
    if (column >= start && column < start + head.colSpan) stage = head.dataset.key;
    start += head.colSpan;
  }
  const heads = [...table.querySelectorAll(".picture-touchpoints > :not(.picture-row-head)")];
  const touchpoint = cell.colSpan === 1 ? heads[column]?.dataset.key ?? "" : "";
  return { stage, touchpoint };
}

if (sheet) {
  const edit = link("edit-link", "edit");
  const add = link("add-link", "add");
  const address = (key) => sheet.dataset.edit.replace("KEY", encodeURIComponent(key));

  sheet.addEventListener("pointerover", (event) => {
    if (event.target.closest(".edit-link, .add-link")) return;
    const element = event.target.closest("[data-element]");
    if (element) {
      put(edit, element.getBoundingClientRect(), "Edit", address(element.dataset.key), true);
    } else {
      edit.hidden = true;
    }
    const cell = event.target.closest("tr.picture-lane > td");
    const lane = cell && laneOf(cell.parentElement);
    if (lane) {
      const where = new URLSearchParams({ lane, ...surroundings(cell) });
      const to = `${sheet.dataset.add.replace("KIND", "card")}?${where}`;
      put(add, cell.getBoundingClientRect(), "Card", to, false);
    } else {
      add.hidden = true;
    }
  });
  sheet.addEventListener("pointerleave", () => {
    edit.hidden = add.hidden = true;
  });
  sheet.addEventListener("dblclick", (event) => {
    const element = event.target.closest("[data-element]");
    if (element) window.location.assign(address(element.dataset.key));
  });
}
