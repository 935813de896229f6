"""How many must approve a version before it is published, and who counts."""

from __future__ import annotations

import pytest

from journeys import reviews, versions
from journeys.models import MapVersion, Notification, Review, State
from journeys.versions import InvalidTransition
from tests.factories import member, small_draft
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

NAMES = ("ada", "ben", "cleo", "dan")


@pytest.fixture
def people(program):
    return {name: member(program, "manager", username=name) for name in NAMES}


def done(version, deeds, people):
    """Do deeds such as "submit:ada"; return the last one's refusal, "" if it was done."""
    refusal = ""
    for deed in deeds:
        verb, _, who = deed.partition(":")
        try:
            getattr(versions, verb)(version, by=people.get(who))
            refusal = ""
        except InvalidTransition as problem:
            refusal = str(problem)
    return refusal


#: How many are required, what happens, and what the last deed is refused with.
CASES = [
    (0, ["publish:ada"], ""),
    (0, ["submit:ada", "publish:ada"], ""),
    (0, ["submit:ada", "approve:ada", "publish:ada"], ""),
    (1, ["publish:ada"], "Submit version 1 for review first"),
    (1, ["submit:ada", "publish:ben"], "0 of 1 approvals. One more person must"),
    (1, ["submit:ada", "approve:ada"], "You submitted version 1 yourself"),
    (1, ["submit:ada", "approve:ben", "publish:ada"], ""),
    (2, ["submit:ada", "approve:ben", "publish:ada"], "1 of 2 approvals. One more person must"),
    (2, ["submit:ada", "approve:ben", "approve:ben"], "You have approved version 1 already"),
    (2, ["submit:ada", "approve:ben", "approve:ben", "publish:ada"], "1 of 2 approvals"),
    (2, ["submit:ada", "approve:ben", "approve:cleo", "publish:ada"], ""),
    (2, ["submit:ada", "approve:ben", "approve:", "publish:ada"], "1 of 2 approvals"),
    (2, ["submit:", "approve:ben", "approve:ada", "publish:ada"], ""),
    # What was approved before changes were asked for counts no more.
    (
        2,
        ["submit:ada", "approve:ben", "request_changes:cleo", "submit:ada", "approve:dan", "publish:ada"],
        "1 of 2 approvals",
    ),
    (1, ["submit:ada", "approve:ben", "request_changes:cleo", "publish:ada"], "Submit version 1"),
    (1, ["submit:ada", "approve:ben", "request_changes:cleo", "submit:ben", "approve:ben"], "yourself"),
    (1, ["submit:ada", "request_changes:cleo", "submit:ben", "approve:ada", "publish:dan"], ""),
    (3, ["submit:ada", "approve:ben", "publish:ada"], "1 of 3 approvals. 2 more people must"),
]  # fmt: skip


@pytest.mark.parametrize(("required", "deeds", "refusal"), CASES)
def test_publishing_takes_the_approvals_the_program_requires(program, people, required, deeds, refusal):  # fmt: skip
    program.required_approvals = required
    program.save()
    draft = small_draft(program)

    said = done(draft, deeds, people)

    assert refusal in said
    assert bool(refusal) == bool(said)
    published = MapVersion.objects.get(pk=draft.pk).state == State.PUBLISHED
    assert published is (deeds[-1].startswith("publish") and not refusal)


def test_what_is_refused_leaves_nothing_behind(program, people):
    program.required_approvals = 2
    program.save()
    draft = small_draft(program)
    done(draft, ["submit:ada", "approve:ben"], people)
    told = Notification.objects.count()

    assert done(draft, ["approve:ben"], people)
    assert done(draft, ["publish:cleo"], people)

    assert Review.objects.filter(version=draft).count() == 1
    assert Notification.objects.count() == told
    assert MapVersion.objects.get(pk=draft.pk).document == ""


def test_an_approval_given_before_the_rule_was_set_counts_but_not_ones_own(program, people):
    draft = small_draft(program)
    done(draft, ["submit:ada", "approve:ada", "approve:ben"], people)
    program.required_approvals = 1
    program.save()

    standing = reviews.standing(MapVersion.objects.get(pk=draft.pk))

    assert ([one.by for one in standing.approvals], standing.words) == (["ben"], "1 of 1")


def test_an_approval_outlives_the_account(program, people):
    program.required_approvals = 2
    program.save()
    draft = small_draft(program)
    done(draft, ["submit:ada", "approve:ben", "approve:cleo"], people)
    people["ben"].delete()

    assert done(draft, ["publish:ada"], people) == ""


def test_standing_tells_who_submitted_when_and_why(program, people):
    draft = small_draft(program)
    versions.submit(draft, by=people["ada"], note="Look at: prices")
    versions.request_changes(draft, by=people["ben"], note="No")
    versions.submit(draft, by=people["cleo"], note="Better: all of it")

    submission = reviews.standing(MapVersion.objects.get(pk=draft.pk)).submission

    assert (submission.by, submission.note) == ("cleo", "Better: all of it")


def inbox_of(user):
    return list(user.notifications.order_by("id").values_list("kind", "actor_name", "text"))


def test_each_verb_tells_whom_it_concerns(program, people):
    tomas = member(program, "contributor", username="tomas")
    vera = member(program, "viewer", username="vera")
    outsider = UserFactory(username="outsider")
    draft = small_draft(program, by=tomas)

    versions.submit(draft, by=tomas, note="Please")
    versions.approve(draft, by=people["ada"], note="Fine")
    versions.request_changes(draft, by=people["ben"], note="Not yet")
    versions.submit(draft, by=tomas)
    versions.publish(draft, by=people["cleo"])

    assert inbox_of(people["dan"]) == [
        ("review_wanted", "tomas", "Please"),
        ("review_wanted", "tomas", ""),
    ]
    assert inbox_of(tomas) == [
        ("approved", "ada", "Fine"),
        ("changes_requested", "ben", "Not yet"),
        ("published", "cleo", ""),
    ]
    assert [kind for kind, *_ in inbox_of(people["ada"])] == [
        "review_wanted",
        "changes_requested",
        "review_wanted",
        "published",
    ]
    assert inbox_of(vera) == inbox_of(outsider) == []


@pytest.mark.parametrize("end", ["publish", "request_changes", "discard"])
def test_requests_for_a_review_end_with_it(program, people, end):
    draft = small_draft(program)
    versions.submit(draft, by=people["ada"])

    getattr(versions, end)(draft, by=people["ben"])

    wanted = Notification.objects.filter(kind="review_wanted")
    assert wanted.count() == 3
    assert not wanted.filter(read_at__isnull=True).exists()
