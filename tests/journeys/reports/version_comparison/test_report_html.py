"""The report as a page: what it says, in which order, and that nothing in it can be turned against it."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.utils import timezone
from msgspec import structs

from journeys.contents import MapContents, MapFacts, VersionFacts
from journeys.models import Kpi, Report
from journeys.reports.version_comparison import build, kind, to_html
from journeys.reports.version_comparison import sources as reading
from tests.factories import KpiFactory, ReadingFactory, operator, published_map
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint, without

SECTIONS = [
    "Side by side",
    "What changed, stage by stage",
    "Feelings, before and after",
    "Pain points",
    "Version 2 in full",
    "Version 1 in full",
    "Method and provenance",
]
HOSTILE = (
    '</style></title><script>alert(1)</script><img src="file:///etc/passwd" onerror=x>'
    "<link rel=stylesheet href=http://evil.example/x.css>{{ report }}{% now %}' onload='x' url(http:x)"
)


class Page(HTMLParser):
    """The page's tags, attributes and text, for asking."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.headings, self.words = set(), set(), [], []
        self._path = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self._path.append(tag)

    def handle_endtag(self, tag):
        while self._path and self._path.pop() != tag:
            pass

    def handle_data(self, data):
        if self._path and self._path[-1] == "style":
            return
        self.words.append(data)
        if "h2" in self._path:
            self.headings.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def made(pair, program):
    """Return a function that gives the HTML of a comparison of two contents."""

    def make(before, after, *, is_draft=False, **filters):
        first, second = pair(before, after, is_draft=is_draft)
        return html_of(first, second, **filters)

    return make


def html_of(first, second, **filters):
    subject = kind.check(
        {"version": second.pk, "against": first.pk, "filters": filters}, operator()
    )
    report = Report(program=subject.program, parameters=subject.parameters)
    return to_html(build(reading.read(report), made_by="Mara Ruiz", report_id=12))


def changed_map():
    after = edited(small_map(), "Prove identity", emotion=-0.4, name="Identify by video")
    after = edited(after, "Call drops", severity=2, share_hit=12.5)
    after = without(after, "Form asks twice")
    extra = stage("Stay", touchpoint("Renew", emotion=0.5))
    cards = (*after.cards, card("Waits too long", "Pain points", "Apply", severity=5))
    return structs.replace(after, stages=(*after.stages, extra), cards=cards)


def test_report_has_its_sections_in_order(made):
    page = Page(made(small_map(), changed_map()))

    assert [heading for heading in page.headings if heading in SECTIONS] == SECTIONS


def test_report_begins_with_the_sentence_of_the_comparison(made):
    html = made(small_map(), changed_map())

    headline = re.search(r'<h1 class="headline \w+">(.*?)</h1>', html)[1]
    assert headline.startswith("The team rates “Identify by video” 1.7 higher")


def test_report_says_that_nobody_was_asked_and_calls_no_difference_better(made):
    page = Page(made(small_map(), changed_map()))

    assert "Nobody yet. The ratings are what the team believes" in page.text
    assert "Cannot tell assumed by the team in both versions" in page.text
    assert "Better" not in page.words
    assert "Worse" not in page.words


def test_report_says_how_many_ratings_are_observed(made):
    after = edited(small_map(), "First payment", basis="observed", emotion=2.0)

    page = Page(made(small_map(), after))

    assert "Version 1: 0 of 3 ratings are marked as observed from customers." in page.text
    assert "Version 2: 1 of 3 ratings are marked as observed from customers." in page.text
    assert "how many people stand behind them is not on record" in page.text.lower()


def test_report_tells_the_evidence_windows(made):
    facts = VersionFacts(evidence_from=date(2026, 6, 1), evidence_to=date(2026, 10, 31))

    page = Page(made(small_map(), structs.replace(changed_map(), version=facts)))

    assert "Version 2 speaks of the time 1 Jun 2026 to 31 Oct 2026." in page.text


def test_report_says_which_signs_it_cannot_show(made):
    page = Page(made(small_map(), edited(small_map(), "Call drops", text="漢字")))

    assert "2 signs (as U+5B57) are not in the fonts of this installation" in page.text


def test_report_counts_what_happened(made):
    html = made(small_map(), changed_map())

    figures = re.search(r'<ul class="figures">(.*?)</ul>', html, re.DOTALL)[1]
    text = " ".join(re.sub("<[^>]+>", " ", figures).split())
    assert text == (
        "Touchpoints 1 added 1 changed Pain points 1 new 1 milder 1 gone "
        "Ratings of feelings 1 higher 2 the same What can be said 3 cannot tell"
    )


def test_footer_names_both_versions_with_checksum_and_date(pair, program):
    first, second = pair(small_map(), changed_map(), is_draft=True)

    html = html_of(first, second)

    footer = re.search(r'<div class="running-footer">(.*?)</div>', html)[1]
    today = timezone.localtime()
    day = f"{today.day} {today:%b %Y}"
    assert f"Made {day} by Mara Ruiz" in footer
    assert f"Version 1 · {first.checksum[:8]} · published {day}" in footer
    assert re.search(rf"Version 2 · [0-9a-f]{{8}} · draft, as of {day}, \d\d:\d\d UTC", footer)


def test_a_draft_is_marked(made):
    page = Page(made(small_map(), changed_map(), is_draft=True))

    assert "Draft" in page.words
    assert re.search(r"Version 2 is not published. It may have changed since \d", page.text)


def test_published_versions_are_not_marked_as_drafts(made):
    html = made(small_map(), changed_map())

    assert "draft-word" not in html.partition("</style>")[2]


def test_pain_points_tell_what_became_of_them(made):
    html = made(small_map(), changed_map())

    section = html[html.index("<h2>Pain points</h2>") :]
    rows = re.findall(
        r'<span class="mark mark-pain-\w+">(\w+)</span></td><th[^>]*>(.*?)</th>', section
    )
    assert rows == [
        ("New", "Waits too long"),
        ("Milder", "Call drops"),
        ("Gone", "Form asks twice"),
    ]


def test_personas_and_map_facts_are_there_only_when_they_changed(made):
    plain = Page(made(small_map(), changed_map()))
    after = structs.replace(small_map(), map=MapFacts(name="Open an account", scope="All of it"))

    changed = Page(made(small_map(), after))

    assert {"Personas", "The map itself"}.isdisjoint(plain.headings)
    assert "The map itself" in changed.headings
    assert "All of it" in changed.words


def test_kpis_are_told_on_the_first_page_and_in_full(pair, program):
    first, second = pair(small_map(), changed_map())
    kpi = KpiFactory(program=program, name="Applications completed", kind=Kpi.Kind.PROPORTION)
    Kpi.objects.filter(pk=kpi.pk).update(element_key=key("Apply"))
    ReadingFactory(kpi=kpi, numerator=58, denominator=100)

    page = Page(html_of(first, second))

    assert page.words.count("Applications completed") == 2
    assert " at Apply" in page.words
    assert "one reading serves both versions" in page.text
    assert "KPIs" in page.headings


def test_unchanged_versions_say_so_and_print_the_map_once(made):
    page = Page(made(small_map(), small_map()))

    assert "Nothing changed between the two versions." in page.text
    assert "No stage, touchpoint, lane or card changed." in page.text
    assert (
        "No pain point came, went, or changed its severity. 2 pain points are as before."
        in page.text
    )
    assert "Version 2 in full" in page.headings
    assert "Version 1 in full" not in page.headings
    assert "Side by side" not in page.headings


def test_unrated_maps_have_no_curve_and_say_why(made):
    contents = structs.replace(
        small_map(), stages=(stage("Apply", touchpoint("Start")),), lanes=(), cards=()
    )
    after = edited(contents, "Start", team="Web")

    page = Page(made(contents, after))

    assert (
        "Nobody has rated how customers feel in either version, so there is no curve" in page.text
    )


def test_empty_drafts_can_be_compared(program, pair):
    first = published_map(program)
    empty = MapContents(map=MapFacts(name="Open an account"))
    _, second = pair(small_map(), empty, is_draft=True)

    page = Page(html_of(first, second))

    assert "No stages yet" in page.text


def test_filters_narrow_the_changes_and_are_told(made):
    html = made(small_map(), changed_map(), elements=["card"], changes=["added"])

    page = Page(html)
    ledger = html[html.index("<h2>What changed") : html.index("<h2>Feelings")]
    assert "Filtered: only cards; only added. The first page counts everything." in page.text
    assert re.findall(r'<span class="mark mark-\w+">(\w+)</span>', ledger) == ["Added"]
    assert "only cards; only added" in page.text[page.text.index("Made from") :]


def test_filters_that_nothing_passes_say_so(made):
    page = Page(made(small_map(), changed_map(), changes=["rechannelled"]))

    assert "No change passes the filter." in page.text


def test_versions_of_two_maps_are_told_apart_and_warned_of(program):
    first = published_map(program)
    second = published_map(program, map=MapFacts(name="Open an account as it should be"))

    page = Page(html_of(first, second))

    assert "Version 1 of Open an account as it should be in full" in page.headings
    assert "The two versions are of different maps." in page.text


def test_provenance_lets_anybody_check_what_was_compared(pair, program):
    first, second = pair(small_map(), changed_map())

    text = Page(html_of(first, second)).text

    made_from = text[text.index("Made from") :]
    for fact in (
        f"1 (id {first.pk})",
        f"2 (id {second.pk})",
        first.checksum,
        second.checksum,
        "Filters none",
        "Made by Mara Ruiz",
        "Report id 12",
    ):
        assert fact in made_from


def hostile_map():
    """Return a map in which every text tries to be markup."""

    def turned(part):
        texts = {
            name: HOSTILE[:60] if name in {"feeling", "age_range", "gender"} else HOSTILE[:80]
            for name in part.__struct_fields__
            if isinstance(getattr(part, name), str)
            and name
            not in {"key", "kind", "basis", "channel", "lane", "stage", "touchpoint", "status"}
        }
        return structs.replace(part, **texts)

    plain = small_map()
    return structs.replace(
        plain,
        map=turned(structs.replace(plain.map, scope="x")),
        version=turned(VersionFacts()),
        personas=tuple(map(turned, plain.personas)),
        stages=tuple(
            structs.replace(turned(part), touchpoints=tuple(map(turned, part.touchpoints)))
            for part in plain.stages
        ),
        lanes=tuple(map(turned, plain.lanes)),
        cards=tuple(
            structs.replace(turned(part), attachment="", tags=(HOSTILE[:80],))
            for part in plain.cards
        ),
    )


def test_hostile_texts_stay_texts(made):
    quiet = Page(made(small_map(), changed_map()))
    every = {"title", "ul", "li", "div"}  # parts that the quiet one happens not to need

    hostile = Page(made(small_map(), hostile_map()))

    assert hostile.tags - quiet.tags <= every
    assert hostile.attributes == quiet.attributes
    assert {"script", "img", "link", "iframe", "a"}.isdisjoint(hostile.tags)
    assert {"onerror", "onload", "src"}.isdisjoint(hostile.attributes)


def test_hostile_names_of_program_and_people_stay_texts(pair, program):
    program.name = HOSTILE[:120]
    program.save()
    first, second = pair(small_map(), changed_map())
    subject = kind.check({"version": second.pk, "against": first.pk}, operator())
    report = Report(program=subject.program, parameters=subject.parameters)

    html = to_html(build(reading.read(report), made_by=HOSTILE))

    assert {"script", "img", "link"}.isdisjoint(Page(html).tags)
    assert html.count("</style>") == 1


def test_page_holds_no_address(made):
    html = made(small_map(), changed_map())

    addresses = set(re.findall(r"""(?:src|href|xlink:href)=|https?://[^"'\s<]+""", html))
    assert addresses == {"http://www.w3.org/2000/svg"}


def test_building_takes_a_fixed_number_of_queries(pair, program, django_assert_num_queries):
    def report_of(extra):
        cards = tuple(card(f"{extra} {n}", "Pain points", "Apply") for n in range(extra))
        first, second = pair(small_map(), structs.replace(changed_map(), cards=cards))
        subject = kind.check({"version": second.pk, "against": first.pk}, operator())
        report = Report(program=subject.program, parameters=subject.parameters)
        return reading.read(report)

    for extra in (1, 30):
        sources = report_of(extra)
        with django_assert_num_queries(1):
            to_html(build(sources, made_by=""))
