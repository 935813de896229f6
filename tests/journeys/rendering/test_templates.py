"""Pictures on a page: a real table, safe whatever it holds, without styles in attributes."""

import logging
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

import journeys
from journeys.rendering import picture
from tests.factories.contents import map_contents
from tests.journeys.rendering.pictures import draw_comparison, draw_small
from tests.journeys.sample import card, key, small_map, stage, touchpoint

STATIC = Path(journeys.__file__).parent / "static" / "journeys"
HOSTILE = "<img src=x onerror=alert(1)>\"'{{ 7|add:7 }}{% debug %}"


class Page(HTMLParser):
    """What a page consists of: tags, attributes, and the text outside drawings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    def values(self, attribute: str) -> list[str | None]:
        return [found[attribute] for _, found in self.tags if attribute in found]


def show(drawn, template: str = "map") -> Page:
    return Page(render_to_string(f"journeys/picture/{template}.html", {"picture": drawn}))


def cells_per_row(html: str) -> list[int]:
    return [
        sum(int(found) if found else 1 for found in re.findall(r'<t[hd](?:[^>]*?colspan="(\d+)")?[^>]*>', row))
        for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    ]  # fmt: skip


def test_map_is_a_table_with_heads() -> None:
    page = show(draw_small())

    heads = page.all("th")
    assert Counter(head["scope"] for head in heads) == {"colgroup": 2, "col": 3, "row": 7}
    assert len(page.all("caption")) == 1
    assert [group.get("span") for group in page.all("colgroup")] == [None, "2", "1"]


@given(map_contents(most_cards=8))
@settings(max_examples=30)
def test_every_row_fills_the_table(contents) -> None:
    drawn = picture.draw(contents, with_empty_rows=True)
    if not drawn.is_empty:
        for one in (drawn, *drawn.pages(3)):
            html = render_to_string("journeys/picture/map.html", {"picture": one})
            assert set(cells_per_row(html)) == {len(one.columns) + 1}


def test_every_element_can_be_jumped_to() -> None:
    contents = small_map()
    page = show(picture.draw(contents, prefix="x-"))

    keys = [one.key for one in (*contents.stages, *contents.lanes, *contents.cards)]
    keys += [part.key for _, part in contents.touchpoints]
    ids = [one for one in page.values("id") if one and "element-" in one]
    assert sorted(ids) == sorted(f"x-element-{one}" for one in keys)
    assert set(keys) <= set(page.values("data-key"))


def test_ids_are_not_repeated() -> None:
    drawn = draw_small()
    for found in (show(drawn), *(show(page) for page in drawn.pages(2))):
        ids = found.values("id")
        assert len(ids) == len(set(ids))
    both = [one for page in drawn.pages(1) for one in show(page).values("id")]
    assert len(both) == len(set(both))


def test_what_goes_on_from_page_to_page_has_its_id_where_it_begins() -> None:
    first, second, _ = (show(page).values("id") for page in draw_small().pages(1))

    assert f"element-{key('Form asks twice')}" in first
    assert [one for one in second if one and one.endswith(key("Apply"))] == []
    assert [one for one in second if one and one.endswith(key("Form asks twice"))] == []


@pytest.mark.parametrize("is_print", [False, True])
def test_hostile_texts_stay_texts(is_print: bool) -> None:
    point = structs.replace(
        touchpoint("t"), name=HOSTILE, feeling=HOSTILE, does=HOSTILE, emotion=1.0, team=HOSTILE
    )
    pain = structs.replace(
        card("c", "Pain points", "s", "t"), text=HOSTILE, tags=(HOSTILE,), owner=HOSTILE, severity=3
    )
    contents = small_map(
        stages=(structs.replace(stage("s", point), name=HOSTILE, customer_goal=HOSTILE),),
        cards=(pain,),
    )
    drawn = picture.draw(contents, {"app": {key("c"): HOSTILE}}, caption=HOSTILE)

    page = show(drawn.pages()[0] if is_print else drawn)

    assert not {"img", "script"} & {tag for tag, _ in page.tags}
    assert page.values("onerror") == []
    assert HOSTILE in page.words


def test_page_has_no_styles_and_scripts_in_it() -> None:
    for page in (
        show(draw_small()),
        show(draw_small().pages()[0]),
        show(draw_comparison(small_map(), small_map()), "comparison"),
    ):
        assert page.values("style") == []
        assert not {"style", "script"} & {tag for tag, _ in page.tags}
        assert not [name for _, found in page.tags for name in found if name.startswith("on")]


def test_long_text_is_whole_on_screen() -> None:
    text = "word " * 3999 + "end"
    page = show(draw_small(cards=(card(text, "Pain points", "Apply"),)))

    assert text in page.words


def test_severity_and_share_are_said_in_words() -> None:
    words = " ".join(show(draw_small()).words)

    assert "Severity 4 of 5 31 % of customers hit" in words


def test_screen_draws_with_the_colours_of_the_page_and_print_with_its_own() -> None:
    drawn = draw_small()
    on_screen = render_to_string("journeys/picture/map.html", {"picture": drawn})
    in_print = render_to_string("journeys/picture/map.html", {"picture": drawn.pages()[0]})

    assert "var(--picture-primary)" in on_screen
    assert "var(" not in in_print
    assert "currentColor" not in in_print


def test_empty_map_says_the_next_step() -> None:
    page = show(draw_small(stages=(), cards=()))

    assert page.words == [
        "No stages yet",
        "Start with the stages. You can add what customers feel when you have asked them.",
    ]


def test_long_journey_has_links_to_its_stages() -> None:
    parts = [touchpoint(f"T{index}") for index in range(8)]
    page = show(draw_small(stages=(stage("S", *parts),), cards=()))

    (nav,) = page.all("nav")
    assert nav["aria-label"] == "Whole journey: jump to a stage"
    assert [link["href"] for link in page.all("a")] == [f"#element-{key('S')}"]


def test_comparison_tells_what_changed_where() -> None:
    before = small_map()
    after = small_map(stages=(before.stages[0], stage("Use", touchpoint("Pay"))), cards=())
    page = show(draw_comparison(before, after), "comparison")

    changes = {
        found["data-key"]: found["data-change"]
        for found in page.all("th")
        if "data-change" in found
    }
    assert changes == {
        key("Apply"): "changed",
        key("First use"): "removed",
        key("Use"): "added",
        key("Start application"): "",
        key("Prove identity"): "changed",
        key("First payment"): "removed",
        key("Pay"): "added",
    }


@given(map_contents(), map_contents())
@settings(max_examples=20)
def test_every_row_of_a_comparison_fills_the_table(before, after) -> None:
    drawn = draw_comparison(before, after)
    if not drawn.is_empty:
        for one in (drawn, *drawn.pages(3)):
            html = render_to_string("journeys/picture/comparison.html", {"picture": one})
            assert set(cells_per_row(html)) == {len(one.columns) + 1}


def test_empty_comparison_says_so() -> None:
    empty = small_map(stages=(), cards=())

    assert show(draw_comparison(empty, empty), "comparison").words[0] == "Nothing to compare yet"


@given(st.integers(0, 999))
def test_style_sheet_knows_every_number_of_columns(columns: int) -> None:
    css = (STATIC / "picture.css").read_text(encoding="utf-8")
    parts = [touchpoint(f"T{index}") for index in range(max(1, columns))]
    drawn = draw_small(stages=(stage("S", *parts),), cards=())

    digits = [
        int(re.search(rf"^\.{name} {{ --picture-\w+: (\d); }}$", css, re.MULTILINE)[1])
        for name in drawn.width_class.split()
    ]
    assert int("".join(map(str, digits))) == max(1, columns)


def test_measures_of_the_style_sheet_are_those_of_the_drawings() -> None:
    from journeys.rendering import pages, parts

    css = (STATIC / "picture.css").read_text(encoding="utf-8")

    assert f"--picture-head: {parts.HEAD_WIDTH}px;" in css
    assert f"--picture-column: {parts.COLUMN_WIDTH}px;" in css
    assert f"--picture-column: {parts.COMPARED_COLUMN_WIDTH}px;" in css
    for columns, share in pages.SPARSE.items():
        rule = f".picture-of-{columns} .picture-table {{\n  width: {share:.0%};\n}}"
        assert rule in css


@pytest.mark.slow
def test_print_makes_a_tagged_pdf_without_complaint(caplog, settings, tmp_path) -> None:
    from journeys.reports.fonts import use_our_fonts

    settings.DATA_DIR = tmp_path
    use_our_fonts()
    import weasyprint
    from pypdf import PdfReader

    pains = tuple(card(f"Pain {index}", "Pain points", "Apply") for index in range(60))
    drawn = draw_small(cards=pains)
    css = (STATIC / "picture.css").read_text(encoding="utf-8")
    bodies = [
        render_to_string("journeys/picture/map.html", {"picture": page}) for page in drawn.pages(2)
    ]
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Map</title>'
        f"<style>@page{{size:A4 landscape;margin:12mm}}{css}</style>{''.join(bodies)}"
    )

    with caplog.at_level(logging.WARNING, "weasyprint"):
        weasyprint.HTML(string=html).write_pdf(tmp_path / "map.pdf", pdf_variant="pdf/ua-1")

    pages = [page.extract_text() for page in PdfReader(tmp_path / "map.pdf").pages]
    assert [record.getMessage() for record in caplog.records] == []
    assert len(pages) > 2
    # Heads are repeated on every page a map goes on to.
    assert all("Prove identity" in page for page in pages if "Pain 5" in page)
    text = "\n".join(pages)
    assert all(f"Pain {index}" in text for index in range(60))
