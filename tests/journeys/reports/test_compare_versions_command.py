"""`compare_versions` says what changed, to people and to programs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from tests.factories import VersionFactory, operator, published_map
from tests.journeys.sample import edited, small_map, without


@pytest.fixture
def versions(pair):
    after = edited(small_map(), "Prove identity", emotion=-0.4, name="Identify by video")
    after = without(after, "Form asks twice")
    return pair(small_map(), edited(after, "Call drops", severity=2, owner="Ada"))


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("compare_versions", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_compare_versions_says_every_change_in_journey_order(versions):
    out, err = run("Open an account:1", "Open an account:2")

    assert err == ""
    assert out.splitlines() == [
        "Open an account, version 1 (published) → Open an account, version 2 (published)",
        out.splitlines()[1],
        "",
        "Apply",
        "  Touchpoint “Identify by video”",
        "    ~ Renamed: Prove identity → Identify by video",
        "    ~ Re-rated rating: −2.1 → −0.4",
        "  Card in Pain points “Call drops” at Identify by video",
        "    ~ Re-rated severity: 4 of 5 → 2 of 5",
        "    ~ Changed owner: – → Ada",
        "  Card in Pain points across the stage",
        "    − Removed: Form asks twice",
        "",
        "Ratings of feelings",
        "  Identify by video: −2.1 → −0.4, cannot tell (assumed by the team in both versions)",
        "",
        "Pain points",
        "  milder: “Call drops” (severity 4 → 2)",
        "  gone: “Form asks twice” (severity 2 → –)",
    ]
    assert out.splitlines()[1].startswith("The team rates “Identify by video” 1.7 higher")


def test_compare_versions_takes_the_lower_number_as_the_older(versions):
    first, second = versions

    assert run(str(second.pk), str(first.pk)) == run(str(first.pk), str(second.pk))


def test_compare_versions_answers_programs_as_the_api_does(versions):
    first, second = versions
    client = APIClient()
    client.force_authenticate(operator())

    out, _ = run(str(first.pk), str(second.pk), "--format", "json")

    answer = client.get(f"/api/versions/{second.pk}/comparison/?against={first.pk}")
    assert json.loads(out) == json.loads(answer.content)


def test_compare_versions_of_unchanged_versions_says_so(pair):
    first, second = pair(small_map(), small_map())

    out, _ = run(str(first.pk), str(second.pk))

    assert out.splitlines()[1:] == ["Nothing changed between the two versions."]


def test_compare_versions_warns_of_two_maps(program):
    first, second = published_map(program), published_map(program)

    _, err = run(str(first.pk), str(second.pk))

    assert err == "These are versions of two different maps.\n"


def test_compare_versions_refuses_one_version_twice_and_two_programs(versions):
    first, _ = versions

    with pytest.raises(CommandError, match="These are the same version"):
        run(str(first.pk), str(first.pk))
    with pytest.raises(CommandError, match="of different programs"):
        run(str(first.pk), str(VersionFactory().pk))
