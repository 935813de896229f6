"""Where the report comes from: enough to make it again, and to prove that it is about these versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.models import State
from journeys.reports import words
from journeys.reports.version_comparison.ledger import CHANGE_WORDS, ELEMENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.reports.reading import Source
    from journeys.reports.version_comparison.sources import Sources


class Fact(Struct, frozen=True):
    """A name with what it stands for in each version, or once for both."""

    name: str
    before: str
    after: str = ""


def facts(sources: Sources, *, made_by: str, report_id: int | None) -> tuple[Fact, ...]:
    """Return what identifies the versions and the report."""
    return tuple(_facts(sources, made_by, report_id))


def _facts(sources: Sources, made_by: str, report_id: int | None) -> Iterator[Fact]:
    before, after = (_of_version(source) for source in (sources.before, sources.after))
    for name, said in before.items():
        if said or after[name]:
            yield Fact(name, said or words.NONE, after[name] or words.NONE)
    if sources.aligned is not None:
        by = f", by {sources.aligned.by}" if sources.aligned.by else ""
        yield Fact(
            "Aligned",
            words.clean(f"{words.counted(sources.aligned.pairs, 'pair')} of elements{by}"),
        )
    yield Fact("Filters", "; ".join(filter_words(sources)) or "none")
    yield Fact("Read and compared", words.moment(sources.read_at))
    yield Fact("Made by", made_by or words.NONE)
    if report_id is not None:
        yield Fact("Report", f"id {report_id}")


def _of_version(source: Source) -> dict[str, str]:
    version, said = source.version, source.contents.version
    published = version.published_at
    by = f" by {version.published_by_name}" if published and version.published_by_name else ""
    return {
        "Map": words.clean(f"{version.map.name} (id {version.map_id})"),
        "Version": f"{version.number} (id {version.pk})",
        "Label": words.clean(said.label),
        "State": str(State(version.state).label),
        "Published": words.clean(f"{words.moment(published)}{by}") if published else "",
        "Evidence window": words.period(said.evidence_from, said.evidence_to),
        "Checksum (SHA-256 of the document)": source.checksum,
    }


def filter_words(sources: Sources) -> tuple[str, ...]:
    """Return what the lists of changes are narrowed to, in words; nothing if they are whole."""
    filters = sources.filters
    found = []
    if filters.elements:
        kinds = [ELEMENT_WORDS[kind].lower() + "s" for kind in filters.elements]
        found.append(f"only {words.listed(kinds)}")
    if filters.changes:
        found.append(
            f"only {words.listed([CHANGE_WORDS[kind].lower() for kind in filters.changes])}"
        )
    if filters.persona:
        both = (*sources.after.contents.personas, *sources.before.contents.personas)
        name = next((one.name for one in both if one.key == filters.persona), filters.persona)
        found.append(words.clean(f"persona {name}"))
    return tuple(found)
