"""Themes of comments: found where they are, for every comment, the same every time."""

import random

import pytest

from research import discovery, vectors
from research.discovery import naming

SAID = {
    "card": [
        "my card was declined at the shop",
        "the card reader refused my card",
        "new card never arrived by post",
    ],
    "login": [
        "I cannot log in to the app",
        "password reset link does not work",
        "the app logs me out, login fails",
    ],
    "fees": [
        "why was I charged a fee",
        "the monthly fee is too high",
        "hidden fees on my account statement",
    ],
}


@pytest.fixture(scope="module")
def comments():
    chance = random.Random(3)
    pairs = [(name, f"{text} {chance.choice(['today', 'yesterday', 'again', 'twice'])}") for name in SAID for text in SAID[name] * 12]  # fmt: skip
    chance.shuffle(pairs)
    return [name for name, _ in pairs], [text for _, text in pairs]


@pytest.mark.parametrize("method", list(discovery.METHODS))
def test_discover_finds_what_people_talk_of(comments, method):
    names, texts = comments
    found = discovery.discover(texts, themes=3, method=method, seed=1)
    assert len(found.themes) == 3
    right = 0
    for theme in range(3):
        here = [name for name, one in zip(names, found.assigned, strict=True) if one == theme]
        right += max(map(here.count, set(here)))
    assert right / len(texts) > 0.75  # words alone take "logs me out" and "log in" for two things
    assert all(0 < sure <= 1 for sure in found.confidences)
    assert {found.assigned[place] for place in found.themes[1].quotes} == {1}


def test_discover_gives_the_same_twice_and_needs_no_number(comments):
    one, two = (discovery.discover(comments[1], seed=5) for _ in range(2))
    assert one == two
    assert 1 <= len(one.themes) <= len(comments[1]) // 8
    assert sorted(theme.size for theme in one.themes)[::-1] == [theme.size for theme in one.themes]


@pytest.mark.parametrize(
    ("texts", "themes"),
    [
        ([], 0),
        (["", "  ", "https://example.org"], 0),
        (["one alone"], 1),
        (["the same"] * 30, 1),
        (["slow app", "kind staff", ""], 1),
        (["the and of", "of the"], 1),
        (["Die Lieferung kam zu spät", "Livraison en retard", "配送が遅い"] * 3, 1),
        (["x" * 1_000_000, "<b>&amp;</b>", "=1+1"], 1),
    ],
)
def test_discover_takes_whatever_it_is_given(texts, themes):
    found = discovery.discover(texts)
    assert len(found.themes) >= themes
    assert len(found.assigned) == len(found.confidences) == len(texts)
    blank = [place for place, theme in enumerate(found.assigned) if theme < 0]
    assert all(found.confidences[place] == 0 for place in blank)


def test_discover_refuses_more_themes_than_there_are_comments():
    with pytest.raises(discovery.TooFew, match="2 different comments; 3 themes"):
        discovery.discover(["a thing", "another one", "a thing"], themes=3)


def test_words_alone_need_no_vectors(comments, monkeypatch):
    def missing(texts):
        raise vectors.NoVectors("none here")

    monkeypatch.setattr(vectors, "of_texts", missing)
    assert discovery.discover(comments[1], themes=3, method="words-v1").themes
    with pytest.raises(vectors.NoVectors):
        discovery.discover(comments[1], themes=3)


def test_names_are_never_alike():
    assert naming.names_of([("card", "post"), ("card", "post"), (), ("a", "b", "c", "d"), ("a", "b", "c", "e")]) == [
        "Card, post", "Card, post (2)", "Theme 3", "A, b, c", "A, b, c, e",
    ]  # fmt: skip
