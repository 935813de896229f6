"""Any sequence of edits, each undone again, leaves the document that was there before."""

from __future__ import annotations

import itertools
import uuid

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from journeys import contents, edits, maps
from journeys.edits import Change
from tests.factories import ProgramFactory, member
from tests.factories.contents import emotions, map_contents, scales, shares, texts

pytestmark = pytest.mark.django_db

NAMES = {"stage": "name", "touchpoint": "name", "lane": "name", "card": "text"}


numbers = itertools.count(1)


def new_key(draw):
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(next(numbers))))


def some(draw, values, kind):
    keys = list(values[kind])
    return draw(st.sampled_from(keys)) if keys else None


def plain_fields(draw, kind):
    fields = {NAMES[kind]: draw(texts(20, least=1))}
    if kind == "touchpoint":
        fields |= {"emotion": draw(emotions), "does": draw(texts(10)), "importance": draw(scales)}
    elif kind == "card":
        fields |= {"share_hit": draw(shares), "tags": draw(st.lists(texts(5), max_size=2))}
    elif kind == "stage":
        fields |= {"customer_goal": draw(texts(10))}
    return fields


def place(draw, values, kind):
    """Draw where an element may lie; None if there is no place for it."""
    if kind == "touchpoint":
        stage = some(draw, values, "stage")
        return stage and {"stage": stage}
    if kind == "card":
        lane = some(draw, values, "lane")
        holders = [*values["stage"], *values["touchpoint"]]
        if not lane or not holders:
            return None
        return {"lane": lane, "at": draw(st.sampled_from(holders))}
    return {}


def one_change(draw, values):
    """Draw a change that makes sense for the map as it is."""
    kind = draw(st.sampled_from(["stage", "touchpoint", "lane", "card"]))
    deed = draw(st.sampled_from(["add", "change", "move", "remove"]))
    key, where = some(draw, values, kind), place(draw, values, kind)
    after = draw(st.sampled_from(["", *values[kind]]))
    if deed == "add" or key is None:
        if where is None:
            return None
        fields = plain_fields(draw, kind) | where
        return Change(kind, new_key(draw), set=fields | {"after": after})
    seen = values[kind][key]
    if deed == "remove":
        return Change(kind, key, seen=seen, remove=True)
    if deed == "move":
        return Change(kind, key, set=(where or {}) | {"after": after}, seen=seen)
    return Change(kind, key, set=plain_fields(draw, kind), seen=seen)


def do_something(draw, draft, person):
    values = edits.as_values(contents.read(draft))
    deed = draw(st.sampled_from(["changes", "changes", "changes", "split", "merge"]))
    kind = draw(st.sampled_from(["stage", "touchpoint", "lane"]))
    keys = list(values[kind])
    if deed == "split" and keys:
        key = draw(st.sampled_from(keys))
        held = {
            "touchpoint": ("card", "at"),
            "stage": ("touchpoint", "stage"),
            "lane": ("card", "lane"),
        }[kind]
        inside = [k for k, one in values[held[0]].items() if one[held[1]] == key]
        takes = draw(st.lists(st.sampled_from(inside), unique=True)) if inside else []
        edits.split(
            draft, key, new_key=new_key(draw), values={"name": "Part"}, takes=takes, by=person
        )
    elif deed == "merge" and len(keys) > 1:
        chosen = draw(st.lists(st.sampled_from(keys), unique=True, min_size=2, max_size=3))
        edits.merge(draft, chosen, new_key=new_key(draw), values={"name": "Whole"}, by=person)
    else:
        change = one_change(draw, values)
        if change is not None:
            applied = edits.apply(draft, [change], by=person)
            assert applied.conflicts == ()


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_undoing_every_step_gives_the_document_back(data):
    program = ProgramFactory()
    person = member(program, "contributor")
    draft = maps.create(program, data.draw(map_contents()), by=person)
    documents = [contents.document(draft)]
    for _ in range(data.draw(st.integers(1, 6))):
        do_something(data.draw, draft, person)
        document = contents.document(draft)
        if document != documents[-1]:
            documents.append(document)

    back = list(reversed(documents))[1:]
    undone = []
    while edits.steps_of(draft, person).undo:
        assert edits.undo(draft, by=person).conflicts == ()
        undone.append(contents.document(draft))
    assert [
        one for one, before in zip(undone, [documents[-1], *undone], strict=False) if one != before
    ] == back
    assert contents.document(draft) == documents[0]

    while edits.steps_of(draft, person).redo:
        assert edits.redo(draft, by=person).conflicts == ()
    assert contents.document(draft) == documents[-1]
