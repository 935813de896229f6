"""Transcripts as text with roles in the place of names."""

import pytest

from research.tables import Refused
from research.transcripts.reading import read

TALK = """Date: 2026-03-04
Persona: Saver

Interviewer: How did you open the account?
Anna Berg: In the branch. It took an hour,
and nobody could say why.

[00:02:10] Interviewer: And then?
[00:02:14] Anna Berg: Then I waited: two weeks.
"""


def test_turns_have_roles_and_facts_are_read_from_the_top():
    found = read(TALK.encode(), "anna.txt")
    assert found.text == (
        "Interviewer: How did you open the account?\n\n"
        "Participant: In the branch. It took an hour, and nobody could say why.\n\n"
        "Interviewer: And then?\n\n"
        "Participant: Then I waited: two weeks."
    )
    assert found.facts == {"date": "2026-03-04", "persona": "Saver"}
    assert (found.speakers, found.turns) == (("Interviewer", "Participant"), 4)
    assert "Anna" not in found.text


def test_several_people_are_told_apart():
    text = "Moderator: Hello\nEva: Hi\nUli: Hi\nEva: I never got the card.\nModerator: Thanks\n"
    assert "Participant 1: I never got the card." in read(text.encode(), "group.md").text


def test_markdown_names_are_found_in_bold_and_headings_are_no_facts():
    text = "# Talk with Anna\n\n**Q:** Why?\n\n**A. Berg:** Because.\n\n**Q:** And?\n\n**A. Berg:** No.\n"
    assert read(text.encode(), "a.md").text.split("\n\n")[:2] == [
        "Interviewer: Why?",
        "Participant: Because.",
    ]


def test_webvtt_gives_the_words_without_times():
    text = "WEBVTT\n\nNOTE made by a machine\n\n1\n00:00:01.000 --> 00:00:03.000\n<v Anna>It was\n\n00:00:03.000 --> 00:00:04.000\n<v Anna><i>slow</i>.</v>\n"
    assert read(text.encode(), "a.vtt").text == "Participant: It was slow."


def test_prose_with_colons_stays_prose():
    text = "Note: one thing. She said so.\n\nA second paragraph\nwith two lines."
    assert (
        read(text.encode(), "a.md").text
        == "Note: one thing. She said so.\n\nA second paragraph with two lines."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Date: 2026-01-01\n", "empty"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"ab\x00cd\x01\x00\x01zz", "NUL"),
    ],
)
def test_what_is_no_transcript_is_refused_by_name(data, reason):
    with pytest.raises(Refused, match=reason):
        read(data, "a.txt")


def test_other_encodings_are_read():
    assert "schön" in read("Interviewer: schön\nAnna: ja".encode("cp1252"), "a.txt").text
