"""Replacing a draft's contents by a file's."""

from __future__ import annotations

import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from msgspec import structs
from openpyxl import load_workbook

from journeys import contents, drafts, versions
from journeys.contents import MapFacts
from journeys.exchange import document
from journeys.exchange.exports import EXPORTS
from journeys.models import Card, JourneyMap
from tests.journeys.sample import edited, key, small_map

MERMAID = b"journey\n  title Else\n  section Apply\n    Start: 4: Lena\n"


def send(client, at, draft, content, name="map.json"):
    answer = client.post(
        at("mapversion_import", draft.pk), {"file": SimpleUploadedFile(name, content), "text": ""}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def changed_map():
    contents = edited(small_map(), "First payment", emotion=0.4)
    return structs.replace(contents, map=MapFacts(name="Join the bank"))


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_page_shows_what_would_change_and_writes_nothing(draft, contributor, as_, at):
    client = as_(contributor)
    before = contents.document(draft)

    answer = client.get(send(client, at, draft, document.export(changed_map())))

    assert [entry.name for group in answer.context["groups"] for entry in group.entries] == [
        "First payment"
    ]
    assert [fact.field for fact in answer.context["comparison"].facts] == ["name"]
    assert answer.context["nothing_stays"] is False
    assert contents.document(draft) == before


def test_confirming_makes_the_file_the_draft(draft, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, draft, document.export(changed_map()))
    seen = client.get(preview).context["seen"]

    answer = client.post(preview, {"seen": seen})

    assert answer["Location"] == at("mapversion_map", draft.pk)
    draft.map.refresh_from_db()
    read = contents.read(draft)
    assert (read.map.name, read.stages) == ("Join the bank", changed_map().stages)
    assert said(answer) == ["Version 1 now says what map.json says."]


def test_the_maps_own_facts_can_be_kept(draft, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, draft, document.export(changed_map()))
    kept = f"{preview}?map=0&facts=0"
    page = client.get(kept)
    assert page.context["comparison"].facts == ()

    client.post(kept, {"seen": page.context["seen"]})

    assert JourneyMap.objects.get().name == "Open an account"
    assert contents.read(draft).stages == changed_map().stages


def test_mermaid_keeps_facts_and_personas_unless_told_and_warns_of_new_keys(
    draft, contributor, as_, at
):
    client = as_(contributor)
    preview = send(client, at, draft, MERMAID, "map.mmd")
    page = client.get(preview)
    assert (page.context["takes_facts"], page.context["nothing_stays"]) == (False, True)
    assert "Nothing of the draft stays" in page.content.decode()

    client.post(preview, {"seen": page.context["seen"]})

    read = contents.read(draft)
    assert (read.map.name, [persona.name for persona in read.personas]) == (
        "Open an account",
        ["Lena"],
    )
    assert [part.name for _, part in read.touchpoints] == ["Start"]


def test_a_change_made_meanwhile_is_shown_not_overwritten(draft, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, draft, document.export(changed_map()))
    seen = client.get(preview).context["seen"]
    drafts.replace(draft, edited(small_map(), "Apply", name="Apply now"), by=None)

    answer = client.post(preview, {"seen": seen})

    assert answer.status_code == 200
    assert said(answer)[0].startswith("Somebody changed the draft while you were looking.")
    assert contents.read(draft).stages[0].name == "Apply now"
    again = client.post(preview, {"seen": answer.context["seen"]})
    assert again.status_code == 302
    assert contents.read(draft).stages[0].name == "Apply"


def test_a_confirmation_that_saw_nothing_is_refused(draft, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, draft, document.export(changed_map()))

    client.post(preview)

    assert contents.read(draft).stages == small_map().stages


def test_attached_files_stay_on_their_cards(draft, contributor, as_, at):
    Card.objects.filter(key=key("Call drops")).update(attachment="attachments/call.png")
    client = as_(contributor)
    preview = send(client, at, draft, document.export(changed_map()))
    client.post(preview, {"seen": client.get(preview).context["seen"]})

    attached = {card.text: card.attachment for card in contents.read(draft).cards}
    assert attached["Call drops"] == "attachments/call.png"


def test_one_of_several_maps_is_chosen(draft, contributor, as_, at):
    two = b"```mermaid\njourney\n title A\n section S\n  One: 1\n```\n```mermaid\njourney\n title B\n section S\n  Two: 1\n```\n"
    client = as_(contributor)
    preview = send(client, at, draft, two, "two.md")
    second = f"{preview}?map=1"

    client.post(second, {"seen": client.get(second).context["seen"]})

    assert [part.name for _, part in contents.read(draft).touchpoints] == ["Two"]


@pytest.mark.parametrize("index", ["9", "-1", "x", "99999999999999999999"])
def test_a_map_the_file_does_not_have_is_the_first(draft, contributor, as_, at, index):
    client = as_(contributor)
    preview = send(client, at, draft, MERMAID, "map.mmd")

    assert client.get(f"{preview}?map={index}").context["index"] == 0


def test_a_file_that_cannot_come_in_changes_nothing(draft, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, draft, b"{", "map.json")

    answer = client.post(preview, {"seen": contents.checksum(contents.document(draft))})

    assert "No map can come in" in answer.content.decode()
    assert contents.read(draft).stages == small_map().stages


def test_only_a_draft_takes_an_import(draft, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, draft, MERMAID, "map.mmd")
    versions.publish(draft, by=None)

    for answer in (
        client.get(at("mapversion_import", draft.pk)),
        client.post(preview, {"seen": draft.checksum}),
    ):
        assert answer["Location"] == at("mapversion_map", draft.pk)
        assert said(answer)[-1] == "Version 1 is published. Only a draft can take an import."


def test_a_draft_submitted_during_the_confirmation_stays_as_it_is(
    draft, contributor, as_, at, monkeypatch
):
    client = as_(contributor)
    preview = send(client, at, draft, MERMAID, "map.mmd")
    seen = client.get(preview).context["seen"]
    replace = drafts.replace

    def submitted_first(version, *arguments, **options):
        versions.submit(version, by=None)
        return replace(version, *arguments, **options)

    monkeypatch.setattr(drafts, "replace", submitted_first)

    answer = client.post(preview, {"seen": seen})

    assert answer["Location"] == at("mapversion_map", draft.pk)
    assert said(answer) == ["Version 1 is in review; only a draft can be replaced."]


def test_a_file_of_another_person_is_not_there(draft, contributor, manager, as_, at):
    preview = send(as_(contributor), at, draft, MERMAID, "map.mmd")

    assert as_(manager).get(preview)["Location"] == at("mapversion_import", draft.pk)


def test_our_own_workbook_changed_by_hand_changes_the_same_elements(draft, contributor, as_, at):
    client = as_(contributor)
    book = load_workbook(io.BytesIO(EXPORTS["xlsx"].write(contents.read(draft)).data))
    heads = [cell.value for cell in book["List"][1]]
    for row in book["List"].iter_rows(min_row=2):
        if row[heads.index("Key")].value == key("Call drops"):
            row[heads.index("Text")].value = "The call drops"
    target = io.BytesIO()
    book.save(target)

    preview = send(client, at, draft, target.getvalue(), "map.xlsx")
    page = client.get(preview)
    client.post(preview, {"seen": page.context["seen"]})

    assert [entry.name for group in page.context["groups"] for entry in group.entries] == [
        "The call drops"
    ]
    assert page.context["comparison"].facts == ()
    assert Card.objects.get(key=key("Call drops")).text == "The call drops"


def test_what_personas_feel_stays_out_with_personas_that_do(draft, contributor, as_, at):
    client = as_(contributor)
    table = b"Stage,Touchpoint,Persona,Lane,Text,Emotion\nBuy,Shop,Lena,Notes,a,-3\nBuy,Shop,Tom,Notes,b,2\n"

    preview = send(client, at, draft, table, "map.csv")
    client.post(preview, {"seen": client.get(preview).context["seen"]})

    ((_, shop),) = contents.read(draft).touchpoints
    assert (shop.emotion, shop.persona_emotions) == (-0.5, ())
