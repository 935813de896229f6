"""Themes of a program: looked for by a run, decided by a person; what was decided survives the next run."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from journeys import history, jobs
from journeys.versions import InvalidTransition
from research import discovery, suggested_names
from research.models import DiscoveryRun, Response, Theme, ThemeMention
from research.models.response import consented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.contrib.auth.models import User

    from journeys.models import Program
    from research.discovery import Discovery
    from research.models import Study

    Progress = Callable[[int, str], None]

TASK = "research.tasks.discover"
#: A found theme of which at least this share of comments belongs to a decided theme is that theme.
SAME = 0.5
#: Comments one run looks at; the newest.
MOST_TEXTS = 200_000
Status = Theme.Status
DECIDED = (Status.ACCEPTED, Status.REJECTED, Status.MERGED)


@transaction.atomic
def request(
    program: Program,
    *,
    by: User | None,
    studies: Sequence[Study] = (),
    method: str = discovery.DEFAULT,
    seed: int = 0,
    wanted: int | None = None,
) -> DiscoveryRun:
    """Queue a search for themes in the comments of some studies, or of all of the program."""
    run = DiscoveryRun.objects.create(
        program=program, method=method, seed=seed, wanted=wanted, requested_by=by,
        requested_by_name=by.get_username() if by else "",
    )  # fmt: skip
    run.studies.set(studies)
    transaction.on_commit(lambda: jobs.send(TASK, run.pk))
    return run


@transaction.atomic
def retry(run: DiscoveryRun) -> DiscoveryRun:
    """Begin again with a run that failed or was cancelled. Raises `jobs.NotPossible`."""
    waiting = jobs.wait_again(run)
    transaction.on_commit(lambda: jobs.send(TASK, run.pk))
    return waiting


def queue_stalled() -> int:
    """Queue again what waits too long or was left by a killed worker; return how many."""
    return jobs.queue_stalled(DiscoveryRun, lambda pk: jobs.send(TASK, pk))


def carry_out(run: DiscoveryRun, progress: Progress) -> DiscoveryRun:
    """Find the themes of a claimed run and propose those that nobody has decided about.

    Raises `discovery.TooFew`, `vectors.NoVectors`, and `jobs.LeaseLost` if the run is no longer ours.
    """
    progress(5, "Reading the comments")
    rows = list(_comments(run))
    texts = [text for _, text in rows]
    progress(15, f"Finding themes in {len(texts):,} comments")
    found = discovery.discover(texts, themes=run.wanted, method=run.method, seed=run.seed)
    progress(85, "Comparing with what was decided")
    checksum = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    # Asked before the transaction: an answer from elsewhere takes its time.
    names = {
        theme.number: suggested_names.name_for(
            theme.keywords, [texts[place] for place in theme.quotes]
        )
        for theme in (found.themes if suggested_names.is_on() else ())
    }
    with transaction.atomic():
        # Of two runs at once the second compares with what the first left.
        Theme.objects.select_for_update().filter(program_id=run.program_id).order_by("pk").first()
        proposed, known = _written(run, [pk for pk, _ in rows], found, names)
        return jobs.finish(run, texts=len(texts), checksum=checksum, proposed=proposed, known=known)


def _comments(run: DiscoveryRun) -> Iterable[tuple[int, str]]:
    rows = Response.objects.filter(program_id=run.program_id).exclude(text="")
    rows = rows.filter(consented())
    studies = list(run.studies.values_list("pk", flat=True))
    if studies:
        rows = rows.filter(study__in=studies)
    newest = rows.order_by("-pk").values_list("pk", "text")[:MOST_TEXTS]
    return sorted(newest)


def _written(
    run: DiscoveryRun, responses: list[int], found: Discovery, names: dict[int, str]
) -> tuple[int, int]:
    """Write proposals and further mentions; return how many are new and how many were known."""
    Theme.objects.filter(program_id=run.program_id, status=Status.PROPOSED).delete()
    decided = _decided(run.program_id)
    members: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(found.assigned):
        if number >= 0:
            members[number].append(place)
    proposed = known = 0
    for theme in found.themes:
        places = members[theme.number]
        same = _same([responses[place] for place in places], decided)
        if same is not None:
            known += 1
            row = _standing(same)
            if row is None:
                continue
        else:
            proposed += 1
            suggested = names.get(theme.number, "")
            row = Theme(
                program_id=run.program_id, name=(suggested or theme.name)[:120], keywords=list(theme.keywords), run=run,
                status=Status.PROPOSED, named_by=Theme.NamedBy.ENDPOINT if suggested else Theme.NamedBy.METHOD,
            )  # fmt: skip
            history.deed(row, by=None, verb="propose")
            row.save()
        ranks = {place: rank for rank, place in enumerate(theme.quotes, start=1)}
        _mention(row, [(responses[place], found.confidences[place], ranks.get(place)) for place in places], is_new=same is None)  # fmt: skip
    return proposed, known


def _mention(
    theme: Theme, rows: list[tuple[int, float | None, int | None]], *, is_new: bool
) -> None:
    ThemeMention.objects.bulk_create(
        (
            ThemeMention(
                program_id=theme.program_id, theme=theme, response_id=response, confidence=confidence,
                rank=rank if is_new else None,
            )
            for response, confidence, rank in rows
        ),
        batch_size=1_000,
        ignore_conflicts=True,
    )  # fmt: skip


def _decided(program_id: int) -> dict[int, list[int]]:
    """Return by response the decided themes it mentions."""
    rows = ThemeMention.objects.filter(program_id=program_id, theme__status__in=DECIDED)
    found: dict[int, list[int]] = defaultdict(list)
    for response, theme in rows.order_by().values_list("response_id", "theme_id"):
        found[response].append(theme)
    return found


def _same(responses: list[int], decided: dict[int, list[int]]) -> int | None:
    counts = Counter(theme for response in responses for theme in decided.get(response, ()))
    if not counts:
        return None
    theme, number = max(counts.items(), key=lambda pair: (pair[1], -pair[0]))
    return theme if number >= SAME * len(responses) else None


def _standing(theme_id: int) -> Theme | None:
    """Return the theme that stands for this one now, None for one that was rejected."""
    theme = Theme.objects.get(pk=theme_id)
    while theme.merged_into is not None:
        theme = theme.merged_into
    return theme if theme.status == Status.ACCEPTED else None


# --- decisions ---


@transaction.atomic
def accept(theme: Theme, *, by: User | None, name: str = "") -> Theme:
    """Take a proposal, under another name if one is given. Raises `InvalidTransition` for one that was merged."""
    return _decide(theme, Status.ACCEPTED, by=by, name=name)


@transaction.atomic
def reject(theme: Theme, *, by: User | None) -> Theme:
    """Say that this is no theme; later runs do not propose it again. Raises `InvalidTransition`."""
    return _decide(theme, Status.REJECTED, by=by)


@transaction.atomic
def merge(theme: Theme, into: Theme, *, by: User | None) -> Theme:
    """Make a theme part of another; what mentions it mentions that. Raises `InvalidTransition`."""
    theme, into = _locked(theme), _locked(into)
    if theme.pk == into.pk or theme.program_id != into.program_id:
        raise InvalidTransition("A theme is merged into another theme of its program.")
    if Status.MERGED in {theme.status, into.status}:
        raise InvalidTransition("One of the two was merged already.")
    rows = theme.mentions.values_list("response_id", "confidence")
    _mention(into, [(response, confidence, None) for response, confidence in rows], is_new=False)
    theme.merged.update(merged_into=into)
    theme.status, theme.merged_into = Status.MERGED, into
    history.deed(theme, by=by, verb=f"merge into {into.name}"[:200])
    theme.save(update_fields=["status", "merged_into", "updated_at"])
    if into.status != Status.ACCEPTED:
        into = _decide(into, Status.ACCEPTED, by=by)
    return into


@transaction.atomic
def split(theme: Theme, *, by: User | None, parts: int = 2) -> list[Theme]:
    """Propose so many parts in the place of a theme, found among its own comments. Raises `InvalidTransition`."""
    theme = _locked(theme)
    if theme.status == Status.MERGED or parts < 2:
        raise InvalidTransition(
            "Only a theme that stands by itself can be split, into two parts or more."
        )
    rows = list(theme.mentions.order_by("response_id").values_list("response_id", "response__text"))
    try:
        found = discovery.discover([text for _, text in rows], themes=parts)
    except discovery.TooFew as reason:
        raise InvalidTransition(str(reason)) from None
    made = []
    for one in found.themes:
        places = [place for place, number in enumerate(found.assigned) if number == one.number]
        part = Theme(
            program_id=theme.program_id, name=one.name[:120], keywords=list(one.keywords), run=theme.run,
            named_by=Theme.NamedBy.METHOD,
        )  # fmt: skip
        history.deed(part, by=by, verb=f"split from {theme.name}"[:200])
        part.save()
        ranks = {place: rank for rank, place in enumerate(one.quotes, start=1)}
        _mention(part, [(rows[place][0], found.confidences[place], ranks.get(place)) for place in places], is_new=True)  # fmt: skip
        made.append(part)
    theme.status = Status.REJECTED
    history.deed(theme, by=by, verb=f"split into {len(made)}")
    theme.save(update_fields=["status", "updated_at"])
    return made


def _decide(theme: Theme, status: str, *, by: User | None, name: str = "") -> Theme:
    theme = _locked(theme)
    if theme.status == Status.MERGED:
        raise InvalidTransition("It was merged into another theme; decide about that one.")
    fields: dict[str, Any] = {"status": status}
    if name.strip() and name.strip() != theme.name:
        fields |= {"name": name.strip()[:120], "named_by": Theme.NamedBy.PERSON}
    for field, value in fields.items():
        setattr(theme, field, value)
    history.deed(theme, by=by, verb={"accepted": "accept", "rejected": "reject"}[status])
    theme.save(update_fields=[*fields, "updated_at"])
    return theme


def _locked(theme: Theme) -> Theme:
    return Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
