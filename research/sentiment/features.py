"""A text as numbers that tell how it feels: word vectors, and what two lexicons say."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from research import vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

#: What a lexicon says of a text: VADER's four figures, TextBlob's polarity and subjectivity.
LEXICON = 6
WIDTH = vectors.DIMENSIONS + LEXICON
#: No more of a text is looked at, in characters: lexicons take time with every word.
LONGEST = 4_000
_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+")


def cleaned(text: str) -> str:
    """Return what of a text counts for how it feels."""
    return " ".join(_NOISE.sub(" ", html.unescape(text[:LONGEST])).split())


def lexicons(texts: Sequence[str]) -> numpy.ndarray:
    """Return a row of six per text: VADER's negative, neutral, positive, compound; TextBlob's polarity, subjectivity."""
    import numpy as np

    vader, textblob = _vader(), _textblob()
    rows = np.zeros((len(texts), LEXICON), dtype=np.float32)
    for place, text in enumerate(texts):
        scores = vader.polarity_scores(text)
        found = textblob(text)
        rows[place] = (
            *(scores["neg"], scores["neu"], scores["pos"], scores["compound"]),
            *(found[0], found[1]),
        )
    return rows


def compounds(texts: Sequence[str]) -> numpy.ndarray:
    """Return VADER's compound score of each text, −1 to +1 (Hutto and Gilbert 2014)."""
    import numpy as np

    vader = _vader()
    return np.array([vader.polarity_scores(text)["compound"] for text in texts], dtype=np.float32)


def of_texts(texts: Sequence[str]) -> numpy.ndarray:
    """Return a row of 262 per text. Raises `research.vectors.NoVectors`."""
    import numpy as np

    meaning = vectors.normalised(vectors.of_texts(texts))
    return np.hstack([meaning, lexicons(texts)])


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@cache
def _textblob() -> Any:
    from textblob.en import sentiment

    return sentiment
