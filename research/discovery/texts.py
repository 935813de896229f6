"""Comments made ready: entities resolved, addresses and handles left out; and the words that tell nothing."""

from __future__ import annotations

import html
import re
from functools import cache

#: No more of a comment is looked at, in characters.
LONGEST = 4_000
_NOISE = re.compile(r"https?://\S+|www\.\S+|@\w+|\[(?:e-mail|telephone|card)\]|<[^<>]{1,200}>")
_SPACES = re.compile(r"\s+")
#: Words of letters, apostrophes inside; numbers tell no theme.
WORD = r"(?u)\b[^\W\d_][^\W\d_]+(?:['’][^\W\d_]+)?\b"
#: Beside the English list: what other common languages say without saying anything.
_OTHERS = """
aber als am an auch auf aus bei bin bis das dass dem den der des die dies doch du ein eine einem einen einer er es
für habe haben hat ich ihr im in ist ja kann mein mich mir mit nach nicht noch nur oder sehr sein sich sie sind so
und uns von vor war was wie wir zu zum zur über le la les un une des du de et est en que qui dans pour pas sur plus
par avec ce cette il elle nous vous je mon ma mes ne se au aux el los las una unos unas y es por para con no lo su
al como más pero sus me mi muy o os as do da em não uma um com na para het een van ik niet
""".split()  # noqa: SIM905  a list of words reads best as words
_CONTRACTED = (
    "don",
    "didn",
    "doesn",
    "isn",
    "wasn",
    "won",
    "couldn",
    "ve",
    "ll",
    "re",
    "amp",
    "gt",
    "lt",
)
_GREETINGS = (
    "please",
    "thanks",
    "thank",
    "hello",
    "hi",
    "hey",
    "ok",
    "okay",
    "just",
    "really",
    "got",
    "get",
)


def cleaned(text: str) -> str:
    """Return what of a comment counts for its theme."""
    return _SPACES.sub(" ", _NOISE.sub(" ", html.unescape(text[:LONGEST]))).strip()


@cache
def stop_words() -> frozenset[str]:
    """Return the words that name no theme."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | frozenset((*_OTHERS, *_CONTRACTED, *_GREETINGS))
