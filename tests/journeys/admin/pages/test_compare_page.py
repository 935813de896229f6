"""The compare page."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import maps, versions
from journeys.models import MapVersion
from tests.factories import KpiFactory, ProgramFactory, ReadingFactory, published_map
from tests.journeys.admin.pages.conftest import next_version
from tests.journeys.admin.pages.test_map_page import large_map
from tests.journeys.sample import edited, key, small_map


def names(answer):
    return [entry.name for group in answer.context["groups"] for entry in group.entries]


def test_a_draft_is_compared_with_what_it_was_started_from(published, second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_compare", second.pk))

    assert answer.status_code == 200
    assert answer.context["against"] == published
    text = answer.content.decode()
    assert answer.context["comparison"].summary.partition("“")[0] in text
    assert names(answer) == [
        "Video identification",
        "Call drops",
        "First use",
        "First payment",
    ]


def test_the_pickers_offer_every_version_but_those_given_up(published, second, viewer, as_, at):
    versions.discard(second, by=None)
    third = next_version(published, edited(small_map(), "First payment", emotion=0.1))

    answer = as_(viewer).get(at("mapversion_compare", third.pk))

    (offered,) = answer.context["choices"]
    assert [row.number for row in offered.versions] == [3, 1]


def test_a_pair_can_be_named_either_way(published, second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_compare", published.pk), {"against": second.pk})

    assert (answer.context["version"], answer.context["against"]) == (published, second)
    assert "First use" in names(answer)


def test_the_picker_leads_to_the_pairs_own_address(published, second, viewer, as_, at):
    answer = as_(viewer).get(
        at("mapversion_compare", published.pk), {"after": second.pk, "against": published.pk}
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"{at('mapversion_compare', second.pk)}?against={published.pk}"


def test_a_version_of_another_map_compares_by_the_keys_they_share(
    program, published, second, viewer, as_, at
):
    other = published_map(program)

    answer = as_(viewer).get(at("mapversion_compare", second.pk), {"against": other.pk})

    assert answer.context["against"] == other
    assert "Video identification" in names(answer)
    assert "compared by the elements they share" in answer.content.decode()


def test_a_version_of_another_program_is_not_compared_with(published, second, viewer, as_, at):
    foreign = published_map(ProgramFactory())

    for side in ("against", "after"):
        answer = as_(viewer).get(at("mapversion_compare", second.pk), {side: foreign.pk})

        assert answer.context["against"] == published


def test_a_verdict_filters_the_list_beside_the_kinds(published, second, viewer, as_, at):
    client, address = as_(viewer), at("mapversion_compare", second.pk)

    judged = client.get(address, {"verdict": "cannot_tell"})
    none = client.get(address, {"verdict": "better"})

    assert names(judged) == ["Video identification", "Call drops"]
    (chip,) = judged.context["verdicts"]
    assert (chip["is_on"], parse_qs(chip["query"])) == (True, {})
    assert names(none) == []
    assert "of these kinds and verdicts" in none.content.decode()


def test_kpis_stand_under_their_stage_with_the_readings_they_come_from(
    program, published, second, viewer, as_, at
):
    kpi = KpiFactory(program=program, name="Completed", kind="proportion", element_key=key("Apply"))
    used = [
        ReadingFactory(kpi=kpi, period_from=start, period_to=end, numerator=n, denominator=1000)
        for start, end, n in (
            (date(2020, 1, 1), date(2020, 3, 31), 500),
            (date(2020, 4, 1), date(2020, 6, 30), 700),
        )
    ]
    MapVersion.objects.filter(pk=second.pk).update(
        evidence_from=date(2020, 4, 1), evidence_to=date(2020, 6, 30)
    )

    answer = as_(viewer).get(at("mapversion_compare", second.pk))

    ((row, _, _, word),) = answer.context["kpis"]
    assert [one.id for one in row.both] == [used[1].pk, used[1].pk]
    assert word == "cannot tell"
    (mark,) = answer.context["picture"].stages[0].kpis
    assert (mark.name, mark.before, mark.verdict) == ("Completed", "70.0 %", "cannot_tell")
    assert f"reading {used[1].pk}" in answer.content.decode()


def test_a_kind_filters_the_list_and_the_chips_turn_it_on_and_off(
    published, second, viewer, as_, at
):
    answer = as_(viewer).get(at("mapversion_compare", second.pk), {"kind": "renamed"})

    assert names(answer) == ["Video identification"]
    chips = {chip["kind"]: chip for chip in answer.context["filters"]}
    assert {kind: chip["number"] for kind, chip in chips.items()} == {
        "removed": 2,
        "renamed": 1,
        "rescored": 2,
    }
    assert [kind for kind, chip in chips.items() if chip["is_on"]] == ["renamed"]
    assert parse_qs(chips["renamed"]["query"]) == {}
    assert parse_qs(chips["removed"]["query"]) == {"kind": ["removed", "renamed"]}


def test_a_kind_there_is_not_is_ignored(published, second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_compare", second.pk), {"kind": "<script>"})

    assert len(names(answer)) == 4


def test_picking_shows_an_element_before_and_after(published, second, viewer, as_, at):
    address = at("mapversion_compare", second.pk)

    answer = as_(viewer).get(address, {"pick": key("Prove identity")})

    assert answer.context["detail"].name == "Video identification"
    assert 'id="detail-name"' in answer.content.decode()


def test_the_script_gets_the_detail_alone(published, second, viewer, as_, at):
    answer = as_(viewer).get(
        at("mapversion_compare", second.pk), {"pick": key("Prove identity"), "part": "detail"}
    )

    text = answer.content.decode()
    assert "Video identification" in text
    assert "<html" not in text


def test_an_unknown_pick_shows_nothing(published, second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_compare", second.pk), {"pick": "nobody"})

    assert answer.context["detail"] is None


def test_links_of_entries_keep_the_filter(published, second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_compare", second.pk), {"kind": "renamed"})

    (entry,) = answer.context["groups"][0].entries
    assert parse_qs(urlsplit(f"?{entry.query}").query) == {
        "kind": ["renamed"],
        "pick": [key("Prove identity")],
    }


def test_two_versions_that_say_the_same_are_called_so(published, viewer, as_, at):
    same = versions.start_draft(published.map, by=None)

    text = as_(viewer).get(at("mapversion_compare", same.pk)).content.decode()

    assert "The two versions say the same" in text


def test_a_version_against_itself_is_called_so(published, second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_compare", second.pk), {"against": second.pk})

    assert "That is the same version twice" in answer.content.decode()


def test_a_map_of_one_version_says_what_to_do(draft, manager, viewer, as_, at):
    text = as_(viewer).get(at("mapversion_compare", draft.pk)).content.decode()
    assert "There is nothing to compare with yet" in text
    assert "Publish it; the next version can then be compared with it." in text

    versions.publish(draft, by=None)

    start = at("journeymap_draft", draft.map_id)
    assert start in as_(manager).get(at("mapversion_compare", draft.pk)).content.decode()
    assert start not in as_(viewer).get(at("mapversion_compare", draft.pk)).content.decode()


def test_every_verdict_comes_with_its_number_and_reason(published, second, viewer, as_, at):
    (verdict,) = as_(viewer).get(at("mapversion_compare", second.pk)).context["verdicts"]

    assert (verdict["number"], verdict["word"]) == (2, "cannot tell")
    assert verdict["reason"] == "assumed by the team in both versions"


def test_a_comparison_takes_the_same_queries_whatever_its_size(program, viewer, as_, at):
    drafts = []
    for contents in (small_map(), large_map()):
        first = versions.publish(maps.create(program, contents, by=None), by=None)
        drafts.append(next_version(first, edited(contents, contents.stages[0].name, name="Else")))
    client = as_(viewer)
    client.get(at("mapversion_compare", drafts[0].pk))
    numbers = []
    for draft in drafts:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(at("mapversion_compare", draft.pk))
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    assert numbers[0] <= 27


def test_a_long_list_is_cut_until_asked_for(program, viewer, as_, at, monkeypatch):
    from journeys.admin.pages import compare_page

    monkeypatch.setattr(compare_page, "MOST_LISTED", 2)
    first = versions.publish(maps.create(program, small_map(), by=None), by=None)
    draft = next_version(first, small_map(stages=(), lanes=(), cards=()))
    client = as_(viewer)

    cut = client.get(at("mapversion_compare", draft.pk))
    more = client.get(at("mapversion_compare", draft.pk) + "?" + cut.context["query_for_more"])
    whole = client.get(at("mapversion_compare", draft.pk), {"most": "99"})

    assert len(names(cut)) == 2
    assert len(names(more)) == 4
    assert cut.context["left_out"] == len(names(whole)) - 2
