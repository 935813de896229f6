"""One task of a Mermaid journey: a name, a score, and who takes part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeys.exchange.mermaid import escapes, scores

_DECIMAL_COMMA = re.compile(r"[+\-−]?\d+,\d+")
_SEPARATOR = re.compile(r"[\s,;|–—-]+")


@dataclass(frozen=True, slots=True)
class Task:
    """What a line says. `emotion` is None where the score says nothing; `doubts` tell why."""

    name: str
    emotion: float | None
    actors: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class NotATask(Exception):
    """The line cannot be read; the message says how to write it."""


def parse(statement: str) -> Task:
    """Return the task of a statement; raises `NotATask` if it would have to be guessed."""
    before, colon, after = statement.partition(":")
    name = escapes.plain(before)
    if not colon:
        hint = " The colon here is a full-width one." if "\uff1a" in statement else ""
        raise NotATask(
            f"“{_short(name)}” has no score. Write a task as “Name: 3: Who takes part”.{hint}"
        )
    if not name.strip():
        raise NotATask("The task has no name. Write a task as “Name: 3: Who takes part”.")
    score, *others = after.split(":")
    emotion, doubts = _emotion(name, escapes.plain(score), others)
    if any(escapes.plain(other) for other in others[1:]):
        beyond = escapes.plain(":".join(others[1:]))
        doubts += (f"“{_short(beyond)}” stands after the actors and is left out.",)
    return Task(name, emotion, _actors(others[0] if others else ""), doubts)


def _emotion(name: str, score: str, others: list[str]) -> tuple[float | None, tuple[str, ...]]:
    if not score:
        return None, (f"“{_short(name)}” has no score; its emotion stays empty.",)
    number = scores.number(score)
    if number is not None:
        emotion = scores.emotion_of(number)
        if emotion is not None:
            return emotion, ()
        off_scale = f"The score {_short(score)} of “{_short(name)}” is not between 1 and 5"
        return None, (f"{off_scale}; its emotion stays empty.",)
    if scores.leading_number(score):
        raise NotATask(
            f"“{_short(score)}” is not a score. Write it as “{_meant(name, score, others)}”."
        )
    return None, (
        f"“{_short(score)}” is not a score; the emotion of “{_short(name)}” stays empty.",
    )


def _meant(name: str, score: str, others: list[str]) -> str:
    """Return the line as it was probably meant: `Pay: 2, Ann` is `Pay: 2: Ann`."""
    number = scores.leading_number(score)
    actors = escapes.plain(others[0]) if others else ""
    if _DECIMAL_COMMA.fullmatch(score):
        number = score.replace(",", ".")
    else:
        separator = _SEPARATOR.match(score, len(number))
        if separator and not actors:
            actors = score[separator.end() :]
    return ": ".join(_short(part) for part in (name, number, actors) if part)


def _actors(text: str) -> tuple[str, ...]:
    actors = (escapes.plain(actor) for actor in text.split(","))
    return tuple(actor for actor in actors if actor)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
