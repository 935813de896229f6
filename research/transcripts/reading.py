"""Transcripts: plain text, Markdown and WebVTT as one text in which each turn begins with who speaks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.exchange import encodings
from research.tables import LONGEST_CELL, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How names of files with a transcript end; a `.txt` may hold a table as well.
ENDINGS = (".md", ".markdown", ".vtt", ".txt")
#: Lines at the top that say something of the interview: what they are called here, in the files.
FACTS = {
    "date": ("date", "datum", "fecha", "recorded"),
    "persona": ("persona",),
    "segment": ("segment",),
    "respondent": ("respondent", "participant id", "customer id"),
    "language": ("language", "sprache"),
    "consent until": ("consent until", "consent expires", "einwilligung bis"),
}
#: More different names than this are no speakers, but a text with colons in it.
MOST_SPEAKERS = 20
ASKING = frozenset(
    {"interviewer", "moderator", "researcher", "facilitator", "int", "i", "q", "mod", "interviewerin", "entrevistador"}
)  # fmt: skip
_TURN = re.compile(
    r"^(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s+)?"  # a time
    r"[*_]{0,2}(?P<who>[^\W\d_][^:*_\n\t]{0,39}?)[*_]{0,2}\s*:[*_]{0,2}\s+(?P<said>\S.*)$"
)
_CUE = re.compile(r"^(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->\s+")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>\n]{0,200}>")


class Transcript(Struct, frozen=True):
    """The whole of it: `text` with a turn a paragraph, `facts` as the file's top says them, roles instead of names."""

    text: str
    facts: dict[str, str]
    speakers: tuple[str, ...]
    turns: int
    encoding: str = "UTF-8"
    guessed: bool = False


def read(data: bytes, name: str) -> Transcript:
    """Return the transcript in a file's bytes. Raises `Refused` for what is no text or has none.

    Speakers become roles, “Interviewer” and “Participant 1”, as names are not kept.
    """
    decoded = encodings.decode(data)
    if decoded is None:
        kind = encodings.kind_of_file(data)
        raise Refused(f"This is {kind}." if kind else "This is no text: it has NUL bytes in it.")
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    facts: dict[str, str] = {}
    if name.lower().endswith(".vtt") or lines[0].lstrip("\ufeff").startswith("WEBVTT"):
        lines = list(_spoken(lines))
    else:
        facts, lines = _facts(lines)
    roles = _roles(lines)
    turns = list(_turns(lines, roles))
    text = "\n\n".join(turns)
    if not text:
        raise Refused("The file is empty.")
    if len(text) > LONGEST_CELL:
        raise Refused(f"The transcript has more than {LONGEST_CELL:,} characters; split it.")
    guessed = bool(decoded.guessed)
    return Transcript(
        text, facts, tuple(dict.fromkeys(roles.values())), len(turns), decoded.guessed or "UTF-8", guessed
    )  # fmt: skip


def _facts(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return what the lines at the top say, and the rest."""
    known = {word: fact for fact, words in FACTS.items() for word in words}
    found: dict[str, str] = {}
    for place, line in enumerate(lines):
        plain = line.strip().strip("-#*_").strip()
        head, colon, value = plain.partition(":")
        fact = known.get(head.strip(" *_").casefold())
        if fact and colon:
            found[fact] = value.strip(" *_")
        elif plain and not line.startswith("#"):
            return found, lines[place:]
    return found, []


def _spoken(lines: Iterable[str]) -> Iterator[str]:
    """Give the words of a WebVTT file as lines, without numbers, times and notes."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
            continue
        time = next((place for place, one in enumerate(block) if _CUE.match(one)), None)
        said = block[time + 1 :] if time is not None else []
        for one in said:
            voice = _VOICE.search(one)
            words = _TAG.sub("", one).strip()
            yield f"{voice[1]}: {words}" if voice else words
        block = []


def _roles(lines: list[str]) -> dict[str, str]:
    """Return each speaker's role, by the name in the file; none if nobody speaks twice."""
    named = Counter(found["who"].strip() for line in lines if (found := _TURN.match(line.strip())))
    if not named or len(named) > MOST_SPEAKERS or max(named.values()) < 2:
        return {}
    answering = [who for who in named if who.casefold().rstrip(" 0123456789") not in ASKING]
    roles = {who: "Interviewer" for who in named if who not in answering}
    if len(answering) == 1:
        return roles | {answering[0]: "Participant"}
    return roles | {who: f"Participant {place}" for place, who in enumerate(answering, start=1)}


def _turns(lines: list[str], roles: dict[str, str]) -> Iterator[str]:
    """Give the turns; what follows a turn without a name of its own belongs to it, or is a paragraph."""
    turn, who = "", ""
    for line in lines:
        plain = line.strip()
        found = _TURN.match(plain)
        speaker = roles.get(found["who"].strip(), "") if found else ""
        if found and speaker:
            if speaker == who and not turn.endswith("\n"):
                turn = f"{turn} {found['said']}"
                continue
            if turn.strip():
                yield turn.strip()
            turn, who = f"{speaker}: {found['said']}", speaker
        elif not plain:
            if not roles and turn.strip():
                yield turn.strip()
                turn = ""
        else:
            turn = f"{turn} {plain}" if turn else plain
    if turn.strip():
        yield turn.strip()
