"""Numbers, dates and field names as a board reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from journeys.models import JourneyMap, Lane, Persona, Touchpoint
from journeys.rendering import lettering

if TYPE_CHECKING:
    from journeys.comparison.results import Value

NONE = "–"
#: Signs that turn the direction of what follows: in a sentence a name could turn the words after it.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
#: What fields are called, where the name in code is not the word already.
FIELDS = {
    "customer_goal": "customer goal",
    "kpi": "KPI",
    "does": "what the customer does",
    "thinks": "what the customer thinks",
    "feeling": "named feeling",
    "emotion": "rating",
    "is_moment_of_truth": "moment of truth",
    "basis": "basis of the rating",
    "team": "team responsible",
    "actors": "who takes part",
    "share_hit": "share of customers hit",
    "age_range": "age range",
    "persona_emotions": "emotion of a persona",
    "own_words": "own words",
    "share_of_customers": "share of customers",
    "evidence_from": "evidence from",
    "evidence_to": "evidence to",
}
_CHOICES = {
    "basis": dict(Touchpoint.Basis.choices),
    "status": dict(Persona.Status.choices),
    "kind": {**dict(Lane.Kind.choices), **dict(JourneyMap.Kind.choices)},
}


def clean(text: str) -> str:
    """Return the text without what a page cannot hold, and without signs that turn its direction."""
    return lettering.clean(text).translate(_TURNING)


def field(name: str) -> str:
    """Return what a field is called."""
    return FIELDS.get(name, name.replace("_", " "))


def value(name: str, given: Value) -> str:
    """Return what a field says; an empty one says nothing."""
    if given is None or given in ("", ()):
        return ""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, tuple):
        return "; ".join(given) if name == "objectives" else ", ".join(given)
    return _said(name, given) if isinstance(given, str) else _number(name, given)


def _number(name: str, given: float) -> str:
    if name == "emotion":
        return signed(given)
    if name in {"severity", "importance"}:
        return f"{given} of 5"
    if name in {"share_hit", "share_of_customers"}:
        return share(given)
    return f"No. {given:g}" if name == "order" else plain(given)


def _said(name: str, text: str) -> str:
    if name in _CHOICES:
        return str(_CHOICES[name].get(text, text))
    if name in {"evidence_from", "evidence_to"}:
        return day(date.fromisoformat(text))
    return text.rpartition("/")[2] if name == "attachment" else text


def signed(number: float | None, digits: int = 1) -> str:
    """Return a number with its sign, the minus a real one: +0.7, −1.2, 0."""
    if number is None:
        return NONE
    text = f"{abs(number):.{digits}f}"
    if not float(text):
        return "0"
    return f"{'+' if number > 0 else '−'}{text}"


def p_value(p: float) -> str:
    """Return a p in three digits: p = 0.026; smaller ones as p < 0.001."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def plain(number: float, digits: int | None = None) -> str:
    """Return a number with three figures or so, thousands apart, a real minus."""
    if digits is None:
        size = abs(number)
        digits = 0 if size >= 100 or float(number).is_integer() else 1 if size >= 10 else 2
    text = f"{number:,.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")


def share(percent: float | None) -> str:
    """Return a share in per cent."""
    return NONE if percent is None else f"{percent:g} %"


def day(when: date) -> str:
    """Return a date: 4 Mar 2026."""
    return f"{when.day} {when:%b %Y}"


def local_day(when: datetime) -> str:
    """Return the date of a moment, in the time zone of the installation."""
    return day(timezone.localtime(when).date())


def moment(when: datetime) -> str:
    """Return date and time: 4 Mar 2026, 14:03 UTC."""
    local = timezone.localtime(when)
    return f"{day(local.date())}, {local:%H:%M} {local.tzname()}"


def period(start: date | None, end: date | None) -> str:
    """Return a period in words, empty if both ends are open."""
    if start and end:
        return f"{day(start)} to {day(end)}"
    if start:
        return f"from {day(start)}"
    return f"to {day(end)}" if end else ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 touchpoint, 2 touchpoints."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` signs, cut at a word if one ends near."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    space = kept.rfind(" ", most * 2 // 3)
    return f"{(kept[:space] if space > 0 else kept).rstrip()}…"
