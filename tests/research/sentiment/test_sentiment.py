"""How texts feel: on the map's scale, about what they mention, and taught by corrections."""

import csv
from pathlib import Path

import pytest

from research import sentiment, vectors
from research.sentiment import adapting, features, model

TWEETS = Path(__file__).resolve().parents[4] / "shared" / "data" / "airline_tweets" / "Tweets.csv"


@pytest.mark.parametrize("method", sentiment.METHODS)
def test_feelings_tells_good_from_bad(method):
    good, bad = sentiment.feelings(
        ["I love it, wonderful service!", "Terrible. I hate this app."], method=method
    )
    assert (good.label, bad.label) == ("positive", "negative")
    assert 1 < good.score <= 3
    assert -3 <= bad.score < -1
    assert all(1 / 3 <= one.confidence <= 1 for one in (good, bad))


@pytest.mark.parametrize("method", sentiment.METHODS)
@pytest.mark.parametrize("text", ["", "   ", "@someone https://example.org", "...", "&amp;"])
def test_feelings_of_no_words_are_none_not_neutral(text, method):
    assert sentiment.feelings([text, "fine"], method=method)[0] is None


def test_feelings_reads_entities_emoji_and_any_length():
    one, two, three = sentiment.feelings(["great &amp; easy", "😍😍😍", "awful " * 500_000])
    assert one == sentiment.feelings(["great & easy"])[0]
    assert two.label == "positive"
    assert three.label == "negative"


def test_feelings_do_not_depend_on_the_others_of_the_batch():
    texts = ["slow again", "thank you so much", "it is a card"]
    assert sentiment.feelings(texts) == [sentiment.feelings([text])[0] for text in texts]


def test_feelings_about_differ_within_one_sentence():
    text = "The food was delicious, but the waiter was rude and slow."
    food, staff = sentiment.feelings_about([text, text], ["food", "staff"])
    assert (food.label, staff.label) == ("positive", "negative")


def test_feelings_about_takes_names_it_was_never_taught():
    text = "Delivery was awful and late, but the website is wonderful and easy."
    delivery, website = sentiment.feelings_about([text, text], ["Delivery", "Website"])
    assert delivery.score < website.score


def test_feelings_about_nothing_is_none():
    assert sentiment.feelings_about(["good", ""], ["", "food"]) == [None, None]


def test_lexicon_needs_no_vectors(monkeypatch):
    def missing(texts):
        raise vectors.NoVectors("none here")

    monkeypatch.setattr(vectors, "of_texts", missing)
    assert sentiment.feelings(["good"], method="lexicon-v1")[0].label == "positive"
    with pytest.raises(vectors.NoVectors):
        sentiment.feelings(["good"])


def test_adapted_learns_what_words_mean_here():
    texts = [
        "the claim is parked",
        "my claim is parked again",
        "claim settled",
        "they settled my claim",
    ] * 5
    labels = ["negative", "negative", "positive", "positive"] * 5
    taught = adapting.adapted(texts, labels)
    found = sentiment.feelings(
        ["parked since March", "settled at once", "I love it"], trained=taught
    )
    assert [one.label for one in found] == ["negative", "positive", "positive"]
    assert adapting.adapted([], []) == model.shipped("blend_v1")


@pytest.mark.slow
@pytest.mark.skipif(not TWEETS.exists(), reason="the labelled tweets are not beside the repository")
def test_feelings_reach_what_was_measured_on_airline_tweets():
    """Macro-F1 0.605 of three classes; 0.64 with a hundred corrections. VADER has 0.51."""
    import numpy as np
    from sklearn.metrics import f1_score

    with TWEETS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    right = np.array([row["airline_sentiment"] for row in rows])
    points = features.of_texts([features.cleaned(row["text"]) for row in rows])
    names = np.array(model.LABELS)

    def quality(used, places):
        return f1_score(
            right[places], names[used.shares(points[places]).argmax(axis=1)], average="macro"
        )

    everywhere = np.arange(len(rows))
    assert quality(model.shipped("blend_v1"), everywhere) >= 0.59
    order = np.random.default_rng(0).permutation(len(rows))
    taught = adapting.adapted(
        [rows[place]["text"] for place in order[:100]], right[order[:100]].tolist()
    )
    assert quality(taught, order[-5_000:]) >= 0.62
