"""The statements of one journey, line by line, as map contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from journeys.contents import MapContents, MapFacts, StageContents, TouchpointContents
from journeys.exchange import sizes
from journeys.exchange.mermaid import escapes, tasks
from journeys.models.keys import new_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.mermaid.blocks import Journey
    from journeys.exchange.mermaid.front_matter import Line

#: Beyond this many errors the file is something else; reading on would only take time.
MOST_ERRORS = 5_000
LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT = 200_000, 160, 20_000
UNTITLED, UNTITLED_STAGE = "Untitled journey", "Untitled stage"
#: The stage of tasks before the first section, and of tasks in a journey without sections.
FIRST_STAGE, ONLY_STAGE = "Start", "Journey"

_TITLE = re.compile(r"title(?:\s+(.*)|$)", re.IGNORECASE)
_TITLE_AND_COLON = re.compile(r"title\s*:(?!\s*[-+]?\d)(.*)", re.IGNORECASE)
_SECTION = re.compile(r"section(?:\s+(.*)|$)", re.IGNORECASE)
_SCORE_FOLLOWS = re.compile(r"[^:]*:\s*[-+]?\d+(?:\.\d+)?\s*(?::|$)")
_ACC_TITLE = re.compile(r"acctitle\s*:(.*)", re.IGNORECASE)
_ACC_DESCR = re.compile(r"accdescr\s*(?::(.*)|\{(.*))", re.IGNORECASE)


@dataclass(slots=True)
class _Stage:
    name: str
    goal: str = ""
    touchpoints: list[TouchpointContents] = field(default_factory=list)


class JourneyReader:
    """Reads one journey; what is wrong goes to `tell` with its line."""

    def __init__(self, journey: Journey, fallback: str, tell: ProblemLog) -> None:
        self.journey, self.fallback, self.tell = journey, fallback, tell
        self.title, self.acc_title, self.description = "", "", ""
        self.stages: list[_Stage] = []
        self.touchpoints = 0
        self.is_full = False
        self.first_task_line: int | None = None
        self.last_brace = max(
            (line.number for line in journey.lines if "}" in line.text), default=0
        )

    def contents(self) -> MapContents | None:
        """Return the journey as contents with fresh keys; None if there is nothing in it."""
        for name in self.journey.settings:
            self.tell.leave_out(f"The setting {name} in front of the diagram is not part of a map.")
        self._read_lines()
        if not self.stages:
            self.tell.error("This journey has no sections and no tasks.", self.journey.line)
            return None
        self._settle_first_stage()
        stages = (
            StageContents(
                key=new_key(),
                name=stage.name,
                customer_goal=stage.goal,
                touchpoints=tuple(stage.touchpoints),
            )
            for stage in self.stages
        )
        return MapContents(map=self._facts(), stages=tuple(stages))

    def _read_lines(self) -> None:
        lines = iter(self.journey.lines)
        for line in lines:
            if self.is_full or self.tell.errors > MOST_ERRORS:
                break
            text = line.text.strip()
            if not text or text.startswith("%%"):
                continue
            if len(text) > LONGEST_LINE:
                self.tell.error(
                    f"A line of {len(text):,} characters is no part of a journey.", line.number
                )
            elif match := _ACC_TITLE.match(text):
                self.acc_title = escapes.plain(match.group(1))
            elif match := _ACC_DESCR.match(text):
                self._take_description(line, match, lines)
            else:
                self._take_statements(line.number, text)
        if self.tell.errors > MOST_ERRORS:
            self.tell.error(f"More than {MOST_ERRORS:,} errors; the rest was not looked at.")

    def _take_description(self, line: Line, match: re.Match[str], lines: Iterator[Line]) -> None:
        """Take `accDescr: …`, or `accDescr { … }` that may run over lines."""
        single, block = match.groups()
        if single is not None:
            self.description = escapes.prose(single.strip())
            return
        if line.number > self.last_brace:
            self.tell.error("accDescr { is never closed with }.", line.number)
            return
        parts = []
        while "}" not in block:
            parts.append(block)
            line = next(lines)
            block = line.text
        last, _, rest = block.partition("}")
        parts.append(last)
        first, end = (not parts[0].strip()), len(parts) - (not last.strip() and len(parts) > 1)
        self.description = "\n".join(escapes.prose(part.strip()) for part in parts[first:end])
        if rest.strip():
            self._take_statements(line.number, rest.strip())

    def _take_statements(self, line: int, text: str) -> None:
        statements, comment = escapes.statements(text)
        if statements[0].strip() and comment and not comment[0].isspace():
            self.tell.warning(
                f"“#{comment[:40]}” is a comment in Mermaid and is left out; #35; stands for the sign.",
                line,
            )
        for statement in statements:
            if statement.strip() and not self.is_full:
                self._take(line, statement.strip())

    def _take(self, line: int, statement: str) -> None:
        if match := _TITLE.match(statement):
            self.title = escapes.plain(match.group(1) or "")
        elif not self.title and (match := _TITLE_AND_COLON.match(statement)):
            self.title = escapes.plain(match.group(1))
            self.tell.warning("Read as the title; Mermaid writes it without a colon.", line)
        elif match := _SECTION.match(statement):
            self._take_section(line, statement, match.group(1) or "")
        else:
            self._take_task(line, statement)

    def _take_section(self, line: int, statement: str, text: str) -> None:
        text = text.rstrip(": \t")
        if ":" in text:
            if _SCORE_FOLLOWS.match(text):
                self.tell.warning("Read as a task, for a score follows.", line)
                self._take_task(line, statement)
                return
            self.tell.warning("Mermaid wants #58; for a colon in the name of a section.", line)
        name = escapes.plain(text)
        if not name.strip():
            self.tell.warning(f"The section has no name; it is called “{UNTITLED_STAGE}”.", line)
        self._add_stage(line, name if name.strip() else UNTITLED_STAGE)

    def _add_stage(self, line: int, name: str) -> None:
        if len(self.stages) == sizes.MOST["stages"]:
            self._stop(line, "sections", sizes.MOST["stages"])
            return
        fitted = self._fitted(line, name, "customer goal")
        self.stages.append(_Stage(fitted, goal="" if fitted == name else name[:LONGEST_TEXT]))

    def _take_task(self, line: int, statement: str) -> None:
        try:
            task = tasks.parse(statement)
        except tasks.NotATask as unreadable:
            self.tell.error(str(unreadable), line)
            return
        if self.touchpoints == sizes.MOST["touchpoints"]:
            self._stop(line, "tasks", sizes.MOST["touchpoints"])
            return
        if not self.stages:
            self.first_task_line = line
            self._add_stage(line, FIRST_STAGE)
        for doubt in task.doubts:
            self.tell.warning(doubt, line)
        self.touchpoints += 1
        self.stages[-1].touchpoints.append(self._touchpoint(line, task))

    def _touchpoint(self, line: int, task: tasks.Task) -> TouchpointContents:
        name = self._fitted(line, task.name, "what the customer does")
        if len(task.actors) > sizes.MOST_ENTRIES:
            self.tell.warning(f"Only the first {sizes.MOST_ENTRIES} actors are taken.", line)
        return TouchpointContents(
            key=new_key(),
            name=name,
            does="" if name == task.name else task.name[:LONGEST_TEXT],
            actors=tuple(self._fitted(line, actor) for actor in task.actors[: sizes.MOST_ENTRIES]),
            emotion=task.emotion,
        )

    def _fitted(self, line: int | None, name: str, kept_in: str = "") -> str:
        """Return a name that is not too long; `kept_in` says where the whole of it stands."""
        if len(name) <= LONGEST_NAME:
            return name
        whole = f"; the whole stands in {kept_in}" if kept_in else ""
        self.tell.warning(
            f"A name of {len(name):,} characters was cut to {LONGEST_NAME}{whole}.", line
        )
        return f"{name[: LONGEST_NAME - 1]}…"

    def _stop(self, line: int, what: str, most: int) -> None:
        self.is_full = True
        self.tell.error(f"More than {most:,} {what}; from here on nothing is read.", line)

    def _settle_first_stage(self) -> None:
        """Name the stage of tasks without a section by whether sections follow."""
        if self.first_task_line is None:
            return
        name = FIRST_STAGE if len(self.stages) > 1 else ONLY_STAGE
        self.stages[0].name = name
        self.tell.warning(
            f"These tasks stand in no section; their stage is called “{name}”.",
            self.first_task_line,
        )

    def _facts(self) -> MapFacts:
        """Return name and scope; the name is the title's, or else the nearest thing to one."""
        title = next((text for text in (self.title, self.journey.title) if text.strip()), "")
        acc_title = self.acc_title.strip()
        if not title:
            names = (self.acc_title, self.fallback, UNTITLED)
            title = next(text for text in names if text.strip())
            self.tell.warning(
                f"The journey has no title; it is called “{title[:60]}”.", self.journey.line
            )
        elif acc_title and acc_title != title.strip():
            self.tell.leave_out(f"accTitle “{acc_title[:60]}”: the map is called by its title.")
        name = self._fitted(self.journey.line, title, "the scope")
        scope = self.description if name == title else f"{title}\n\n{self.description}".strip()
        if len(scope) > LONGEST_TEXT:
            self.tell.warning(
                f"The description was cut to {LONGEST_TEXT:,} characters.", self.journey.line
            )
        return MapFacts(name=name, scope=scope[:LONGEST_TEXT])
