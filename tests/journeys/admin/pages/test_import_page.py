"""Bringing maps in."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from msgspec import structs

from journeys import contents
from journeys.admin.pages import import_forms
from journeys.contents import MapFacts
from journeys.exchange import document
from journeys.models import JourneyMap, MapVersion
from tests.factories import member
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import small_map

MERMAID = b"""journey
    title Open an account
    section Apply
      Start: 4: Lena
      Prove identity: 9: Lena
"""
TWO = b"""# Two journeys

```mermaid
journey
    title Open
    section Apply
      Start: 4: Lena
```

```mermaid
journey
    title Close
    section Leave
      Sign: 1: Lena
```
"""


def send(client, at, content, name="map.mmd"):
    """Upload a file and return the preview's address."""
    answer = client.post(
        at("journeymap_import"), {"file": SimpleUploadedFile(name, content), "text": ""}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def chosen(*names):
    """Return the answers that take maps under these names; None leaves one out."""
    data = {}
    for number, name in enumerate(names):
        if name is not None:
            data |= {f"map-{number}-take": "on", f"map-{number}-name": name}
        else:
            data[f"map-{number}-name"] = "left out"
    return data


def test_nothing_is_written_before_confirming(program, contributor, as_, at):
    client = as_(contributor)

    preview = client.get(send(client, at, MERMAID))

    text = preview.content.decode()
    assert preview.status_code == 200
    assert '1 map found in <span class="file-name">map.mmd</span>, read as Mermaid journey' in text
    assert [(offer.name, offer.sizes[:2]) for offer in preview.context["offers"]] == [
        ("Open an account", ((1, "stage"), (2, "touchpoints")))
    ]
    assert "line 5" in text
    assert not JourneyMap.objects.exists()


def test_confirming_brings_the_map_in_and_leads_there(program, contributor, as_, at):
    client = as_(contributor)

    answer = client.post(send(client, at, MERMAID), chosen("Join the bank"))

    draft = MapVersion.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at("mapversion_map", draft.pk))
    assert (draft.map.name, draft.map.program, draft.map.owner) == (
        "Join the bank",
        program,
        contributor,
    )
    assert draft.reason == ""
    assert [part.name for _, part in contents.read(draft).touchpoints] == [
        "Start",
        "Prove identity",
    ]
    deed = JourneyMap.history.filter(id=draft.map_id).earliest()
    assert (deed.history_change_reason, deed.history_user, deed.door) == (
        "import: map.mmd",
        contributor,
        "admin",
    )
    assert default_storage.listdir("imports")[1] == []


def test_the_same_confirmation_twice_brings_it_in_once(program, contributor, as_, at):
    client = as_(contributor)
    preview = send(client, at, MERMAID)
    client.post(preview, chosen("Open"))

    again = client.post(preview, chosen("Open"))

    assert again["Location"] == at("journeymap_import")
    assert JourneyMap.objects.count() == 1


def test_of_several_maps_some_can_be_chosen(program, contributor, as_, at):
    client = as_(contributor)

    client.post(send(client, at, TWO, "two.md"), chosen(None, "Leave the bank"))

    assert [journey.name for journey in JourneyMap.objects.all()] == ["Leave the bank"]


def test_several_maps_lead_to_the_list_with_a_link_each(program, contributor, as_, at):
    client = as_(contributor)

    answer = client.post(send(client, at, TWO, "two.md"), chosen("Open", "Close <b>"))

    assert answer["Location"] == at("journeymap_changelist")
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert len(said) == 2
    assert "Close &lt;b&gt;" in said[1]
    assert "<a href=" in said[1]


def test_choosing_none_is_refused(program, contributor, as_, at):
    client = as_(contributor)

    answer = client.post(send(client, at, TWO, "two.md"), chosen(None, None))

    assert answer.status_code == 200
    assert "Choose at least one map." in answer.content.decode()
    assert not JourneyMap.objects.exists()


def test_a_map_without_a_name_is_refused_and_none_comes_in(program, contributor, as_, at):
    client = as_(contributor)

    answer = client.post(send(client, at, TWO, "two.md"), chosen("Open", ""))

    assert "Give the map a name." in answer.content.decode()
    assert not JourneyMap.objects.exists()


def test_a_document_comes_in_whole(program, contributor, as_, at):
    client = as_(contributor)

    client.post(
        send(client, at, document.export(small_map()), "map.json"), chosen("Open an account")
    )

    read = contents.read(MapVersion.objects.get())
    # The standard channels of the program have keys of their own; all else is the same.
    assert (read.stages[1:], read.lanes, read.cards) == (
        small_map().stages[1:],
        small_map().lanes,
        small_map().cards,
    )


def test_pasted_text_comes_in(program, contributor, as_, at):
    client = as_(contributor)
    answer = client.post(at("journeymap_import"), {"text": MERMAID.decode()})

    client.post(answer["Location"], chosen("Open"))

    newest = MapVersion.history.latest("history_id")
    assert newest.history_change_reason == "import: pasted text"


def test_a_file_that_cannot_come_in_says_why(program, contributor, as_, at):
    client = as_(contributor)

    preview = client.get(send(client, at, b"%PDF-1.7 ...", "map.pdf"))

    text = preview.content.decode()
    assert "No map can come in" in text
    assert "This looks like a PDF." in text
    assert client.post(preview.request["PATH_INFO"], chosen("Open")).status_code == 200
    assert not JourneyMap.objects.exists()


def test_nothing_chosen_is_said(program, contributor, as_, at):
    answer = as_(contributor).post(at("journeymap_import"), {"text": "  \n"})

    assert "Choose a file, or paste its text." in answer.content.decode()


def test_a_file_that_is_too_large_is_not_kept(program, contributor, as_, at, monkeypatch):
    monkeypatch.setattr(import_forms, "LARGEST_FILE", 100)

    answer = as_(contributor).post(
        at("journeymap_import"), {"file": SimpleUploadedFile("map.mmd", b"x" * 101), "text": ""}
    )

    assert answer.status_code == 200
    assert "The file is larger than" in answer.content.decode()
    assert not default_storage.exists("imports")


def test_another_persons_file_is_not_there(program, contributor, manager, as_, at):
    preview = send(as_(contributor), at, MERMAID)

    answer = as_(manager).get(preview)

    assert (answer.status_code, answer["Location"]) == (302, at("journeymap_import"))


def test_a_map_goes_into_the_program_chosen(program, contributor, as_, at):
    other = ProgramFactory(name="Mortgages")
    other.memberships.create(user=contributor, role="manager")
    client = as_(contributor)
    page = client.get(at("journeymap_import"), {"program": other.pk})
    assert (page.context["choice"].program, page.context["choice"].others) == (other, (program,))

    answer = client.post(
        f"{at('journeymap_import')}?program={other.pk}", {"text": MERMAID.decode()}
    )
    client.post(answer["Location"], chosen("Open"))

    assert JourneyMap.objects.get().program == other


def test_a_map_does_not_go_where_one_may_not_add(program, contributor, as_, at):
    other = ProgramFactory()
    other.memberships.create(user=contributor, role="viewer")
    client = as_(contributor)

    answer = client.post(
        f"{at('journeymap_import')}?program={other.pk}", {"text": MERMAID.decode()}
    )
    client.post(answer["Location"].replace(f"={program.pk}", f"={other.pk}"), chosen("Open"))

    assert JourneyMap.objects.get().program == program


def test_a_viewer_cannot_confirm_either(program, as_, at):
    viewer = member(program, "viewer")
    address = at("journeymap_import_preview", "0" * 32)

    assert as_(viewer).post(address, chosen("Open")).status_code == 403


def test_hostile_names_in_a_file_stay_text(program, contributor, as_, at):
    evil = "<script>alert(1)</script>"
    client = as_(contributor)
    data = document.export(structs.replace(small_map(), map=MapFacts(name=evil)))

    text = client.get(send(client, at, data, f"{evil}.json")).content.decode()

    assert "<script>alert" not in text


def test_answers_that_are_missing_are_no_server_error(program, contributor, as_, at):
    client = as_(contributor)

    answer = client.post(send(client, at, TWO, "two.md"), {"map-0-take": "on", "map-9-name": "x"})

    assert answer.status_code == 200
    assert not JourneyMap.objects.exists()
