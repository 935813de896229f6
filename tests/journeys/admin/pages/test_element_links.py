"""From the map to an element's form and back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from journeys.admin.pages import back
from journeys.models import Card, Lane, Stage, Touchpoint
from tests.factories import small_draft
from tests.journeys.sample import key


def leads_to(answer):
    parts = urlsplit(answer["Location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


@pytest.mark.parametrize(
    ("model", "name", "page"),
    [
        (Stage, "Apply", "stage_change"),
        (Touchpoint, "Prove identity", "touchpoint_change"),
        (Lane, "Pain points", "lane_change"),
        (Card, "Call drops", "card_change"),
    ],
)
def test_an_element_leads_to_its_form_and_back_to_its_place(
    program, draft, contributor, as_, at, model, name, page
):
    small_draft(program)  # another map with the same keys

    path, query = leads_to(as_(contributor).get(at("mapversion_element", draft.pk, key(name))))

    assert path == at(page, model.objects.get(version=draft, key=key(name)).pk)
    assert query == {"back": f"{at('mapversion_map', draft.pk)}#element-{key(name)}"}


def test_who_works_in_the_list_comes_back_to_it(draft, contributor, as_, at):
    client = as_(contributor)
    edited = client.get(at("mapversion_element", draft.pk, key("Apply")), {"list": ""})
    added = client.get(at("mapversion_add", draft.pk, "stage"), {"list": ""})

    place = f"{at('mapversion_map', draft.pk)}?list"
    assert leads_to(edited)[1]["back"] == f"{place}#item-{key('Apply')}"
    assert leads_to(added)[1]["back"] == f"{place}#outline"
    assert 'outline" open' in client.get(place).content.decode()


def test_an_element_that_is_not_on_the_map_is_not_found(draft, contributor, as_, at):
    answer = as_(contributor).get(at("mapversion_element", draft.pk, key("Nowhere")))

    assert answer.status_code == 404


def test_a_new_card_knows_where_it_was_asked_for(draft, contributor, as_, at):
    answer = as_(contributor).get(
        at("mapversion_add", draft.pk, "card"),
        {"lane": key("Pain points"), "stage": key("Apply"), "touchpoint": key("Prove identity")},
    )

    path, query = leads_to(answer)
    assert path == at("card_add")
    assert query == {
        "version": str(draft.pk),
        "lane": str(Lane.objects.get(key=key("Pain points")).pk),
        "stage": str(Stage.objects.get(key=key("Apply")).pk),
        "touchpoint": str(Touchpoint.objects.get(key=key("Prove identity")).pk),
        "back": f"{at('mapversion_map', draft.pk)}#element-{key('Prove identity')}",
    }


def test_a_new_stage_needs_no_surroundings(draft, contributor, as_, at):
    _, query = leads_to(as_(contributor).get(at("mapversion_add", draft.pk, "stage")))

    assert query == {"version": str(draft.pk), "back": at("mapversion_map", draft.pk)}


def test_a_new_element_is_not_put_beside_what_is_not_there(draft, contributor, as_, at):
    answer = as_(contributor).get(
        at("mapversion_add", draft.pk, "touchpoint"), {"stage": key("Nowhere")}
    )

    assert answer.status_code == 404


def test_there_are_no_other_elements(draft, contributor, as_, at):
    assert as_(contributor).get(at("mapversion_add", draft.pk, "review")).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
    ],
)
def test_an_address_that_leads_off_this_site_is_not_gone_back_to(rf, address):
    assert back.asked_for(rf.get("/", {"back": address})) == ""


def test_a_place_on_this_site_is_gone_back_to(rf):
    place = "/admin/journeys/mapversion/1/map/#element-x"

    assert back.asked_for(rf.get("/", {"back": place})) == place


def saved(client, address, **answers):
    """Open a form, change answers, post it to where it was opened."""
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, data | answers)


@pytest.mark.parametrize(
    ("button", "comes_back"), [("_save", True), ("_continue", False), ("_addanother", False)]
)
def test_saving_comes_back_to_the_page_it_came_from(
    draft, contributor, as_, at, button, comes_back
):
    lane = Lane.objects.get(version=draft, key=key("Pain points"))
    place = f"{at('mapversion_compare', draft.pk)}?kind=added"
    address = f"{at('lane_change', lane.pk)}?{urlencode({'back': place})}"

    answer = saved(as_(contributor), address, name="Hurts", **{button: "1"})

    assert answer.status_code == 302
    assert (answer["Location"] == place) is comes_back
    lane.refresh_from_db()
    assert lane.name == "Hurts"


def test_adding_comes_back_too(draft, contributor, as_, at):
    client = as_(contributor)
    link = client.get(at("mapversion_add", draft.pk, "lane"))

    answer = saved(client, link["Location"], name="Hopes", kind="notes")

    assert answer["Location"] == at("mapversion_map", draft.pk)
    assert Lane.objects.filter(version=draft, name="Hopes").exists()
