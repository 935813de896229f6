"""Quirks met in the wild, one by one."""

import pytest

from journeys.exchange.mermaid import read
from journeys.exchange.mermaid.reading import MOST_LINES, MOST_MAPS
from journeys.exchange.preview import preview


def only_map(text, name=""):
    found = read(text, name)
    assert len(found.maps) == 1
    return found.maps[0].contents


def outline(text):
    """Return stages and tasks of the only journey: {stage: [(task, emotion, actors)]}."""
    return [
        (stage.name, [(t.name, t.emotion, t.actors) for t in stage.touchpoints])
        for stage in only_map(text).stages
    ]


def task_of(line):
    """Return the only task of a journey with this line."""
    ((_, tasks),) = outline(f"journey\n title T\n section S\n{line}\n")
    (task,) = tasks
    return task


def problems_of(line):
    """Return the problems of a journey with this line, which is line 5."""
    text = f"journey\n title T\n section S\n Before: 3\n{line}\n After: 3\n"
    found = read(text)
    assert {problem.line for problem in found.problems} <= {5}
    return [(problem.severity, problem.message) for problem in found.problems]


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("Pay: 4: Ann", ("Pay", 1.5, ("Ann",))),
        ("Pay:4:Ann", ("Pay", 1.5, ("Ann",))),
        ("  \t Pay  :  4  :  Ann  ,  Bob  ", ("Pay", 1.5, ("Ann", "Bob"))),
        ("Pay: 4", ("Pay", 1.5, ())),
        ("Pay: 4:", ("Pay", 1.5, ())),
        ("Pay: 4: ,Ann,, ,", ("Pay", 1.5, ("Ann",))),
        ("Pay: 3.7: Ann", ("Pay", 1.1, ("Ann",))),
        ("Pay: +4: Ann", ("Pay", 1.5, ("Ann",))),
        ("Pay: 4 %% a comment", ("Pay", 1.5, ())),
        ("Pay: 4: Ann %% a comment: 3", ("Pay", 1.5, ("Ann",))),
        ("Pay: 4: Ann # a comment", ("Pay", 1.5, ("Ann",))),
        ("Pay: 4: Ann;", ("Pay", 1.5, ("Ann",))),
        ("Pay 100%: 4: Ann", ("Pay 100%", 1.5, ("Ann",))),
        ("Pay#58; card#59; #35;1: 4: Ann#44; Bob", ("Pay: card; #1", 1.5, ("Ann, Bob",))),
        ("Pay #quot;now#quot; #amp; here: 4", ('Pay "now" & here', 1.5, ())),
        ("Pay &amp; go: 4", ("Pay & go", 1.5, ())),
        ("Pay &#38; go: 4", ("Pay & go", 1.5, ())),
        ("Pay &#x26; go: 4", ("Pay & go", 1.5, ())),
        ("R&D: 4", ("R&D", 1.5, ())),
        ("Pay<br/>by<br>card<BR />now: 4: Ann<br/>B", ("Pay by card now", 1.5, ("Ann B",))),
        ("Pay <b>now</b>: 4", ("Pay <b>now</b>", 1.5, ())),
        ("sections: 4", ("sections", 1.5, ())),
        ("Titles: 4", ("Titles", 1.5, ())),
        ("journeys end: 4", ("journeys end", 1.5, ())),
        ("section chief calls: 4: Ann", ("section chief calls", 1.5, ("Ann",))),
    ],
)  # fmt: skip
def test_task_is_read_as_meant(line, task):
    assert task_of(line) == task


@pytest.mark.parametrize(
    "score",
    ["0", "6", "10", "500", "-1", "\u22121", "0.9", "5.1", "1e3", "X", "-", "?", "N/A", "n.a.", "", " ", "👍", "good"],
)  # fmt: skip
def test_score_that_says_nothing_leaves_the_emotion_empty_and_is_reported(score):
    line = f"Pay: {score}: Ann"

    assert task_of(line) == ("Pay", None, ("Ann",))
    assert [severity for severity, _ in problems_of(line)] == ["warning"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Checkout: 2, Usuario", "Checkout: 2: Usuario"),
        ("Checkout: 2 Usuario", "Checkout: 2: Usuario"),
        ("Checkout: 2; Usuario: 3", None),
        ("size: 2rem", "size: 2"),
        ("Checkout: 3/5: Ann", "Checkout: 3: Ann"),
        ("Checkout: 3,5: Ann", "Checkout: 3.5: Ann"),
        ("Checkout: 4 - happy: Ann", "Checkout: 4: Ann"),
        ("Checkout: 0x3: Ann", "Checkout: 0: Ann"),
    ],
)
def test_score_that_is_nearly_a_number_is_shown_as_it_should_be_written(line, meant):
    if meant is None:
        assert problems_of(line) == []
        return
    ((severity, message),) = problems_of(line)

    assert severity == "error"
    assert message.endswith(f"is not a score. Write it as “{meant}”.")


@pytest.mark.parametrize(
    ("line", "severity", "words"),
    [
        ("Some words", "error", "“Some words” has no score. Write a task as “Name: 3: Who takes part”."),
        ("宿\uff1a4\uff1a旅行者", "error", "The colon here is a full-width one."),
        (": 4: Ann", "error", "The task has no name."),
        ("Task #1: 4: Ann", "error", "“Task” has no score."),
        ("Pay: 4: Ann: twice", "warning", "“twice” stands after the actors and is left out."),
        ("Pay: 4: Ann #tired", "warning", "“#tired” is a comment in Mermaid and is left out"),
        ("section", "warning", "The section has no name; it is called “Untitled stage”."),
        ("section Part 1: begin", "warning", "Mermaid wants #58; for a colon in the name of a section."),
        ("accDescr { never ends", "error", "accDescr { is never closed with }."),
        ("title: Another", None, None),
    ],
)  # fmt: skip
def test_line_with_a_problem_is_named(line, severity, words):
    problems = problems_of(line)

    if severity is None:
        assert [one for one, _ in problems] == ["warning"]  # a task called title, without a score
    else:
        assert [one for one, message in problems if words in message] == [severity]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("title Buy shoes", "Buy shoes"),
        ("TITLE\tBuy shoes", "Buy shoes"),
        ("title: Buy shoes", "Buy shoes"),
        ("title Old\ntitle Buy shoes", "Buy shoes"),
        ("title Buy #quot;shoes#quot; %% now", 'Buy "shoes"'),
        ("title Buy shoes; section Also", "Buy shoes"),
        ("accTitle: Buy shoes", "Buy shoes"),
        ("title Buy shoes\naccTitle: Something else", "Buy shoes"),
        ("", "the file"),
        ("title", "the file"),
    ],
)
def test_map_is_called_by_the_nearest_thing_to_a_title(head, name):
    assert only_map(f"journey\n{head}\nsection S\n Pay: 4\n", "the file").map.name == name


def test_map_without_any_name_is_untitled():
    assert only_map("journey\nsection S\n").map.name == "Untitled journey"


def test_acc_title_beside_a_title_is_listed_as_not_held():
    found = read("journey\ntitle A\naccTitle: B\nsection S\n")

    assert found.not_held == ("accTitle “B”: the map is called by its title.",)


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        ("accDescr: For new customers; and #35;1 fans", "For new customers; and #1 fans"),
        ("ACCDESCR : For all", "For all"),
        ("accDescr { For new customers }", "For new customers"),
        ("accDescr {\n   One line\n   another: 4: line\n\n  }", "One line\nanother: 4: line\n"),
        ("accDescr{One\ntwo}", "One\ntwo"),
        ("accDescr:", ""),
    ],
)
def test_description_becomes_the_scope(lines, scope):
    contents = only_map(f"journey\ntitle T\n{lines}\nsection S\n Pay: 4\n")

    assert contents.map.scope == scope
    assert [stage.name for stage in contents.stages] == ["S"]


def test_what_follows_a_description_on_its_line_is_read():
    assert outline("journey\naccDescr { a\n b } section S\n Pay: 4\n") == [
        ("S", [("Pay", 1.5, ())])
    ]


def test_sections_of_the_same_name_and_empty_ones_stay_apart():
    text = "journey\nsection A\n Pay: 4\nsection B\nsection A:\n Pay: 4\n"

    pay = ("Pay", 1.5, ())
    assert outline(text) == [("A", [pay]), ("B", []), ("A", [pay])]


def test_tasks_before_the_first_section_stand_in_a_stage_of_their_own():
    found = read("journey\ntitle T\n Think: 3\nsection A\n Pay: 4\n")

    assert [stage.name for stage in found.maps[0].contents.stages] == ["Start", "A"]
    assert [str(problem) for problem in found.problems] == [
        "Line 3: These tasks stand in no section; their stage is called “Start”."
    ]


def test_tasks_without_any_section_stand_in_one_stage():
    assert outline("journey\n Think: 3\n Pay: 4\n") == [
        ("Journey", [("Think", 0.0, ()), ("Pay", 1.5, ())])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "journey\n\n\ntitle T\nsection S\n Pay: 4\n",
        "  journey  \ntitle T\nsection S\n Pay: 4",
        "JOURNEY\nTITLE T\nSECTION S\n Pay: 4\n",
        "journey title T\nsection S\n Pay: 4\n",
        "journey;title T;section S;Pay: 4;",
        "%% a comment\n# another\n\njourney %% third\ntitle T\nsection S\n%% Lost: 1\n#Lost: 2\n Pay: 4\n",
        "journey\r\ntitle T\r\nsection S\r\n Pay: 4\r\n",
        "journey\rtitle T\rsection S\r Pay: 4\r",
        "\ufeffjourney\ntitle T\nsection S\n Pay: 4\n",
        "\n---\ntitle: T\n---\n\njourney\nsection S\n Pay: 4\n",
        "---\n  config:\n    title: Not this\n  title: T # really\n---\njourney\nsection S\n Pay: 4\n",
        "---\ntitle: >-\n  T\nconfig: {}\n---\njourney\nsection S\n Pay: 4\n",
        "---\ntitle: 'T'\n---\njourney\nsection S\n Pay: 4\n",
        "%%{init: {'theme': 'dark'}}%%\njourney\ntitle T\nsection S\n Pay: 4\n",
        "%%{\n init: {}\n}%% journey\ntitle T\nsection S\n Pay: 4\n",
        "```mermaid\njourney\ntitle T\nsection S\n Pay: 4\n```\n",
        "Words\n``` mermaid\njourney\ntitle T\nsection S\n Pay: 4\n```\nmore: words\n",
        "~~~Mermaid\njourney\ntitle T\nsection S\n Pay: 4\n~~~\n",
        "::: mermaid\njourney\ntitle T\nsection S\n Pay: 4\n:::\n",
        "```{mermaid}\njourney\ntitle T\nsection S\n Pay: 4\n",
        "> ```mermaid\n> journey\n> title T\n> section S\n>  Pay: 4\n> ```\n",
        "1. First\n\n   ```mermaid\n   journey\n   title T\n   section S\n   Pay: 4\n   ```\n",
        "```\njourney\ntitle T\nsection S\n Pay: 4\n```\n",
        '<pre class="mermaid">journey\ntitle T\nsection S\n Pay: 4\n</pre>\n<p>more: words</p>',
        "# A page\n\nWords.\n\njourney\ntitle T\nsection S\n Pay: 4\n\n## More\n\nWords: more\n",
    ],
)
def test_journey_is_found_however_it_is_wrapped(text):
    contents = only_map(text)

    assert contents.map.name == "T"
    assert outline(text) == [("S", [("Pay", 1.5, ())])]
    assert [problem for problem in read(text).problems if problem.is_error] == []


def test_journeys_of_a_page_are_all_found_with_their_lines():
    text = "journey\ntitle A\nsection S\n\njourney\ntitle B\nsection S\n Pay: zwei: Ann\n"

    found = read(text)

    assert [(one.name, one.line) for one in found.maps] == [("A", 1), ("B", 5)]
    assert [problem.line for problem in found.problems] == [8]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no Mermaid journey here. One begins with the word journey on a line of its own."),
        ("Just words\n", "There is no Mermaid journey here. One begins with the word journey on a line of its own."),
        ("\ngraph TD\n a --> b\n", "This is a flowchart. Only diagrams of type journey come in."),
        ("sequenceDiagram\n", "This is a sequence diagram. Only diagrams of type journey come in."),
        ("```mermaid\ngantt\n```\n", "This is a Gantt chart. Only diagrams of type journey come in."),
        ("journey\n", "This journey has no sections and no tasks."),
        ("journey\ntitle T\n", "This journey has no sections and no tasks."),
    ],
)  # fmt: skip
def test_text_without_a_journey_says_so(text, message):
    found = read(text)

    assert found.maps == ()
    assert [problem.message for problem in found.problems] == [message]


def test_long_names_are_cut_and_kept_whole_elsewhere():
    long = "word " * 40
    contents = only_map(f"journey\ntitle {long}\nsection {long}\n {long}: 4: {long}\n")

    (stage,) = contents.stages
    (touchpoint,) = stage.touchpoints
    cut = long[:159] + "…"
    assert (contents.map.name, stage.name, touchpoint.name, touchpoint.actors) == (
        cut,
        cut,
        cut,
        (cut,),
    )
    assert (contents.map.scope, stage.customer_goal, touchpoint.does) == (long.strip(),) * 3


def test_more_tasks_than_a_map_holds_stop_the_reading():
    found = read("journey\ntitle T\nsection S\n" + "Pay: 4: Ann\n" * 20_001)

    assert [one.touchpoints for one in found.maps] == [20_000]
    assert [str(problem) for problem in found.problems] == [
        "Line 20004: More than 20,000 tasks; from here on nothing is read."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("journey\n" * (MOST_LINES + 2), "More than 500,000 lines: this is no journey map."),
        ("journey\ntitle T\nsection S\n" * (MOST_MAPS + 1), "Line 301: 101 journeys in one file; the first 100 can come in."),
        ("journey\ntitle T\nsection S\n" + "x" * 200_001, "Line 4: A line of 200,001 characters is no part of a journey."),
        ("journey\ntitle T\nsection " + "\nsection S" * 1_000, "Line 1003: More than 1,000 sections; from here on nothing is read."),
    ],
    ids=["lines", "journeys", "line", "sections"],
)  # fmt: skip
def test_files_beyond_all_measure_are_cut_short(text, message):
    assert message in [str(problem) for problem in read(text).problems]


def test_very_many_errors_end_the_reading_and_are_counted():
    found = read("journey\ntitle T\nsection S\n" + "no score\n" * 10_000)

    assert len(found.problems) == 501
    assert str(found.problems[-1]) == "And 4,502 more like these."


@pytest.mark.parametrize(
    ("encoding", "guess"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-32", []),
        ("cp1252", ["The file is not UTF-8. It was read as Windows-1252; check letters with accents."]),
        ("utf-16-le", ["The file is not UTF-8. It was read as UTF-16-LE; check letters with accents."]),
        ("utf-16-be", ["The file is not UTF-8. It was read as UTF-16-BE; check letters with accents."]),
    ],
)  # fmt: skip
def test_bytes_of_any_encoding_are_read(encoding, guess):
    text = "journey\ntitle Café\nsection Über\n Zahlen für zwei: 4: Zoë\n"

    found = preview(text.encode(encoding), "café.mmd")

    assert [problem.message for problem in found.problems] == guess
    assert (found.maps[0].name, found.maps[0].contents.stages[0].name) == ("Café", "Über")
