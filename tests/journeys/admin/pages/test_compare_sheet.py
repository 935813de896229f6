"""The compare page's workbook: the pair, the filters and the figures of the page."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from journeys import alignments, maps
from journeys.alignment import kinds, rekeyed
from journeys.contents import MapFacts
from tests.factories import KpiFactory, ProgramFactory, ReadingFactory, published_map
from tests.journeys.sample import edited, key, small_map


@pytest.fixture
def sheet_of(viewer, as_, at):
    """Return a function that gives the rows of a sheet, each by the heads, as a viewer gets it."""

    def rows(version, name, **query):
        answer = as_(viewer).get(at("mapversion_compare_xlsx", version.pk), query)
        assert answer.status_code == 200
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        heads, *found = book[name].iter_rows(values_only=True)
        return [dict(zip(heads, row, strict=True)) for row in found]

    return rows


def about(rows):
    return {row["What"]: row["Which"] for row in rows}


def drawn_apart(program):
    """Return the draft of the small map under other keys, with one rating of its own."""
    contents = edited(small_map(map=MapFacts(name="Onboard")), "Prove identity", emotion=-0.4)
    foreign = rekeyed(contents, {old: key(f"other {old}") for old in kinds(contents)})
    return maps.create(program, foreign, by=None)


def test_a_version_of_an_aligned_map_is_compared_as_on_the_page(program, draft, manager, sheet_of):
    other = drawn_apart(program)
    pairs = [(old, key(f"other {old}")) for old in kinds(small_map())]
    alignments.align(draft.map, other.map, pairs, by=manager)

    (change,) = sheet_of(other, "Changes", against=draft.pk)
    told = about(sheet_of(other, "About", against=draft.pk))

    assert (change["Name"], change["Before"], change["After"]) == ("Prove identity", -2.1, -0.4)
    assert (told["Map"], told["Aligned by"]) == ("Open an account and Onboard", "mara")
    assert f"id {draft.pk}, draft" in told["“Open an account”, version 1"]


def test_maps_with_nothing_in_common_have_no_workbook(program, draft, viewer, as_, at):
    address = at("mapversion_compare_xlsx", drawn_apart(program).pk)

    assert as_(viewer).get(address, {"against": draft.pk}).status_code == 404


def test_another_than_the_named_version_is_never_given(published, second, viewer, as_, at):
    client, address = as_(viewer), at("mapversion_compare_xlsx", second.pk)
    foreign = published_map(ProgramFactory())

    for named in (foreign.pk, 10**9, "9" * 40, "x", "²"):
        assert client.get(address, {"against": named}).status_code == 404, named
    for unnamed in ({}, {"against": ""}):
        answer = client.get(address, unnamed)
        assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.parametrize(
    ("query", "names", "feelings"),
    [
        (
            {},
            ["Video identification", "Call drops", "First use", "First payment"],
            ["Start application", "Video identification"],
        ),
        ({"kind": "renamed"}, ["Video identification"], ["Video identification"]),
        ({"kind": "removed"}, ["First use", "First payment"], []),
        (
            {"verdict": "cannot_tell"},
            ["Video identification", "Call drops"],
            ["Start application", "Video identification"],
        ),
        ({"verdict": "better"}, [], []),
        (
            {"verdict": "cannot_tell", "kind": "rescored"},
            ["Video identification", "Call drops"],
            ["Video identification"],
        ),
        ({"verdict": "better", "kind": "rescored"}, [], []),
    ],
)
def test_kinds_and_verdicts_leave_what_the_page_shows(
    published, second, viewer, as_, at, sheet_of, query, names, feelings
):
    page = as_(viewer).get(at("mapversion_compare", second.pk), query)
    listed = [entry.name for group in page.context["groups"] for entry in group.entries]

    changes = sheet_of(second, "Changes", **query)

    assert list(dict.fromkeys(row["Name"] for row in changes)) == names == listed
    assert [row["Touchpoint"] for row in sheet_of(second, "Feelings", **query)] == feelings


def test_it_says_what_was_left_out(published, second, sheet_of):
    told = about(sheet_of(second, "About", kind="renamed", verdict=["worse", "cannot_tell"]))
    whole = about(sheet_of(second, "About"))

    assert (told["Changes shown"], told["Verdicts shown"]) == ("renamed", "worse, cannot tell")
    assert (whole["Changes shown"], whole["Verdicts shown"]) == ("all", "all")


def test_kpis_are_those_of_the_page(program, published, second, viewer, as_, at, sheet_of):
    kpi = KpiFactory(
        program=program, name="=Completed", kind="proportion", element_key=key("Apply")
    )
    reading = ReadingFactory(
        kpi=kpi, period_from=date(2020, 4, 1), period_to=date(2020, 6, 30), numerator=700,
        denominator=1000,
    )  # fmt: skip

    (row,) = sheet_of(second, "KPIs")

    page = as_(viewer).get(at("mapversion_compare", second.pk))
    ((shown, _, _, word),) = page.context["kpis"]
    assert (row["KPI"], row["At"], row["What can be said"]) == ("=Completed", "Apply", word)
    assert row["Why"] == shown.reason == "one reading serves both versions"
    for side in ("Version 1", "Version 2"):
        assert row[f"{side}: value"] == "70.0 %"
        assert row[f"{side}: 95 % interval"] == shown.readings[0].interval
        assert (row[f"{side}: n"], row[f"{side}: reading"]) == (shown.readings[0].n, reading.pk)


def test_the_page_offers_the_workbook_of_its_filters(published, second, viewer, as_, at):
    query = {"kind": "renamed", "verdict": "cannot_tell"}

    text = as_(viewer).get(at("mapversion_compare", second.pk), query).content.decode()

    address = at("mapversion_compare_xlsx", second.pk)
    (link,) = [part for part in text.split("<a ") if address in part]
    said = f"kind=renamed&amp;verdict=cannot_tell&amp;against={published.pk}"
    assert f'href="{address}?{said}" download data-sheet>' in link
