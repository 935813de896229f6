"""REFI-QDA projects and codebooks of different programs."""

import zipfile

import pytest

from research.coded import refi, taguette
from research.tables import Refused, Row, Table

TEXT = "I waited two weeks. Then the card came."
PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Bank" origin="Some program">
 <Users><User guid="{u}" name="eva"/></Users>
 <CodeBook><Codes>
  <Code guid="C1" name="Waiting" isCodable="true" color="#ff0000"><Description>Any wait</Description>
   <Code guid="C2" name="Card" isCodable="true"/></Code>
  <Code guid="C3" name="Folder" isCodable="false"/>
 </Codes></CodeBook>
 <Sources>
  <TextSource guid="D1" name="Anna" plainTextPath="internal://D1.txt">
   <PlainTextSelection guid="S1" name="I waited two weeks" startPosition="0" endPosition="%s" creatingUser="{u}">
    <Coding guid="K1"><CodeRef targetGUID="C1"/></Coding><Coding guid="K2"><CodeRef targetGUID="c2"/></Coding>
   </PlainTextSelection>
   <PlainTextSelection guid="S2" name="" startPosition="5" endPosition="x"/>
  </TextSource>
  <TextSource guid="D2" name="Lost" plainTextPath="internal://D2.txt"/>
  <PDFSource guid="P1" name="Letter"/>
 </Sources>
</Project>"""


def project(path, end=18, folder="Sources", text=TEXT, xml=PROJECT):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml % end)
        archive.writestr(f"{folder}/D1.txt", text)
    return path


@pytest.mark.parametrize("end", [18, 17])
@pytest.mark.parametrize("folder", ["Sources", "sources"])
def test_spans_are_read_whether_ends_are_inside_or_not(tmp_path, end, folder):
    found = refi.read(project(tmp_path / "a.qdpx", end, folder))
    [document], [span] = found.documents, found.spans
    assert document.text[span.start : span.end] == "I waited two weeks"
    assert (span.codes, span.coder) == (("c1", "c2"), "eva")
    assert [code.name for code in found.codes] == ["Waiting", "Waiting: Card"]
    assert found.codes[0].description == "Any wait"
    assert found.left_out == (
        "1 pdf source: only texts come in.",
        "1 text source without a plain text.",
    )


def test_a_codebook_alone_is_read(tmp_path):
    path = tmp_path / "a.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1:0"><Codes><Code guid="X" name="Trust"/></Codes></CodeBook>'
    )
    assert [code.name for code in refi.read(path).codes] == ["Trust"]


def test_hostile_projects_are_refused_by_name(tmp_path):
    bomb = tmp_path / "bomb.qdpx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b" " * 50_000_000)
    with pytest.raises(Refused, match="unpacks to far more"):
        refi.read(bomb)
    entities = tmp_path / "e.qdc"
    entities.write_text(
        '<!DOCTYPE c [<!ENTITY a "aaaa">]><CodeBook><Codes><Code guid="1" name="&a;"/></Codes></CodeBook>'
    )
    with pytest.raises(Refused, match="document type"):
        refi.read(entities)
    for name, data, reason in (
        ("a.qdpx", b"no zip", "damaged"),
        ("b.qdc", b"<a", "well-formed"),
        ("c.qdc", b"<a/>", "neither"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Refused, match=reason):
            refi.read(tmp_path / name)


def test_highlights_of_taguette_become_documents_and_spans():
    rows = [
        ["1", "anna.txt", "wait.card", "Two weeks"],
        ["1", "anna.txt", "trust", "Two weeks"],
        ["2", "anna.txt", "trust", "No reply"],
    ]
    table = Table(
        ("id", "document", "tag", "content"), iter(Row(n, cells) for n, cells in enumerate(rows, 2))
    )
    assert taguette.fits(table.heads)
    found = taguette.read(table)
    assert found.documents[0].text == "Two weeks\n\nNo reply"
    assert [(one.start, one.end, one.codes) for one in found.spans] == [
        (0, 9, ("trust", "wait.card")),
        (11, 19, ("trust",)),
    ]
    assert [code.name for code in found.codes] == ["wait: card", "trust"]
