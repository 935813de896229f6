"""A map as Mermaid: text that Mermaid itself accepts, and everything it does not hold by name."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given

from journeys.contents import (
    ChannelContents,
    KpiContents,
    LaneContents,
    MapContents,
    MapFacts,
    ObjectiveContents,
    OriginContents,
    PersonaContents,
    VersionFacts,
)
from journeys.exchange.mermaid import read, write
from tests.factories.contents import map_contents
from tests.journeys.sample import card, key, stage, touchpoint

#: Mermaid takes entity codes out before it looks at the text.
ENTITY = re.compile(r"#\w+;", re.ASCII)
#: What a statement of a journey may look like then, by Mermaid's published grammar.
STATEMENTS = (
    r"accDescr\s*:[^\n]*",
    r"title\s[^#\n;]+",
    r"section\s[^#:\n;]+",
    r"(?!journey\b|title\s|section\s|acctitle\s*:|accdescr\s*[:{]|#)[^#:\n;]+:[^#\n;]+",
)
STATEMENT = re.compile("|".join(STATEMENTS), re.IGNORECASE)
DESCRIPTION = re.compile(r"\n *accDescr \{[^}]*\}(?=\n)")


def not_accepted(text: str) -> list[str]:
    """Return the lines that Mermaid would stumble over."""
    without_entities = DESCRIPTION.sub("", ENTITY.sub("entity", text))
    header, *lines = without_entities.removesuffix("\n").split("\n")
    assert header == "journey"
    return [line for line in lines if not STATEMENT.fullmatch(line.lstrip()) or "%%" in line]


def test_map_is_written_as_people_write_mermaid():
    contents = MapContents(
        map=MapFacts(name="Journey to a card: 2026", scope="Journey of new customers; all of them"),
        stages=(
            stage(
                "Apply & wait",
                touchpoint("Fill in #1", emotion=-1.5, actors=("Ann", "Smith, Bob")),
                touchpoint("Title check", emotion=0.8),
                touchpoint("Wait", actors=("Ann", " ")),
                touchpoint("Wonder"),
            ),
            stage("Use"),
        ),
    )

    assert write(contents).text == (
        "journey\n"
        "    title Journey to a card#58; 2026\n"
        "    accDescr: Journey of new customers; all of them\n"
        "    section Apply & wait\n"
        "        Fill in #35;1: 2: Ann, Smith#44; Bob\n"
        "        #84;itle check: 3.5\n"
        "        Wait: : Ann\n"
        "        Wonder: :\n"
        "    section Use\n"
    )


def test_description_of_several_lines_is_written_as_a_block():
    contents = MapContents(
        map=MapFacts(name="Card", scope=" One {line}\n\n%% another\njourney 3: end\n"),
        stages=(stage("Use"),),
    )

    text = write(contents).text

    assert text == (
        "journey\n"
        "    title Card\n"
        "    accDescr {\n"
        "        #32;One {line#125;\n"
        "\n"
        "        %#37; another\n"
        "        #106;ourney 3: end\n"
        "\n"
        "    }\n"
        "    section Use\n"
    )
    assert read(text).maps[0].contents.map == contents.map


def test_everything_that_mermaid_does_not_hold_is_listed():
    contents = MapContents(
        map=MapFacts(name="Card", kind="blueprint"),
        version=VersionFacts(
            label="a", reason="b", change_summary="c", evidence_from=date(2026, 1, 1)
        ),
        channels=(ChannelContents(key=key("App"), name="App"),),
        kpis=(KpiContents(key=key("NPS"), name="NPS"),),
        objectives=(ObjectiveContents(key=key("More"), statement="More cards"),),
        personas=tuple(PersonaContents(key=key(name), name=name) for name in ("Lena", "Tom")),
        stages=(
            stage(
                "Use",
                touchpoint(
                    "Pay",
                    channel=key("App"),
                    does="a",
                    thinks="b",
                    is_moment_of_truth=True,
                    importance=5,
                    emotion=1.0,
                    feeling="glad",
                    basis="observed",
                    team="Cards",
                ),
                touchpoint("Lose it", does="c"),
                customer_goal="Pay",
                kpi=key("NPS"),
            ),
        ),
        lanes=(LaneContents(key=key("Pains"), kind="pain_points"),),
        cards=(card("Slow", "Pains", "Use"), card("Dear", "Pains", "Use")),
        origins=(OriginContents(key=key("Pay"), kind="merge", from_keys=(key("a"), key("b"))),),
    )

    assert write(contents).losses == (
        "The channels of 1 touchpoint",
        "What the customer does at 2 touchpoints",
        "What the customer thinks at 1 touchpoint",
        "The mark of a moment of truth on 1 touchpoint",
        "The importance of 1 touchpoint",
        "The named feeling at 1 touchpoint",
        "The team responsible for 1 touchpoint",
        "That the emotion was observed at 1 touchpoint",
        "That the emotion of 1 touchpoint is unknown: Mermaid draws it as 0",
        "The customer goals of 1 stage",
        "The KPIs of 1 stage",
        "1 lane",
        "2 cards",
        "2 personas",
        "1 objective",
        "The kind of map",
        "The version's label, reason, summary of changes, evidence window",
        "Where 1 element came from",
        "Which element is which: brought back in, it is a new map, not a new version of this one",
    )


@given(map_contents())
def test_any_map_is_written_as_text_that_mermaid_accepts(drawn):
    assert not_accepted(write(drawn).text) == []
