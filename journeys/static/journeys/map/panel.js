// The side panel: an element's fields. Each is written as soon as it is left, or after a pause.

const PAUSE = 900;

export class Panel {
  constructor(sheet, panel, editor) {
    Object.assign(this, { sheet, panel, editor, key: "" });
    panel.addEventListener("click", (event) => event.target.closest("[data-panel-close]") && this.close());
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    if (!editor.isRead) this.write();
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  async open(key, field = "") {
    this.keepTyped();
    this.key = key;
    this.mark();
    const address = this.sheet.dataset.panel.replace("KEY", encodeURIComponent(key));
    let markup;
    try {
      const response = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!response.ok || response.redirected) return;
      markup = await response.text();
    } catch {
      return; // not connected: what is on the map can still be written
    }
    if (this.key !== key) return;
    window.htmx.swap(this.panel, markup, { swapStyle: "innerHTML" });
    this.panel.hidden = false;
    document.body.classList.add("with-panel");
    if (field) this.panel.querySelector(`[data-field="${field}"]`)?.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.keepTyped();
    const hadFocus = this.panel.contains(document.activeElement);
    const back = this.sheet.querySelector(`[data-element][data-key="${CSS.escape(this.key)}"]`);
    this.panel.hidden = true;
    this.panel.replaceChildren();
    document.body.classList.remove("with-panel");
    this.key = "";
    this.mark();
    if (hadFocus) this.editor.tell("focus", { target: back });
  }

  // The element the panel tells of is framed on the map.
  mark() {
    for (const one of this.sheet.querySelectorAll(".picked")) one.classList.remove("picked");
    if (this.key) this.sheet.querySelector(`[data-element][data-key="${CSS.escape(this.key)}"]`)?.classList.add("picked");
  }

  // --- writing ---

  write() {
    const { panel, editor } = this;
    panel.addEventListener("change", (event) => event.target.dataset.field && this.keep(event.target));
    panel.addEventListener("input", (event) => {
      if (!event.target.dataset.field) return;
      this.typed = event.target;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keepTyped(), PAUSE);
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.keepTyped());
    window.addEventListener("pagehide", () => this.keepTyped());
    editor.addEventListener("redrawn", () => this.mark());
    editor.addEventListener("changed", (event) => this.refresh(event.detail));
    editor.addEventListener("done", () => this.showValues());
  }

  keepTyped() {
    clearTimeout(this.timer);
    const { typed } = this;
    this.typed = null;
    if (typed?.isConnected) this.keep(typed);
  }

  keep(input) {
    if (this.typed === input) this.typed = null;
    clearTimeout(this.timer);
    const key = input.closest("[data-panel]")?.dataset.panel;
    const now = key && this.editor.model.get(key);
    if (!now || !input.checkValidity()) {
      input.reportValidity?.();
      return;
    }
    const name = input.dataset.field;
    if (input.closest("[data-persona]")) return this.keepPersona(key, now, input);
    const value = valueOf(input);
    if (name === "at" && value !== now.at) return this.editor.change(key, { at: value }, { said: "Moved" });
    if ((name === "name" && !value && input.closest("[data-kind]").dataset.kind !== "lane") || (name === "text" && !value)) {
      input.value = now[name];
      return;
    }
    this.editor.change(key, { [name]: value });
  }

  keepPersona(key, now, input) {
    const { persona } = input.closest("[data-persona]").dataset;
    const emotion = valueOf(input);
    const others = now.persona_emotions.filter((entry) => entry.persona !== persona);
    const mine = now.persona_emotions.find((entry) => entry.persona === persona) ?? { persona, feeling: "", basis: "assumed" };
    this.editor.change(key, { persona_emotions: emotion === null ? others : [...others, { ...mine, emotion }] });
  }

  // Values that came from elsewhere show, except where somebody is typing.
  showValues() {
    const now = this.key && this.editor.model.get(this.key);
    if (!now) return;
    for (const input of this.panel.querySelectorAll("[data-field]")) {
      if (input === document.activeElement || input === this.typed || input.closest("[data-persona]")) continue;
      const value = now[input.dataset.field];
      if (input.dataset.control === "check") input.checked = value;
      else if (input.dataset.control === "list") input.value = (value ?? []).join("\n");
      else input.value = value ?? "";
    }
    const title = this.panel.querySelector("#panel-title bdi");
    const name = this.editor.model.nameOf(this.key);
    if (title && name) title.textContent = name;
  }

  refresh() {
    if (!this.isOpen) return;
    if (!this.editor.model.kindOf(this.key)) this.close();
    else this.showValues();
  }
}

function valueOf(input) {
  const { control, field } = input.dataset;
  if (control === "check") return input.checked;
  if (control === "list") return input.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (control === "number") return input.value === "" ? null : Number(input.value);
  if (control === "choice" && (field === "importance" || field === "severity")) return input.value === "" ? null : Number(input.value);
  if (control === "choice" && (field === "kpi" || field === "channel")) return input.value || null;
  return control === "line" ? input.value.replace(/\s+/g, " ").trim() : input.value.trim();
}
