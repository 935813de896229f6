"""A map that means harm: markup, formulas, turned directions, control characters, endless names."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from msgspec import structs

from journeys.contents import LaneContents, MapFacts, PersonaContents, VersionFacts
from tests.journeys.sample import card, key, small_map, stage, touchpoint

HOSTILE = (
    '</style></title><script>alert(1)</script><img src="file:///etc/passwd" onerror=x>'
    "<link rel=stylesheet href=http://evil.example/x.css>{{ report }}{% now %}' onload='x'"
)
#: Arabic, an override that turns what follows, an emoji family, a formula, signs XML cannot hold.
STRANGE = "=HYPERLINK(1)\u202eevil\u202c مرحبا 👩‍👩‍👧 \x01\x0b\x1b\ufffe ]]> _x0041_ & <b>"


def hostile_map():
    """Return a small map with all of that in every place a person writes in."""
    long = f"{'x' * 100} {STRANGE}"[:160]
    return structs.replace(
        small_map(),
        map=MapFacts(name=HOSTILE[:160], scope=STRANGE * 20),
        version=VersionFacts(label=STRANGE[:100], reason=HOSTILE, change_summary=STRANGE * 40),
        personas=(
            PersonaContents(
                key=key("P"), name=HOSTILE[:80], tagline=long, portrait=STRANGE * 30, own_words=HOSTILE,
                goals=STRANGE * 30,
            ),
        ),
        stages=(
            stage(
                "Apply",
                touchpoint(
                    "A", emotion=-3.0, does=STRANGE * 50, thinks=HOSTILE, team=STRANGE,
                    feeling=STRANGE[:60], is_moment_of_truth=True,
                ),
                touchpoint(long, emotion=3.0),
                touchpoint("=1+1"),
                customer_goal=HOSTILE,
            ),
            stage(HOSTILE[:160]),
            stage("مرحبا", touchpoint("a\x01b\x0bc")),
        ),
        lanes=(
            LaneContents(key=key("Pain points"), kind="pain_points", name=HOSTILE[:120]),
            LaneContents(key=key("Opportunities"), kind="opportunities"),
        ),
        cards=(
            card(HOSTILE, "Pain points", "Apply", "A", severity=5, share_hit=100.0, owner=STRANGE),
            card(STRANGE * 100, "Pain points", "Apply", tags=(STRANGE,)),
            card("W" * 3_000, "Opportunities", "Apply", "A"),
        ),
    )  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names, self.attributes = set(), []

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.attributes += attributes


def assert_harmless(html: str) -> None:
    """Assert that a page holds no script, no handler, no address and no sign a page cannot hold."""
    page = _Tags()
    page.feed(html)
    assert not page.names & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "a",
        "base",
    }
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [name for name, _ in page.attributes if name in {"src", "href", "action"}]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", html)
