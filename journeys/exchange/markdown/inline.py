"""Markdown within a line, as the text a reader sees."""

from __future__ import annotations

import html
import re

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^()]*\))*\)")
_BREAK = re.compile(r"<br\s*/?>|</p>\s*(?=<p)|</li>\s*(?=<li)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*\n]+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`+([^`]+)`+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def plain(text: str) -> str:
    """Return a line's or cell's text without marks; breaks become new lines."""
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    for _ in range(2):
        text = _STRONG.sub(r"\2", text)
    text = _CODE.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    text = html.unescape(_ESCAPE.sub(r"\1", text)).replace("\xa0", " ").replace("\0", "\ufffd")
    return "\n".join(line.strip() for line in text.split("\n")).strip()
