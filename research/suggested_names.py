"""Readable names for themes from a language model, if an endpoint is set; marked as such, and never evidence.

Off unless `THEME_NAMES_URL` names an OpenAI-compatible chat endpoint. Only a theme's keywords and its typical comments,
masked as they were at import, are sent.
"""

from __future__ import annotations

import json
import logging
import urllib.request
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

#: Seconds an answer may take, comments that are shown, letters of each, letters of a name.
PATIENCE, MOST_COMMENTS, LONGEST_COMMENT, LONGEST = 20, 5, 300, 60
#: Bytes of an answer that are read.
_MOST_READ = 1_000_000
ASKED = (
    "Customers' comments were put together by a method. Give the group a name of two to five plain words that says what"
    " they are about, in the language of the comments. Answer with the name alone."
)


def is_on() -> bool:
    """Return whether an endpoint is set."""
    return bool(settings.THEME_NAMES_URL)


def name_for(keywords: Sequence[str], comments: Sequence[str]) -> str:
    """Return a suggested name, "" if there is none: no endpoint, no answer in time, or one that is no name."""
    if not is_on():
        return ""
    shown = "\n".join(
        f"- {' '.join(one.split())[:LONGEST_COMMENT]}" for one in comments[:MOST_COMMENTS]
    )
    body = {
        "model": settings.THEME_NAMES_MODEL, "temperature": 0, "max_tokens": 40,
        "messages": [{"role": "system", "content": ASKED}, {"role": "user", "content": f"Keywords: {', '.join(keywords)}\nComments:\n{shown}"}],
    }  # fmt: skip
    headers = {"Content-Type": "application/json"}
    if settings.THEME_NAMES_KEY:
        headers["Authorization"] = f"Bearer {settings.THEME_NAMES_KEY}"
    request = urllib.request.Request(settings.THEME_NAMES_URL, json.dumps(body).encode(), headers)  # noqa: S310  checked at start
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  the same
            said = json.loads(answer.read(_MOST_READ))["choices"][0]["message"]["content"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        logger.warning("No name from the endpoint: %s", error)
        return ""
    return _plain(said)


def _plain(said: object) -> str:
    """Return an answer as a name: its first line without quotation marks, "" for what is too long to be one."""
    line = str(said).strip().splitlines()[0].strip(" \t\"'“”„.*#-") if str(said).strip() else ""
    return line if len(line) <= LONGEST else ""
