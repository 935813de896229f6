"""Where on a map a text belongs that stands under a head: a card, a field of a touchpoint, a goal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeys.contents import PersonaEmotion
from journeys.exchange import feelings, items
from journeys.exchange.building import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.exchange.building import MapBuilder, Place, StageDraft, TouchpointDraft
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.labels import Label

_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_YES = frozenset(["yes", "y", "true", "x", "1", "✓", "✔", "✅", "⭐", "★", "ja", "si", "oui"])
_NO = frozenset({"no", "n", "false", "0", "-", "–", "nein", "non"})
_OBSERVED = frozenset(
    [
        "observed",
        "measured",
        "research",
        "evidence",
        "researched",
        "customers",
        "data",
        "observed_from_customers",
    ]
)
_SEVERITY = re.compile(
    r"\s*[(\[]\s*(?:severity|sev\.?)\s*:?\s*([1-5])\s*(?:/\s*5)?\s*[)\]]\s*$", re.IGNORECASE
)
_SEVERITY_WITHIN = 40
_NUMBER = re.compile(r"[+]?\d{1,6}(?:[.,]\d{1,6})?")
_WORDS_OF_SEVERITY = {"very low": 1, "trivial": 1, "low": 2, "minor": 2, "medium": 3, "moderate": 3, "high": 4, "major": 4, "critical": 5, "very high": 5, "severe": 5}  # fmt: skip


@dataclass(slots=True)
class _Felt:
    """An emotion in the file, not yet on our scale. Without a touchpoint it is the whole stage's."""

    stage: StageDraft
    touchpoint: TouchpointDraft | None
    reading: feelings.Reading
    text: str
    place: Place
    persona: str = ""


class Placer:
    """Puts texts where their head says; what a map cannot hold goes to `tell`."""

    def __init__(self, builder: MapBuilder, tell: ProblemLog) -> None:
        self.builder, self.tell = builder, tell
        self.felt: list[_Felt] = []
        self.scale: feelings.Scale | None = None
        #: Whether another head holds the emotions; then words of feeling are only that.
        self.has_emotions = False
        #: The head whose cells are the emotions; those of a second one, such as "Satisfaction", are measures.
        self.emotion_head = ""
        #: Whose feelings the row at hand tells, if it says.
        self.persona = ""

    def expect(self, heads: Iterable[Label]) -> None:
        """Say which heads a table has, before anything is put: the first of emotions is the one that counts."""
        found = [label for label in heads if label.field == "emotion"]
        self.has_emotions = bool(found)
        self.emotion_head = found[0].text if found else ""

    def put(
        self,
        label: Label,
        text: str,
        stage: StageDraft,
        touchpoint: TouchpointDraft | None,
        place: Place,
        **card: Any,
    ) -> None:
        """Put a text that stands under `label`; `card` are fields of the cards it makes."""
        if label.field == "lane_of":
            self.cards(label.kind, label.name, text, stage, touchpoint, place, **card)
            return
        put = getattr(self, f"_put_{label.field}", None)
        if put is None:
            self.cards("notes", label.text, text, stage, touchpoint, place, **card)
        else:
            put(label, text, stage, touchpoint, place)

    def cards(
        self,
        kind: str,
        name: str,
        text: str,
        stage: StageDraft,
        touchpoint: TouchpointDraft | None,
        place: Place,
        **fields: Any,
    ) -> None:
        """Make a card of every statement in a text."""
        lane = self.builder.lane(kind, name, place)
        for statement in items.statements(text):
            values = dict(fields)
            said = statement
            if kind == "pain_points":
                # Only the end is looked at: a text of blanks would take long.
                before = max(len(said) - _SEVERITY_WITHIN, 0)
                match = _SEVERITY.search(said[before:])
                if match and before + match.start() > 0:
                    said = said[: before + match.start()].rstrip()
                    values.setdefault("severity", int(match.group(1)))
            else:
                values.pop("severity", None)
            self.builder.card(lane, stage, touchpoint, said, place, **values)

    def _put_goal(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        stage.goals += items.statements(self.builder.text(text, place))

    def _put_stage_kpi(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        stage.kpi = self.builder.kpi(text.strip(), place)

    def _put_channel(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        names = items.entries(text)
        if touchpoint is not None and names:
            touchpoint.fields["channel"] = self.builder.channel(names[0], place)
        if touchpoint is None or len(names) > 1:
            self.cards("notes", label.text, "\n".join(names), stage, touchpoint, place)

    def _put_emotion(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        reading = feelings.read(text)
        if reading.number is None and reading.emotion is None and not reading.feeling:
            if text.strip().lower() not in feelings.UNKNOWN:
                self.cards("thoughts", label.text, text, stage, touchpoint, place)
            return
        named = _IN_BRACKETS.search(label.text)
        persona = self.persona
        if named and named.group(1) in self.builder.personas:
            persona = named.group(1)  # "Emotion (Lena)"
        elif label.text != (self.emotion_head or label.text):
            self.cards("metrics", label.text, text, stage, touchpoint, place)
            return
        else:
            self.emotion_head = label.text
        self.scale = self.scale or feelings.said_by(label.text)
        self.felt.append(_Felt(stage, touchpoint, reading, text.strip(), place, persona))

    def _put_feeling(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        if not self.has_emotions:
            self._put_emotion(label, text, stage, touchpoint, place)
        elif (
            touchpoint is not None
            and len(text.strip()) <= feelings.LONGEST_FEELING
            and "\n" not in text.strip()
        ):
            touchpoint.fields["feeling"] = text.strip()
        else:
            self.cards("thoughts", label.text, text, stage, touchpoint, place)

    def _put_does(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        self._put_prose("does", "notes", label, text, stage, touchpoint, place)

    def _put_describes(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        self._put_prose("does", "notes", label, text, stage, touchpoint, place)

    def _put_thinks(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        self._put_prose("thinks", "thoughts", label, text, stage, touchpoint, place)

    def _put_prose(
        self,
        field: str,
        kind: str,
        label: Label,
        text: str,
        stage: StageDraft,
        touchpoint: Any,
        place: Place,
    ) -> None:
        if touchpoint is None:
            self.cards(kind, label.text, text, stage, None, place)
            return
        before = touchpoint.fields.get(field, "")
        said = text.strip("\r\n")
        whole = f"{before}\n{said}" if before and said not in before else before or said
        touchpoint.fields[field] = self.builder.text(whole, place)

    def _put_actors(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        if touchpoint is None:
            self.cards("notes", label.text, text, stage, None, place)
            return
        names = [self.builder.line(name, LONGEST_LINE, place) for name in items.entries(text)]
        known = touchpoint.fields.get("actors", ())
        touchpoint.fields["actors"] = (*known, *[name for name in names if name not in known])[:200]

    def _put_persona(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        for name in items.entries(text):
            self.builder.persona(name, place)
        if touchpoint is not None:
            self._put_actors(label, text, stage, touchpoint, place)

    def _put_team(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        said = ", ".join(items.statements(text))
        if touchpoint is not None and len(said) <= 120:
            touchpoint.fields["team"] = said
        else:
            self.cards("backstage", label.text, text, stage, touchpoint, place)

    def _put_owner(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        self._put_team(label, text, stage, touchpoint, place)

    def _put_moment_of_truth(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        word = text.strip().lower()
        if touchpoint is not None and word in _YES | _NO:
            touchpoint.fields["is_moment_of_truth"] = word in _YES
        else:
            if touchpoint is not None:
                touchpoint.fields["is_moment_of_truth"] = True
            self.cards("notes", label.text, text, stage, touchpoint, place)

    def _put_importance(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        value = self.one_to_five(text, "importance", place)
        if touchpoint is not None and value is not None:
            touchpoint.fields["importance"] = value

    def _put_basis(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        if touchpoint is not None and set(text.lower().split()) & _OBSERVED:
            touchpoint.fields["basis"] = "observed"

    def _put_ignored(
        self, label: Label, text: str, stage: StageDraft, touchpoint: Any, place: Place
    ) -> None:
        """Numbers of rows say nothing."""

    def one_to_five(self, text: str, what: str, place: Place) -> int | None:
        """Return a rating of 1 to 5; name it if it is none."""
        word = text.strip().lower()
        if word in feelings.UNKNOWN:
            return None
        if word in _WORDS_OF_SEVERITY:
            return _WORDS_OF_SEVERITY[word]
        digits = word.split("/")[0].strip()
        number = float(digits.replace(",", ".")) if _NUMBER.fullmatch(digits) else 0
        if 1 <= number <= 5 and number == int(number):
            return int(number)
        self.tell.error(
            f"“{text.strip()[:40]}” is no {what}: it is a whole number from 1 to 5.", **place
        )
        return None

    def share(self, text: str, place: Place) -> float | None:
        """Return a share of customers in per cent, in tenths; name it if it is none."""
        digits = text.strip().rstrip("%").strip()
        if digits.lower() in feelings.UNKNOWN:
            return None
        number = float(digits.replace(",", ".")) if _NUMBER.fullmatch(digits) else -1.0
        if 0 <= number <= 100:
            return round(number, 1)
        self.tell.error(
            f"“{text.strip()[:40]}” is no share of customers: it is 0 to 100 per cent.", **place
        )
        return None

    def settle_emotions(self) -> None:
        """Bring all emotions onto our scale, and say which one the file's was taken for."""
        scale = self.scale or feelings.scale_of([one.reading for one in self.felt])
        is_numbers = sum(one.reading.number is not None for one in self.felt) * 2 > len(self.felt)
        self._say_scale(scale)
        by_touchpoint: dict[str, list[tuple[_Felt, float]]] = {}
        spread = False
        for one in self.felt:
            emotion = feelings.emotion_of(one.reading, scale)
            if emotion is None and (one.reading.number is not None or is_numbers):
                held = scale.name if scale else "any scale"
                self.tell.error(
                    f"“{one.text[:40]}” is not on the scale {held}; the emotion stays empty.",
                    **one.place,
                )
            targets = [one.touchpoint] if one.touchpoint is not None else self._of_stage(one)
            spread = spread or (one.touchpoint is None and len(targets) > 1)
            for target in targets:
                if one.reading.feeling and not is_numbers | bool(target.fields.get("feeling")):
                    target.fields["feeling"] = one.reading.feeling
                elif one.reading.feeling and emotion is not None:
                    target.fields.setdefault("feeling", one.reading.feeling)
                if emotion is not None:
                    by_touchpoint.setdefault(target.key, []).append((one, emotion))
                    target.fields["emotion"] = emotion
        if spread:
            self.tell.warning(
                "Where an emotion is given for a stage, each touchpoint of the stage gets it."
            )
        self._settle_repeated(by_touchpoint)

    def _of_stage(self, one: _Felt) -> list[TouchpointDraft]:
        """Return the touchpoints that a stage's emotion is for; one of its name if it has none."""
        if not one.stage.touchpoints:
            self.builder.touchpoint(one.stage, one.stage.name, one.place)
        return list(one.stage.touchpoints)

    def _say_scale(self, scale: feelings.Scale | None) -> None:
        words = sum(one.reading.emotion is not None for one in self.felt)
        names = sum(one.reading.emotion is None and one.reading.number is None for one in self.felt)
        if scale is not None and scale != feelings.OUR_SCALE:
            how = (
                ""
                if self.scale
                else " It was recognised by the numbers in it; check the emotion curve."
            )
            self.tell.warning(
                f"Emotions are read as a scale of {scale.name} and brought to −3 to +3.{how}"
            )
        elif scale is not None and not self.scale:
            self.tell.warning("Emotions are read as our scale, −3 to +3.")
        if words:
            self.tell.warning(
                f"{words:,} emotion{'s are' if words > 1 else ' is'} given as a face or a word, and read as points on −3 to +3: "
                "😀 +3, 🙂 +1.5, 😐 0, 🙁 −1.5, 😡 −3; positive +2, neutral 0, negative −2."
            )
        if names and names * 2 > len(self.felt):
            self.tell.warning(
                f"{names:,} feeling{'s have' if names > 1 else ' has'} a name but no rating: the name comes in, the emotion stays empty."
            )

    def _settle_repeated(self, by_touchpoint: dict[str, list[tuple[_Felt, float]]]) -> None:
        """Where emotions differ, give each persona its own, and the touchpoint their mean."""
        for readings in by_touchpoint.values():
            one = readings[-1][0]
            if len({emotion for _, emotion in readings}) < 2 or one.touchpoint is None:
                continue
            mean = _mean([emotion for _, emotion in readings])
            one.touchpoint.fields["emotion"] = mean
            by_persona: dict[str, list[float]] = {}
            for felt, emotion in readings:
                by_persona.setdefault(felt.persona, []).append(emotion)
            if "" not in by_persona and len(by_persona) > 1:
                self._give_to_personas(one.touchpoint, by_persona)
                continue
            self.tell.warning(
                f"“{one.touchpoint.name[:40]}” has {len(readings)} different emotions; it gets their mean, {mean:g}.",
                **one.place,
            )

    def _give_to_personas(
        self, touchpoint: TouchpointDraft, emotions: dict[str, list[float]]
    ) -> None:
        known = self.builder.personas
        touchpoint.fields["persona_emotions"] = tuple(
            PersonaEmotion(persona=known[name].key, emotion=_mean(values))
            for name, values in emotions.items()
            if name in known
        )


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 1) + 0
