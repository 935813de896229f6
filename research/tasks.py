"""Work for the worker: ids in, idempotent, safe to run twice."""

from __future__ import annotations

import logging

from celery import Task, shared_task
from celery.signals import worker_ready

from journeys import history, jobs
from research import discovery, drift, kept, privacy, scoring, tables, themes, vectors
from research.imports import batches
from research.models import DiscoveryRun, ImportBatch, Study

logger = logging.getLogger(__name__)

SCORE = "research.tasks.score_responses"
LOOK = "research.tasks.look_for_drift_after"


@shared_task(name=batches.TASK, bind=True)
def work_on_import(self: Task, batch_id: int) -> None:
    """Look at an uploaded file or bring it in, unless that is done, cancelled or in another worker's hands."""
    # The broker gives a message a second time when the process that had it is gone.
    left_behind = bool((self.request.delivery_info or {}).get("redelivered"))
    batch = jobs.claim(ImportBatch, batch_id, left_behind=left_behind)
    if batch is None:
        return
    try:
        with history.through("task"):
            done = batches.run(batch)
        if done.wants == ImportBatch.Wants.IMPORT:
            jobs.send(SCORE, done.study_id)
    except jobs.LeaseLost:
        logger.info("Import %s was cancelled or given to another worker", batch_id)
    except tables.Refused as reason:
        jobs.fail(batch, str(reason))
    except Exception as error:
        logger.exception("Import %s failed", batch_id)
        jobs.fail(batch, f"{type(error).__name__}: {error}")


@shared_task(name=SCORE)
def score_responses(study_id: int) -> int:
    """Score how the words of a study's responses feel, those that were not yet; then look whether maps still hold."""
    scored = scoring.score(study_id)
    jobs.send(LOOK, study_id)
    for program_id in Study.objects.filter(pk=study_id).values_list("program_id", flat=True):
        kept.answers_changed(program_id)
    return scored


@shared_task(name=kept.TASK)
def count_evidence(version_id: int) -> bool:
    """Count what was observed at a version's elements, where there are too many answers to do so while a page waits."""
    return kept.count_again(version_id)


@shared_task(name=LOOK)
def look_for_drift_after(study_id: int) -> int:
    """Hold the fresh answers of a study's program against its published maps."""
    program = Study.objects.filter(pk=study_id).values_list("program_id", flat=True).first()
    return drift.look_everywhere(program_id=program) if program is not None else 0


@shared_task(name="research.tasks.look_for_drift")
def look_for_drift() -> int:
    """Hold fresh answers against every published map; only where enough came in since the last look."""
    return drift.look_everywhere()


@shared_task(name=themes.TASK, bind=True)
def discover(self: Task, run_id: int) -> None:
    """Find the themes of a requested run, unless that is done, cancelled or in another worker's hands."""
    left_behind = bool((self.request.delivery_info or {}).get("redelivered"))
    run = jobs.claim(DiscoveryRun, run_id, left_behind=left_behind)
    if run is None:
        return
    try:
        with history.through("task"), jobs.lease_kept(run) as keeper:
            themes.carry_out(run, keeper.tell)
    except jobs.LeaseLost:
        logger.info("Run %s was cancelled or given to another worker", run_id)
    except (discovery.TooFew, vectors.NoVectors) as reason:
        jobs.fail(run, str(reason))
    except Exception as error:
        logger.exception("Run %s failed", run_id)
        jobs.fail(run, f"{type(error).__name__}: {error}")


@shared_task(name="research.tasks.keep_promises")
def keep_promises() -> int:
    """Take away words whose consent has ended, and uploads that were kept long enough."""
    return privacy.words_whose_consent_is_over() + batches.clear_files()


@shared_task(name="research.tasks.queue_unscored")
def queue_unscored() -> int:
    """Queue again the scoring that a killed worker or a missing broker left behind."""
    waiting = scoring.studies_waiting()
    for study_id in waiting:
        jobs.send(SCORE, study_id)
    return len(waiting)


@shared_task(name="research.tasks.queue_stalled_jobs")
def queue_stalled_jobs() -> int:
    """Queue again what a killed worker or a missing broker left behind."""
    return batches.queue_stalled() + themes.queue_stalled()


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    """A worker that starts first looks for what was left behind; beat does so every few seconds."""
    queue_stalled_jobs()
