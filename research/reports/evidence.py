"""The evidence report: what customers feel at each touchpoint, how sure that is, what they say, and what to ask next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from journeys.rendering import forest
from journeys.rendering.forest import Estimated
from journeys.reporting import Subject
from journeys.reports import asked, documents, reading, remarks, sections, words
from journeys.reports.remarks import Remark
from journeys.reports.sections import Block, Bullets, Picture, Quotes, Section, SectionsSaid, Table
from journeys.reports.version_comparison.front import Count as Number
from journeys.reports.version_comparison.front import KeyFigure, size
from research import coverage, drift, evidence
from research.models import Insight, Quote, Study, Theme, ThemeMention
from research.models.response import consented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from django.contrib.auth.models import User

    from journeys.models import Report
    from journeys.reports.reading import Source
    from research.coverage import Coverage, ElementCoverage
    from research.evidence import Observed

FRONT_ROWS, MOST_THEMES, THEME_QUOTES, MOST_INSIGHTS, MOST_QUOTES, MOST_GAPS = 8, 20, 3, 40, 120, 12
LONGEST_QUOTE = 320


class EvidenceReport:
    """What stands behind the feelings on a map, as a PDF for a board."""

    label = "Evidence"
    asked_with = "version"
    quotes_people = True

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return the version; `ValidationError` names what is wrong."""
        given = asked.known_only(parameters, ("version",), '{"version": 1}')
        version: Any = asked.version(given.get("version"), user)
        asked.found({"version": version})
        title = f"Evidence: {version.map.name}, version {version.number}"
        return Subject(version.program, title[:240], {"version": version.pk})

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PDF; the same contents and the same row give the same bytes."""
        progress(5, "Reading the map")

        def said(read_at: datetime) -> SectionsSaid:
            source = reading.source(report, report.parameters["version"])
            progress(20, "Counting who said what")
            return build(source, read_at, reading.person(report), report.pk)

        return documents.to_pdf(reading.settle(report, said), sections.TEMPLATE, progress)


#: What `settings.REPORTS` names.
kind = EvidenceReport()


def build(source: Source, read_at: datetime, made_by: str, report_id: int | None) -> SectionsSaid:
    """Return all the report says."""
    version = source.version
    today = read_at.date()
    covered = coverage.of(version, today=today)
    felt = evidence.strongest(evidence.of(version))
    heard = [one for one in covered.touchpoints if one.people]
    headline = _headline(covered, heard)
    name = f"{words.clean(version.map.name)}, version {version.number}"
    drifted = drift.of(version) if version.is_frozen else None
    return SectionsSaid(
        kind="Evidence", title=f"{name}: evidence", about=name, program_name=words.clean(version.program.name),
        headline=headline, headline_size=size(headline), status=f"Version {version.number}",
        status_note=remarks.since(source, read_at), figures=_figures(covered, heard, felt),
        margin=tuple(_margin(source, version.program_id)),
        front=(_front(covered, felt),),
        sections=(
            Section("Touchpoint by touchpoint", (Block(table=_touchpoints(covered, felt)),)),
            Section("What customers talk about", tuple(_themes(version.program_id, today))),
            Section("What we make of it, and what to ask next", (
                Block(table=_insights(version.program_id, covered)),
                *([Block("Does the map still hold", bullets=_drift(drifted))] if drifted else []),
                Block("What to ask next", table=_gaps(covered)),
            )),
            *_appendix(version.program_id, today),
        ),
        methods=tuple(_methods()), provenance=(*remarks.of_version(source), *remarks.of_report(read_at, made_by, report_id)),
        **sections.made(read_at, made_by),
    )  # fmt: skip


def _headline(covered: Coverage, heard: list[ElementCoverage]) -> str:
    total = len(covered.touchpoints)
    if not heard:
        return f"Nobody was asked yet: all {total} touchpoints are what the team believes."
    if len(heard) == total:
        return f"All {total} touchpoints were heard from customers; {covered.score} of 100 points for how well."
    return f"{len(heard)} of {total} touchpoints were heard from customers; the others are what the team believes."


def _figures(
    covered: Coverage, heard: list[ElementCoverage], felt: dict[str, Observed]
) -> tuple[KeyFigure, ...]:
    people = sum(one.people for one in covered.elements)
    assumed = sum(one.assumed for one in covered.touchpoints)
    disagree = sum(bool(one.contradictions) for one in covered.touchpoints)
    bad = sum(felt[one.key].mean < 0 for one in heard if one.key in felt)
    return (
        KeyFigure("Coverage", (Number(covered.score, "of 100", "none"),), ""),
        KeyFigure("Touchpoints heard", (Number(len(heard), f"of {len(covered.touchpoints)}", "none"),), f"{assumed} assumed" if assumed else ""),
        KeyFigure("People per touchpoint", (Number(people, "in all", "none"),), f"{covered.unplaced:,} answers without a place" if covered.unplaced else ""),
        KeyFigure("Below zero", (Number(bad, "touchpoints", "worse"),) if bad else (), f"{disagree} where sources disagree" if disagree else "no contradiction" if heard else ""),
    )  # fmt: skip


def _feeling(one: Observed | None) -> sections.Cell:
    if one is None:
        return sections.cell("not rated", mark="none")
    between = (
        ""
        if one.low is None or one.high is None
        else f"{evidence.signed(one.low)} to {evidence.signed(one.high)}"
    )
    return sections.cell(evidence.signed(one.mean), between, evidence.trend_words(one), strong=True)


def _front(covered: Coverage, felt: dict[str, Observed]) -> Block:
    """Show the touchpoints where most is at stake: moments of truth first, then the worst."""
    heard = [one for one in covered.touchpoints if one.key in felt]
    worst = sorted(heard, key=lambda one: (not one.is_moment_of_truth, felt[one.key].mean))
    title = "How customers feel where it matters"
    if not worst:
        return Block(
            title,
            bullets=Bullets((), "No touchpoint has an answer in the version’s evidence window."),
        )
    rows = [_estimated(one, felt[one.key]) for one in worst[:FRONT_ROWS]]
    picture = forest.drawing(
        rows, -3, 3, range(-3, 4), says="Feelings with 95 % intervals, −3 to +3"
    )
    return Block(
        title,
        picture=Picture(
            picture, "◆ moment of truth. The line is the 95 % interval of the mean, −3 to +3."
        ),
    )


def _estimated(one: ElementCoverage, found: Observed) -> Estimated:
    mark = "better" if (found.low or 0) > 0 else "worse" if (found.high or 0) < 0 else ""
    people = words.counted(found.n, "person").replace("persons", "people")
    name = f"◆ {one.name}" if one.is_moment_of_truth else one.name
    return Estimated(
        name, found.mean, found.low, found.high, f"{evidence.signed(found.mean)}, {people}", mark
    )


def _touchpoints(covered: Coverage, felt: dict[str, Observed]) -> Table:
    rows = []
    for one in covered.touchpoints:
        sources = ", ".join(
            f"{coverage.method_name(source.method)} ({source.people:,})" for source in one.sources
        )
        newest = max((source.newest for source in one.sources if source.newest), default=None)
        lacks = [coverage.LACKS[lack] for lack in one.lacks if lack != "disagree"]
        lacks += [
            f"{coverage.method_name(a)} and {coverage.method_name(b)} disagree"
            for a, b in one.contradictions
        ]
        heard = _feeling(felt.get(one.key)) if one.people else sections.cell("assumed" if one.assumed else "not rated", mark="none")  # fmt: skip
        rows.append(sections.row(
            sections.cell(one.name, one.stage_name, "moment of truth" if one.is_moment_of_truth else ""), heard, f"{one.people:,}",
            sections.cell(sources or words.NONE, f"newest {words.day(newest)}" if newest else ""), ", ".join(lacks),
        ))  # fmt: skip
    return Table(
        sections.heads(("Touchpoint", 28), ("Feeling (95 %)", 15), ("People", 9), ("Heard by", 24), ("What is missing", 24)),
        tuple(rows), "The map has no touchpoint yet.",
    )  # fmt: skip


def _themes(program_id: int, today: date) -> Iterator[Block]:
    rows = Theme.objects.filter(program=program_id, status=Theme.Status.ACCEPTED)
    found: list[Any] = list(
        rows.annotate(size=Count("mentions")).order_by("-size", "id")[:MOST_THEMES]
    )
    quotes: dict[int, list[tuple[str, str]]] = {}
    mentions = ThemeMention.objects.filter(theme__in=found, rank__isnull=False).exclude(
        response__text=""
    )
    mentions = mentions.filter(consented("response__", today))
    for theme, text, given in mentions.order_by("theme", "rank").values_list(
        "theme_id", "response__text", "response__given_at"
    ):
        shown = quotes.setdefault(theme, [])
        if len(shown) < THEME_QUOTES and text not in {words_ for words_, _ in shown}:
            shown.append(
                (
                    words.shortened(words.clean(text), LONGEST_QUOTE),
                    words.local_day(given) if given else "",
                )
            )
    if not found:
        yield Block(
            bullets=Bullets(
                (), "No theme is accepted yet. Let themes be found, and decide about them."
            )
        )
    for theme in found:
        yield Block(
            f"{words.clean(theme.name)}: {words.counted(theme.size, 'comment')}",
            quotes=Quotes(tuple(quotes.get(theme.pk, ()))) if quotes.get(theme.pk) else None,
            lead="" if theme.named_by != Theme.NamedBy.ENDPOINT else "Its name was suggested by a language model.",
        )  # fmt: skip


def _insights(program_id: int, covered: Coverage) -> Table:
    names = {one.key: one.name for one in covered.elements}
    rows = Insight.objects.filter(program=program_id, is_archived=False).annotate(
        quoted=Count("quotes", distinct=True),
        people=Count("quotes__response__respondent", distinct=True),
    )
    told = tuple(
        sections.row(
            one.statement, one.get_kind_display(), one.get_basis_display(),
            ", ".join(names[key] for key in one.element_keys if key in names),
            f"{words.counted(one.quoted, 'quote')} by {one.people}" if one.quoted else "no quote yet",
        )
        for one in rows.order_by("-id")[:MOST_INSIGHTS]
    )  # fmt: skip
    return Table(
        sections.heads(("Insight", 42), ("Kind", 11), ("Basis", 14), ("About", 18), ("Rests on", 15)), told,
        "Nobody has written an insight yet: what do the answers mean?",
    )  # fmt: skip


def _drift(found: drift.Drift) -> Bullets:
    told = tuple(
        words.clean(f"{one.name} {one.sentence}.") for one in found.signals if not one.is_set_aside
    )
    since = words.day(found.fresh_since) if found.fresh_since else ""
    quiet = (
        f"{words.counted(found.fresh_answers, 'answer')} since {since}, and none of what they say differs surely from the map."
        if found.fresh_answers
        else f"No answer came in since {since}, so nobody can say."
    )
    return Bullets(told, quiet)


def _gaps(covered: Coverage) -> Table:
    rows = tuple(
        sections.row(gap.name, coverage.LACKS[gap.lack], f"{gap.people_needed:,}")
        for gap in covered.gaps[:MOST_GAPS]
    )
    return Table(
        sections.heads(("Touchpoint", 50), ("Why", 30), ("People to ask", 20)), rows, "Every touchpoint was heard well.",
        "Moments of truth first, then by importance. So many people give an interval of about ±0.5.",
    )  # fmt: skip


def _appendix(program_id: int, today: date) -> Iterator[Section]:
    quotes = Quote.objects.filter(program=program_id).exclude(response__text="")
    quotes = quotes.filter(consented("response__", today))
    rows = (
        quotes.select_related("response", "response__study")
        .prefetch_related("themes")
        .order_by("-id")[:MOST_QUOTES]
    )
    told = tuple(
        (
            words.shortened(words.clean(one.response.text[one.start : one.end]), LONGEST_QUOTE),
            words.clean(", ".join(filter(None, [", ".join(theme.name for theme in one.themes.all()), one.response.study.name]))),
        )
        for one in rows
    )  # fmt: skip
    if told:
        yield Section(
            "Appendix: quotes",
            (Block(quotes=Quotes(told)),),
            "Word for word, as far as their givers’ consent lasts.",
        )


def _margin(source: Source, program_id: int) -> Iterator[Remark]:
    window = words.period(source.version.evidence_from, source.version.evidence_to)
    yield Remark(
        "When",
        (
            f"Answers of {window}, the version’s evidence window."
            if window
            else "Answers of any time: the version has no evidence window.",
        ),
    )
    studies = Study.objects.filter(program=program_id, is_archived=False).order_by("-id")[:6]
    told = tuple(
        words.clean(f"{study.name} ({study.get_method_display().lower()})") for study in studies
    )
    yield Remark("Who was asked", told or ("No study yet.",))


def _methods() -> Iterator[Remark]:
    yield Remark(
        "Feelings",
        (
            "Ratings stand on −3 to +3: the ends of a question’s scale are its ends, linear between. Where nobody rated, the words are scored. Each person counts once, with the mean of their answers. Intervals are 95 %, Student’s t.",
        ),
    )
    yield Remark(
        "Coverage",
        (
            f"Of 100 points, 40 are for touchpoints {coverage.ENOUGH} people or more were asked about, 20 for answers of the last year, 20 for two kinds of study, 20 for those without a contradiction.",
        ),
    )
    yield Remark(
        "Drift",
        (
            "Fresh answers are tested against the map, all tests as one family; all looks together raise a false alarm for at most 5 % of maps.",
        ),
    )
    yield Remark(
        "Words",
        (
            "Respondents are pseudonyms; e-mail addresses, telephone and card numbers are masked. Words whose consent has ended are left out.",
        ),
    )
