"""The words that go with our workbooks: how to read one, and how to fill an empty one in."""

from __future__ import annotations

from journeys.exchange.table import columns

FILLING_IN = "How to fill this in"
TEMPLATE_COLUMNS = 12
TEMPLATE_ROWS = (
    "Stage", "Touchpoint", "Customer goal", "Customer does", "Customer thinks", "Channel", columns.EMOTION,
    "Pain points", "Opportunities", "Delights", "Questions", "Backstage", "Systems",
)  # fmt: skip


def of_export() -> list[list[str]]:
    """Return the rows of the legend of an exported workbook."""
    return [
        [
            "Map",
            "The journey to read: stages and touchpoints across, what is said of them down. Nothing comes in from this sheet.",
        ],
        [
            "List",
            "The same, a row for each lane, stage, touchpoint and card. Change things here and import the file again.",
        ],
        [
            "A new row",
            "Say what it is (stage, touchpoint, lane or card) and leave Key empty. A card needs stage, lane and text; without a touchpoint it spans the stage.",
        ],
        [
            "Key",
            "Says which thing a row is. Leave it as it is: the import then changes that thing instead of adding another.",
        ],
        [
            columns.EMOTION,
            "How a touchpoint feels: −3 very bad, 0 neutral, +3 very good, in tenths. Empty: nobody knows.",
        ],
        ["Basis", "Where the emotion comes from: assumed by the team, or observed from customers."],
        ["Severity", "Of pain points: 1 (a nuisance) to 5 (people leave)."],
        ["Tags, Who takes part", "Several are divided by semicolons."],
        [
            "Other sheets",
            "What is said of the map, its personas, objectives, KPIs and channels; they come in too.",
        ],
    ]


def of_template() -> list[list[str]]:
    """Return the rows of the legend of the empty workbook."""
    return [
        [
            "Where to begin",
            "Write the name of the journey beside “Journey”. Then name the stages, one a column, and below them the touchpoints.",
        ],
        [
            "A stage with several touchpoints",
            "Write the stage over the first of its touchpoints and leave the cells beside it empty, or merge them.",
        ],
        [
            "A stage without touchpoints",
            "Leave the touchpoint empty; what stands below spans the stage.",
        ],
        ["Several cards in a cell", "A line each (Alt+Enter), or a bullet list."],
        [
            columns.EMOTION,
            "−3 very bad, 0 neutral, +3 very good. Faces (😀🙂😐🙁😡) and words (positive, neutral, negative) are read too. Empty: nobody knows.",
        ],
        [
            "Severity of a pain point",
            "Write it behind the text: Call drops (severity: 4). 1 is a nuisance, at 5 people leave.",
        ],
        [
            "More rows",
            "Add a row with any head: it becomes a lane of that name. Rows you do not need, delete or leave empty.",
        ],
        ["Several journeys", "Copy the sheet: every sheet with a table becomes a map."],
        [
            "As a list instead",
            "A table with the heads Stage, Touchpoint, Lane, Text, Channel, Emotion, Severity, Persona, Owner, Source, Date works as well.",
        ],
    ]
