// Shows how far a report is without reloading; when it has ended, the page is loaded once more.
const state = document.querySelector("[data-status-address]");
const shown = (name) => state.querySelector(`[data-show="${name}"]`);
const EVERY = 1000;
const LONGEST_PAUSE = 15000;
let pause = EVERY;

const step = (report) =>
  report.status === "queued" ? "Waiting for a free worker" : report.step || "Starting";

async function look() {
  try {
    const answer = await fetch(state.dataset.statusAddress, {
      headers: { Accept: "application/json" },
    });
    if (answer.redirected || !answer.ok) throw new Error(`Answer ${answer.status}`);
    const report = await answer.json();
    if (report.finished) {
      window.location.reload();
      return;
    }
    const said = step(report);
    // Only a new sentence is written, so that a screen reader is not told the same again.
    if (shown("step").textContent !== said) shown("step").textContent = said;
    state.querySelector("progress").value = report.progress;
    shown("waits_long").hidden = !report.waits_long;
    const chip = shown("label");
    chip.className = `chip ${report.status}`;
    chip.firstChild.textContent = report.status === "running" ? "progress_activity" : "schedule";
    chip.lastChild.textContent = report.label;
    pause = EVERY;
  } catch {
    pause = Math.min(pause * 2, LONGEST_PAUSE); // the server or the line is away; ask less often
  }
  window.setTimeout(look, pause);
}

if (state) window.setTimeout(look, EVERY);
