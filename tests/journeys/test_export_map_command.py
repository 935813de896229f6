"""`export_map` writes a map to a file or the screen, and lists what the format cannot hold."""

from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from journeys import contents, maps, versions
from journeys.exchange import document, mermaid
from tests.journeys.sample import small_map


@pytest.fixture
def draft(program):
    return maps.create(program, small_map(), by=None)


def run(*args, **options):
    out, err = StringIO(), StringIO()
    call_command("export_map", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue().splitlines()


def test_export_map_prints_the_document_of_the_draft(draft):
    out, err = run("Open an account")

    assert out.encode() == document.export(contents.read(draft))
    assert err == ["Open an account, version 1 (Draft)"]


def test_export_map_prefers_the_newest_published_version(draft):
    versions.publish(draft, by=None)
    versions.start_draft(draft.map, by=None)

    _, err = run(str(draft.map_id))

    assert err == ["Open an account, version 1 (Published)"]


def test_export_map_takes_the_version_told(draft):
    versions.publish(draft, by=None)
    second = versions.start_draft(draft.map, by=None)

    _, err = run(version=second.pk)

    assert err == ["Open an account, version 2 (Draft)"]


def test_export_map_understands_version_on_the_command_line(draft):
    out, _ = run("--version", str(draft.pk), "--format", "mermaid")

    assert out == mermaid.write(small_map()).text


def test_export_map_lists_what_mermaid_does_not_hold(draft):
    _, err = run(version=draft.pk, format="mermaid")

    assert err[1] == "A Mermaid journey does not hold:"
    assert [line.strip() for line in err[2:]] == list(mermaid.write(small_map()).losses)


def test_export_map_writes_a_file(draft, tmp_path):
    out, _ = run("Open an account", output=str(tmp_path / "map.json"))

    assert out == ""
    assert (tmp_path / "map.json").read_bytes() == document.export(contents.read(draft))


def test_export_map_writes_bytes_whatever_the_terminal_speaks(draft):
    screen = TextIOWrapper(BytesIO(), encoding="ascii")

    call_command("export_map", "Open an account", stdout=screen, stderr=StringIO())

    assert screen.buffer.getvalue() == document.export(contents.read(draft))


def test_export_map_says_where_it_cannot_write(draft, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run("Open an account", output=str(tmp_path / "no" / "map.json"))


@pytest.mark.parametrize("told", [{}, {"map": "Open an account", "version": 1}])
def test_export_map_wants_a_map_or_a_version(draft, told):
    with pytest.raises(CommandError, match="Say which map"):
        run(**told)


def test_export_map_says_that_there_is_no_such_version(draft):
    with pytest.raises(CommandError, match=f"no map version with the id {draft.pk + 1}"):
        run(version=draft.pk + 1)


def test_export_map_says_that_nothing_can_be_taken_out(draft):
    versions.discard(draft, by=None)

    with pytest.raises(CommandError, match="neither a published version nor a draft"):
        run("Open an account")
