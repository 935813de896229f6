"""The demonstration's talks with customers, their clicks, and what they say since version 2. All made up."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from config.demonstration.dates import AUTUMN, SUMMER
from config.demonstration.keys import key
from config.demonstration.people import LENA, OMAR
from journeys import history
from journeys.models import Persona
from research import coding, drift, scoring
from research.imports import events, responses
from research.imports.mapping import Mapping
from research.models import Insight, Response, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.contrib.auth.models import User

    from journeys.models import MapVersion, Program

PERSONAS = {"Lena": LENA.key, "Omar": OMAR.key}
#: Who, and what they say: question and answer in turn. Words between [ and ] become a quote with the theme after them.
TALKS = (
    ("Lena", "talk 1", (
        ("How did you open the account?", "On the phone, on the way to work. [The form knew half of it already, that was nice.]Less typing"),
        ("And then?", "Then the video call. [It dropped twice, and each time I had to start again with my name.]Calls start from zero I nearly gave up."),
        ("What kept you going?", "[There was a date by which I would hear. And they kept it.]A date that holds"),
    )),
    ("Omar", "talk 2", (
        ("Where did it take longest?", "[I photographed three payslips, and one was refused. Nobody said why.]Refused without a reason"),
        ("How did you find out?", "I called. [I told the machine, then the agent, then another agent.]Told twice"),
        ("Would you do it again?", "If I knew the price. [The new fee table I understood at once.]Fees in plain words"),
    )),
    ("Lena", "talk 3", (
        ("How was the identification?", "Bad light, bad line. [The agent was kind, but after the line broke I was a stranger again.]Calls start from zero"),
        ("What would have helped?", "[Let me go on where I stopped.]Calls start from zero"),
        ("And the card?", "The card was quick. [Two letters and a code, for one card.]Too many letters"),
    )),
    ("Omar", "talk 4", (
        ("What do you use most?", "The balance. [It reads invoices by itself, I show that to everybody.]Invoices read themselves"),
        ("What annoys you?", "[There was a charge with a name I had never heard.]Charges without a name I called about it."),
        ("What happened?", "[They sorted it out, but I had to tell it twice.]Told twice"),
    )),
    ("Lena", "talk 5", (
        ("How long did it take?", "A week. [I knew the day, so waiting was fine.]A date that holds"),
        ("Anything you did not understand?", "[Why the call has to be live at all.]Calls start from zero"),
        ("What did you tell friends?", "[That the start is the worst of it.]Calls start from zero"),
    )),
    ("Omar", "talk 6", (
        ("How was opening it?", "Longer than they said. [A paper was missing and I heard of it after nine days.]Refused without a reason"),
        ("And the fees?", "Clear. [It says what it costs, in words.]Fees in plain words"),
        ("What is missing?", "[Somebody who knows my case when I call.]Told twice"),
    )),
)  # fmt: skip
#: What the team makes of it: statement, basis, kind, themes it rests on, what it is about.
INSIGHTS = (
    ("Whoever is cut off in the call begins as a stranger: it is the start again, not the line, that makes people give up", "interpretation", "pain", ("Calls start from zero",), ("Video identification",)),
    ("A date that is kept makes waiting bearable, however long it is", "interpretation", "need", ("A date that holds",), ("Wait for decision",)),
    ("Customers tell their story two or three times per call", "fact", "pain", ("Told twice", "Charges without a name"), ("Call about a charge",)),
    ("The fee table is understood at first sight since it says in words what things cost", "fact", "gain", ("Fees in plain words",), ("Compare fees",)),
)  # fmt: skip
#: The way most people go, and how many of a hundred go on from each step.
WAY = (
    ("Visit the website", 100), ("Compare fees", 78), ("Start application", 62), ("Fill in details", 93), ("Upload payslip", 88),
    ("Review and sign", 90), ("Video identification", 94), ("Wait for decision", 71), ("Hear the decision", 97), ("Activate the card", 92),
    ("First payment", 88),
)  # fmt: skip
#: How two touchpoints feel since version 2, planted: one mended, one that slipped.
SINCE = {
    "Video identification": -0.7,
    "Pay a bill": -0.6,
    "First payment": 1.8,
    "Find an answer": -0.5,
}


def listen(program: Program, by: User) -> None:
    """Hold the talks, code them, and write down what the team makes of them."""
    study = _study(program, "Onboarding talks, summer 2026", "interview", by, planned_n=8, sampling="Eight people from the survey who agreed to be called; six talked to us.", questions="What is it about the call that makes people give up?")  # fmt: skip
    for place, (persona, name, turns) in enumerate(TALKS):
        day = SUMMER[0] + timedelta(days=6 * place)
        said = "\n\n".join(
            f"Interviewer: {question}\nCustomer {place}: {_plain(answer)}"
            for question, answer in turns
        )
        text = f"Date: {day.isoformat()}\nPersona: {PERSONAS[persona]}\n\n{said}\n"
        _with_file(f"{name}.txt", text, lambda path: responses.bring_in(study, path, by=by))
        response = Response.objects.get(study=study, external_id=name)
        for _, answer in turns:
            for words, theme in _marked(answer):
                coding.mark(
                    response,
                    words=words,
                    themes=[coding.theme_named(program.pk, theme, by=by)],
                    by=by,
                )
    for statement, basis, kind, names, about in INSIGHTS:
        insight = Insight(
            program=program, key=key(f"insight {statement}"), statement=statement, basis=basis, kind=kind, owner=by,
            element_keys=[key(f"touchpoint {name}") for name in about],
        )  # fmt: skip
        history.deed(insight, by=by, verb="create")
        insight.save()
        for name in names:
            rests_on = coding.theme_named(program.pk, name, by=by)
            insight.themes.add(rests_on)
            insight.quotes.add(*rests_on.quotes.all())
        insight.personas.set(
            Persona.objects.filter(program=program, key__in={PERSONAS[talk[0]] for talk in TALKS if any(name in answer for _, answer in talk[2] for name in names)})
        )  # fmt: skip


def watch(program: Program, by: User) -> None:
    """Bring in the ways 240 people went through the application."""
    study = _study(program, "Ways through the application, summer 2026", "analytics", by, planned_n=240, sampling="Every tenth person who visited the website.", questions="Where do people leave, and what do they do instead?")  # fmt: skip
    lines = ["case,activity,time", *_clicks()]
    _with_file("ways.csv", "\n".join(lines), lambda path: events.bring_in(study, path, by=by))


def since(version: MapVersion, by: User) -> None:
    """Bring in what customers say since version 2, and look whether the map still holds."""
    study = _study(version.program, "Asked after each step, autumn 2026", "survey", by, planned_n=None, sampling="One in twenty, right after the step.", questions="Does the map still hold?")  # fmt: skip
    asked = study.program.instruments.get(name="Satisfaction with a step")
    study.instruments.add(asked)
    chance = random.Random(7)  # noqa: S311  made-up answers, the same every time
    lines = ["answer,date,customer,touchpoint,rating,persona"]
    for name, felt in SINCE.items():
        for n in range(70):
            rating = round(min(max(chance.gauss((felt + 3) / 6 * 4 + 1, 0.85), 1), 5))
            day = AUTUMN + timedelta(days=chance.randrange(40))
            place = key(f"touchpoint {name}")
            lines.append(
                f"a{n}-{name},{day.isoformat()},a{n},{place},{rating},{LENA.key if n % 5 < 3 else OMAR.key}"
            )
    mapping = Mapping(
        id="answer", date="date", respondent="customer", element="touchpoint", rating="rating", persona="persona", instrument=asked.pk,
    )  # fmt: skip
    _with_file(
        "autumn.csv", "\n".join(lines), lambda path: responses.bring_in(study, path, mapping, by=by)
    )
    scoring.score(study.pk)
    drift.look(version)


def _plain(answer: str) -> str:
    """Return what was said, without the marks."""
    for words, theme in _marked(answer):
        answer = answer.replace(f"[{words}]{theme}", words)
    return answer


def _marked(answer: str) -> Iterator[tuple[str, str]]:
    themes = {name for _, _, _, names, _ in INSIGHTS for name in names} | {"Less typing", "Refused without a reason", "Too many letters", "Invoices read themselves"}  # fmt: skip
    for part in answer.split("[")[1:]:
        words, after = part.split("]")
        yield words, next(name for name in themes if after.startswith(name))


def _clicks() -> Iterator[str]:
    chance = random.Random(11)  # noqa: S311  the same
    for person in range(240):
        moment = datetime(2026, 7, 6, 8, tzinfo=UTC) + timedelta(
            minutes=chance.randrange(60 * 24 * 60)
        )
        for place, (step, goes_on) in enumerate(WAY):
            if place and chance.random() * 100 > goes_on:
                if chance.random() < 0.5:
                    yield f"v{person},{chance.choice(('Find an answer', 'Leave a form open', 'Call about a charge'))},{moment.isoformat()}"
                break
            yield f"v{person},{step},{moment.isoformat()}"
            if step == "Video identification" and chance.random() < 0.35:
                moment += timedelta(minutes=chance.randrange(5, 600))
                yield f"v{person},{step},{moment.isoformat()}"
            hours = (
                48
                if step in {"Video identification", "Wait for decision", "Hear the decision"}
                else 1
            )
            moment += timedelta(minutes=chance.randrange(1, 60 * hours))


def _study(program: Program, name: str, method: str, by: User, **facts: object) -> Study:
    ends = date(2026, 11, 15) if "autumn" in name else SUMMER[1]
    starts = AUTUMN if "autumn" in name else SUMMER[0]
    return Study.objects.create(
        program=program, key=key(f"study {name}"), name=name, method=method, status=Study.Status.DONE, starts_on=starts, ends_on=ends,
        owner=by, **facts,
    )  # fmt: skip


def _with_file(name: str, text: str, use: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        use(path)
