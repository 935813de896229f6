"""Mermaid's entity codes: `#35;` for a character that would mean something, `#quot;` by name."""

from __future__ import annotations

import re
from html.entities import html5

#: An entity of Mermaid's, or of a page that Mermaid was copied from.
_ENTITY = re.compile(r"&#?[A-Za-z0-9_]+;|#[A-Za-z0-9_]+;")
_MARK = re.compile(r"&#?[A-Za-z0-9_]+;|#[A-Za-z0-9_]+;|#|;")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_KEYWORD = re.compile(r"journey|title|section|acctitle|accdescr|`|~", re.IGNORECASE)
#: What counts as blank here or in a browser.
_BLANKS = "".join(chr(code) for code in range(0x10000) if chr(code).isspace()) + "\ufeff"
_CODES = {"<": "#lt;", ">": "#gt;", "&": "#amp;"}
_TRAILING_COMMENT = re.compile(r"\s%%(?!\{)")


def decode(text: str) -> str:
    """Return text with its entities as the characters they stand for; unknown ones stay."""
    return _ENTITY.sub(lambda match: _character(match.group()) or match.group(), text)


def plain(text: str) -> str:
    """Return a name as people mean it: one line, entities decoded, blanks around it gone."""
    return decode(_BREAK.sub(" ", text).strip(_BLANKS))


def prose(text: str) -> str:
    """Return a description as people mean it: `<br/>` is a new line."""
    return decode(_BREAK.sub("\n", text))


def statements(line: str, *, most: int = 1_000) -> tuple[list[str], str]:
    """Return the statements of a line, which `;` ends, and what a `#` makes a comment.

    Of more than `most` statements the rest is the last one, which then reads as none.
    """
    if "#" not in line and ";" not in line and "%%" not in line:
        return [line], ""
    comment = _TRAILING_COMMENT.search(line)
    if comment:
        line = line[: comment.start()]
    parts, start = [], 0
    for mark in _MARK.finditer(line):
        found = mark.group()
        if _character(found):
            continue
        if found.startswith("#"):
            parts.append(line[start : mark.start()])
            return parts, line[mark.start() + 1 :]
        parts.append(line[start : mark.end() - 1])
        start = mark.end()
        if len(parts) == most:
            break
    parts.append(line[start:])
    return parts, ""


def name(text: str, *, more: str = "", begins_line: bool = False) -> str:
    """Return a name for a line of Mermaid; `plain` gives the text back. `more` is coded too."""
    return _coded(text, f"#;:<>\n\r{more}", begins_line=begins_line)


def described(text: str, *, begins_line: bool = False) -> str:
    """Return one line of a description; `prose` gives it back."""
    return _coded(text, "#<>}\r", begins_line=begins_line)


def _character(entity: str) -> str:
    """Return what an entity stands for, or an empty string if it stands for nothing storable."""
    body = entity.strip("&#;")
    if not entity.startswith("&") or entity.startswith("&#"):
        code = _code(entity, body)
        if code is not None:
            return chr(code) if _is_storable(code) else ""
        if entity.startswith("&#"):
            return ""
    return html5.get(f"{body};", "")


def _code(entity: str, body: str) -> int | None:
    if body.isdigit() and len(body) <= 7:
        return int(body)
    if entity.startswith("&#x") and len(body) <= 7:
        try:
            return int(body[1:], 16)
        except ValueError:
            return None
    return None


def _is_storable(code: int) -> bool:
    return (9 <= code <= 13 or 28 <= code <= 0x10FFFF) and not 0xD800 <= code <= 0xDFFF


def _coded(text: str, special: str, *, begins_line: bool) -> str:
    """Return text with entities for what is special, for blanks at its ends, and for a keyword."""
    begin = len(text) - len(text.lstrip(_BLANKS))
    end = max(begin, len(text.rstrip(_BLANKS)))
    pieces = []
    for index, character in enumerate(text):
        if character in special or not begin <= index < end:
            must = True
        elif character == "%":  # two of them begin a comment
            must = text[index - 1 : index] == "%"
        elif character == "&":  # with what follows it could be an entity of a web page
            must = text[index + 1 : index + 2] not in {"", " "} or index + 1 == end < len(text)
        else:
            must = begins_line and index == 0 and bool(_KEYWORD.match(text))
        pieces.append(_CODES.get(character, f"#{ord(character)};") if must else character)
    return "".join(pieces)
