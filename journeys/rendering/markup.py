"""SVG as text: the few elements pictures are made of, everything escaped where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from journeys.rendering.lettering import runs_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Where Inter is not installed, fonts that are no wider than what the lines were broken for.
FONTS = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


class Drawing(str):
    """Finished markup; templates write it as it stands."""

    __slots__ = ()

    def __html__(self) -> Self:
        """Tell Django, Jinja and MarkupSafe that everything in here is escaped already."""
        return self


def escape(text: str) -> str:
    """Return the text safe inside an element and inside a quoted attribute."""
    return text.translate(_ESCAPES)


def number(value: float, digits: int = 2) -> str:
    """Return a coordinate without needless digits."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Canvas:
    """Collects the elements of one drawing in the order they are painted."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, markup: str) -> None:
        """Add finished markup."""
        self.parts.append(markup)

    def open(self, markup: str) -> None:
        """Open a group, or a drawing inside the drawing."""
        self.parts.append(markup)

    def close(self, name: str = "g") -> None:
        """Close what was opened last."""
        self.parts.append(f"</{name}>")

    def rect(
        self,
        x: float | str,
        y: float,
        width: float | str,
        height: float,
        *,
        fill: str = "none",
        **looks: str | float,
    ) -> None:
        """Draw a box; x and width may be per cent."""
        self.parts.append(
            f'<rect x="{_length(x)}" y="{number(y)}" width="{_length(width)}" '
            f'height="{number(height)}" fill="{fill}"{attributes(looks)}/>'
        )

    def line(
        self,
        start: tuple[float | str, float],
        end: tuple[float | str, float],
        stroke: str,
        **looks: str | float,
    ) -> None:
        """Draw a straight line; x may be per cent."""
        self.parts.append(
            f'<line x1="{_length(start[0])}" y1="{number(start[1])}" x2="{_length(end[0])}" '
            f'y2="{number(end[1])}" stroke="{stroke}"{attributes(looks)}/>'
        )

    def path(self, d: str, **looks: str | float) -> None:
        """Draw a path."""
        self.parts.append(f'<path d="{d}"{attributes(looks)}/>')

    def text(  # noqa: PLR0913  a piece of text has that many properties
        self,
        x: float | str,
        y: float,
        text: str,
        *,
        fill: str,
        size: float = 12,
        weight: int = 400,
        anchor: str = "",
        strike: bool = False,
    ) -> None:
        """Write one line with its baseline at y."""
        looks: dict[str, str | float] = {"font-size": size, "fill": fill}
        if weight != 400:
            looks["font-weight"] = weight
        if anchor:
            looks["text-anchor"] = anchor
        if strike:
            looks["text-decoration"] = "line-through"
        self.parts.append(
            f'<text x="{_length(x)}" y="{number(y)}"{attributes(looks)}>{escape(text)}</text>'
        )

    def lines(  # noqa: PLR0913  a block of text has that many properties
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        *,
        fill: str,
        size: float = 12,
        leading: float = 16,
        weight: int = 400,
        room: float = 0,
        strike: bool = False,
    ) -> float:
        """Write lines one below the other from the top y; gives the y below the last.

        With `room` a block that runs right to left is set from the right edge.
        """
        lines = list(lines)
        from_right = room and runs_right_to_left(lines[0]) if lines else False
        looks: dict[str, str | float] = {"font-size": size, "fill": fill}
        if weight != 400:
            looks["font-weight"] = weight
        if strike:
            looks["text-decoration"] = "line-through"
        if from_right:
            looks["direction"] = "rtl"
            x += room
        head = f'<text x="{number(x)}"{attributes(looks)} y="'
        baseline = y + (leading + size * 0.72) / 2
        for line in lines:
            self.parts.append(f'{head}{number(baseline)}">{escape(line)}</text>')
            baseline += leading
        return y + leading * len(lines)

    def __str__(self) -> str:
        return "".join(self.parts)


def attributes(values: Mapping[str, str | float]) -> str:
    """Return attributes in markup, underscores in names written as hyphens."""
    return "".join(
        [
            f' {name.replace("_", "-")}="{number(value) if isinstance(value, (int, float)) else value}"'
            for name, value in values.items()
            if value != ""
        ]
    )


def _length(value: float | str) -> str:
    return value if isinstance(value, str) else number(value)


def document(
    body: str,
    width: float,
    height: float,
    *,
    title: str,
    description: str,
    prefix: str,
    **looks: str | float,
) -> Drawing:
    """Return a whole SVG file with its title and description, ids beginning with `prefix`."""
    box = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" '
        f'aria-labelledby="{prefix}title {prefix}desc" font-family="{FONTS}"{attributes(looks)}>'
        f'<title id="{prefix}title">{escape(title)}</title>'
        f'<desc id="{prefix}desc">{escape(description)}</desc>{body}</svg>'
    )
