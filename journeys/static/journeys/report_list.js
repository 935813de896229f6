// Follows the reports that are being made, and loads the list again when one is ready.
(() => {
  const EVERY = 2000;
  const FAILURES = 5;
  const rows = [...document.querySelectorAll("[data-report]")];

  const follow = async (row) => {
    const answer = await fetch(row.dataset.report, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const report = await answer.json();
    row.querySelector("[data-label]").textContent = report.label;
    row.querySelector("[data-step]").textContent = report.step;
    row.querySelector("progress").value = report.progress;
    return report.finished;
  };

  let failures = 0;
  const round = async () => {
    if (document.hidden) return;
    try {
      const finished = await Promise.all(rows.map(follow));
      failures = 0;
      if (finished.some(Boolean)) window.location.reload();
    } catch {
      failures += 1;
      if (failures >= FAILURES) clearInterval(timer);
    }
  };
  const timer = rows.length ? setInterval(round, EVERY) : 0;
})();
