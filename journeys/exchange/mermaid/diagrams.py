"""The words Mermaid's diagrams begin with."""

from __future__ import annotations

import re

#: The other diagrams, by their first word in lower case.
OTHERS = {
    "flowchart": "a flowchart",
    "flowchart-elk": "a flowchart",
    "graph": "a flowchart",
    "sequencediagram": "a sequence diagram",
    "classdiagram": "a class diagram",
    "classdiagram-v2": "a class diagram",
    "statediagram": "a state diagram",
    "statediagram-v2": "a state diagram",
    "erdiagram": "an entity relationship diagram",
    "gantt": "a Gantt chart",
    "pie": "a pie chart",
    "gitgraph": "a Git graph",
    "mindmap": "a mind map",
    "timeline": "a timeline",
    "quadrantchart": "a quadrant chart",
    "requirementdiagram": "a requirement diagram",
    "c4context": "a C4 diagram",
    "c4container": "a C4 diagram",
    "c4component": "a C4 diagram",
    "c4dynamic": "a C4 diagram",
    "c4deployment": "a C4 diagram",
    "sankey": "a Sankey diagram",
    "sankey-beta": "a Sankey diagram",
    "xychart": "an XY chart",
    "xychart-beta": "an XY chart",
    "block": "a block diagram",
    "block-beta": "a block diagram",
    "packet": "a packet diagram",
    "packet-beta": "a packet diagram",
    "kanban": "a Kanban board",
    "architecture": "an architecture diagram",
    "architecture-beta": "an architecture diagram",
    "radar-beta": "a radar chart",
    "treemap": "a treemap",
    "treemap-beta": "a treemap",
    "zenuml": "a ZenUML diagram",
}

#: `journey` alone on its line, or followed by what can only be a journey's.
_STRICT = re.compile(
    r"[ \t>]*journey[ \t]*(?:$|[;%#]|(?<=[ \t])(?:title|section|acctitle|accdescr)\b)",
    re.IGNORECASE,
)
#: In a block that says it is Mermaid, anything may follow.
_LOOSE = re.compile(r"[ \t]*journey\b(?![-\w])[ \t]*", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[ \t]*([A-Za-z][\w-]*)[ \t]*(:?)")


def journey_header(line: str, *, is_labelled: bool = False) -> str | None:
    """Return what follows `journey` on the line that begins a journey, None on any other line."""
    if not is_labelled and not _STRICT.match(line):
        return None
    match = _LOOSE.match(line.lstrip(" \t>"))
    return line.lstrip(" \t>")[match.end() :] if match else None


def other_diagram(line: str) -> str:
    """Return which other diagram the line begins, or an empty string."""
    match = _FIRST_WORD.match(line)
    return OTHERS.get(match.group(1).lower(), "") if match and not match.group(2) else ""
