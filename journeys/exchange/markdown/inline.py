"""Markdown within a line, as the text a reader sees."""

from __future__ import annotations

import html
import re

# Every length has an end: a line may be made of openings that nothing closes.
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?:[^()]|\([^()]{0,300}\)){0,2000}\)")
_BREAK = re.compile(r"<br ?/?>|</p>\s{0,9}(?=<p)|</li>\s{0,9}(?=<li)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.{0,500}?-->", re.DOTALL)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*\n]{1,500}?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`{1,5}([^`]{1,2000})`{1,5}")
#: A line with more marks is no writing; its marks stay.
_MOST_MARKS = 2_000
_ASIDE = 0xF0000
_SET_ASIDE = re.compile("[\U000f0021-\U000f007e]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def plain(text: str) -> str:
    """Return a line's or cell's text without marks; breaks become new lines."""
    # What is escaped is no mark: it is put aside under signs that nobody writes.
    text = _ESCAPE.sub(lambda match: chr(_ASIDE + ord(match.group(1))), text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _BREAK.sub("\n", text)
    if text.count("<") <= _MOST_MARKS:
        text = _TAG.sub("", text)
    if sum(map(text.count, "*_`<")) <= _MOST_MARKS:
        text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
        text = _CODE.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    text = (
        html.unescape(_SET_ASIDE.sub(lambda match: chr(ord(match.group()) - _ASIDE), text))
        .replace("\xa0", " ")
        .replace("\0", "\ufffd")
    )
    return "\n".join(line.strip() for line in text.split("\n")).strip()
