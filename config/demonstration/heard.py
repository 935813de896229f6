"""What the demonstration's customers said: a survey in two waves, and contacts with the service. All made up."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Count

from config.demonstration.dates import SUMMER, WINTER
from config.demonstration.keys import key
from config.demonstration.people import LENA, OMAR
from journeys import jobs
from research import scoring, themes
from research.imports import responses
from research.imports.mapping import Mapping
from research.models import DiscoveryRun, Instrument, Study, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.contrib.auth.models import User

    from journeys.models import Program

#: How each touchpoint felt in both waves, −3…+3; planted, so that the comparison has something to find.
FELT = {
    "Compare fees": (-0.9, 0.0),
    "Fill in details": (-0.7, 0.4),
    "Upload payslip": (-0.7, -0.8),
    "Video identification": (-1.3, -2.2),
    "Wait for decision": (-1.6, -0.4),
    "Hear the decision": (1.2, 1.2),
    "Receive card": (0.8, 0.7),
    "First payment": (1.8, 1.8),
    "Pay a bill": (0.7, 0.8),
    "Find an answer": (-0.5, -0.5),
}
PEOPLE = (84, 118)
#: Only a few had one.
REVIEWED = (6, 7)
HEADS = ["answer", "date", "customer", "touchpoint", "rating", "comment", "persona"]
REMARKS = {
    "Compare fees": ("At last I can see what it costs.", "The fee table is still hard to read."),
    "Video identification": ("The call dropped twice and I had to start again.", "Worked at the first try, late at night."),
    "Wait for decision": ("Good that there was a date.", "Nobody told me that a paper was missing."),
    "Upload payslip": ("My photo was refused without a reason.", "Three payslips is two too many."),
    "Fill in details": ("Half of it was filled in already.", "I could not find my tax number."),
}  # fmt: skip
MESSAGES = (
    ("Call about a charge", "There is a charge on my card and the app does not say what it is for."),
    ("Call about a charge", "I waited {n} minutes on the line and then told the whole story twice."),
    ("Call about a charge", "The agent on the phone sorted out the charge at once, thank you."),
    ("Video identification", "The video call broke off {n} times while I was showing my passport."),
    ("Video identification", "Your identification app freezes before the agent even answers."),
    ("Wait for decision", "It has been {n} days and I still do not know whether I get the account."),
    ("Receive card", "My card came but the PIN letter is missing after {n} days."),
    ("Block the card", "I lost my wallet and could block the card in a second, great app."),
    ("Find an answer", "The help pages never have the answer to my question about transfers."),
    ("", "Please change my address, I have moved."),
    ("", "How do I close my account?"),
)  # fmt: skip


def prepare(program: Program, owner: User) -> dict[str, Study]:
    """Plan the studies with the questions they ask."""
    satisfaction = _instrument(
        program, "Satisfaction with a step", "How satisfied were you with this step?", 5
    )
    effort = _instrument(program, "Effort, 1 to 7", "How easy was it to move your salary?", 7)
    effort_again = _instrument(
        program, "Effort, 1 to 5", "How easy was it to have your salary moved?", 5
    )
    winter = _study(
        program, "Onboarding survey, winter 2026", "survey", WINTER, owner, planned_n=1_000,
        questions="Where do people who open an account lose heart?",
        sampling="Everybody who opened or broke off an application in the weeks before, by e-mail; one in eleven answered.",
    )  # fmt: skip
    summer = _study(
        program, "Onboarding survey, summer 2026", "survey", SUMMER, owner, planned_n=1_200,
        questions="Did the new application and the promised date help?",
        sampling="As in winter; one in ten answered.",
        follows=winter,
    )  # fmt: skip
    contacts = _study(
        program, "Service contacts, 2026", "support", (WINTER[0], SUMMER[1]), owner, planned_n=None,
        questions="What do people write to the service about?",
        sampling="Every eighth message of the year, whatever it was about.",
    )  # fmt: skip
    winter.instruments.set([satisfaction, effort])
    summer.instruments.set([satisfaction, effort_again])
    return {"winter": winter, "summer": summer, "contacts": contacts}


def first_wave(studies: dict[str, Study], by: User) -> None:
    """Bring in what was said before version 1 was published."""
    _answers(studies["winter"], 0, "Effort, 1 to 7", by)
    _bring_in(studies["contacts"], "contacts-winter.csv", _messages(0), None, by)
    _score(studies)


def second_wave(studies: dict[str, Study], by: User) -> None:
    """Bring in what was said between versions 1 and 2,."""
    _answers(studies["summer"], 1, "Effort, 1 to 5", by)
    _bring_in(studies["contacts"], "contacts-summer.csv", _messages(1), None, by)
    _score(studies)
    _find_themes(studies["contacts"], by)


def _find_themes(contacts: Study, by: User) -> None:
    """Let themes be found in the year's messages, and decide about the largest."""
    run = jobs.claim(
        DiscoveryRun, themes.request(contacts.program, by=by, studies=[contacts], wanted=6).pk
    )
    if run is None:
        return
    themes.carry_out(run, lambda percent, step: None)
    largest = (
        Theme.objects.filter(program=contacts.program)
        .annotate(size=Count("mentions"))
        .order_by("-size", "id")
    )
    for theme in largest[:2]:
        themes.accept(theme, by=by)


def _score(studies: dict[str, Study]) -> None:
    for study in studies.values():
        scoring.score(study.pk)


def _answers(study: Study, wave: int, effort: str, by: User) -> None:
    asked = {one.name: one.pk for one in study.instruments.all()}
    _bring_in(study, "onboarding.csv", _ratings(wave), asked["Satisfaction with a step"], by)
    _bring_in(study, "salary.csv", _efforts(wave), asked[effort], by)


def _ratings(wave: int) -> Iterator[Sequence[object]]:
    chance = random.Random(wave)  # noqa: S311  made-up answers, the same every time
    people = [
        (LENA.key if chance.random() < 0.6 else OMAR.key, f"c{wave}-{n}")
        for n in range(PEOPLE[wave])
    ]
    for name, felt in FELT.items():
        for persona, who in people:
            rating = round(min(max(chance.gauss((felt[wave] + 3) / 6 * 4 + 1, 0.85), 1), 5))
            said = REMARKS.get(name, ("", ""))
            remark = said[0 if rating > 3 else 1] if chance.random() < 0.3 else ""
            if name == "Video identification":
                remark = said[1 if rating > 3 else 0] if chance.random() < 0.4 else ""
            yield _row(f"{who}-{name}", wave, chance, who, name, rating, remark, persona)
    for _, who in people[: REVIEWED[wave]]:
        rating = chance.choice((2, 3, 4))
        yield _row(f"{who}-review", wave, chance, who, "Yearly review", rating, "", "")


def _efforts(wave: int) -> Iterator[Sequence[object]]:
    chance = random.Random(10 + wave)  # noqa: S311  the same
    highest = (7, 5)[wave]
    for n in range(PEOPLE[wave] // 2):
        rating = chance.randint(2, highest - 1)
        yield _row(f"e{wave}-{n}", wave, chance, f"c{wave}-{n}", "Move the salary", rating, "", "")


def _messages(wave: int) -> Iterator[Sequence[object]]:
    chance = random.Random(20 + wave)  # noqa: S311  the same
    for n in range(160):
        touchpoint, text = MESSAGES[chance.randrange(len(MESSAGES))]
        said = text.format(n=chance.randint(2, 40))
        yield _row(f"m{wave}-{n}", wave, chance, f"s{wave}-{n // 2}", touchpoint, "", said, "")


def _row(
    name: str, wave: int, chance: random.Random, who: str, touchpoint: str, *said: object
) -> Sequence[object]:
    """Return a row of the file; `said` is rating, comment and persona."""
    start, end = (WINTER, SUMMER)[wave]
    day = start + timedelta(days=chance.randrange((end - start).days + 1))
    place = key(f"touchpoint {touchpoint}") if touchpoint else ""
    return [name, day.isoformat(), who, place, *said]


def _bring_in(
    study: Study, name: str, rows: Iterator[Sequence[object]], asked: int | None, by: User
) -> None:
    mapping = Mapping(
        id="answer", date="date", respondent="customer", element="touchpoint", text="comment", persona="persona",
        rating="rating" if asked else "", instrument=asked,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(HEADS)
            table.writerows(rows)
        responses.bring_in(study, path, mapping, by=by)


def _instrument(program: Program, name: str, question: str, highest: int) -> Instrument:
    return Instrument.objects.create(
        program=program, key=key(f"instrument {name}"), name=name, question=question,
        kind="csat" if "Satisfaction" in name else "ces", lowest=1, highest=highest,
        low_label="very dissatisfied" if "Satisfaction" in name else "very hard",
        high_label="very satisfied" if "Satisfaction" in name else "very easy", language="en",
    )  # fmt: skip


def _study(
    program: Program, name: str, method: str, when: tuple[date, date], owner: User, **facts: object
) -> Study:
    return Study.objects.create(
        program=program, key=key(f"study {name}"), name=name, method=method, status=Study.Status.DONE,
        starts_on=when[0], ends_on=when[1], owner=owner, **facts,
    )  # fmt: skip
