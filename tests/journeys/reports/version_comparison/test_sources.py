"""Both versions are read once, and the report keeps what it was made from."""

from datetime import UTC, datetime

import pytest

from journeys import contents, drafts, reporting
from journeys.models import Report
from journeys.reports.reading import RowGone
from journeys.reports.version_comparison import kind
from journeys.reports.version_comparison.parameters import Filters
from journeys.reports.version_comparison.sources import read
from tests.factories import VersionFactory, member
from tests.journeys.sample import edited, small_map


@pytest.fixture
def versions(pair):
    return pair(small_map(), edited(small_map(), "First payment", emotion=0.5), is_draft=True)


@pytest.fixture
def report(versions, program):
    subject = kind.check(
        {"version": versions[1].pk, "against": versions[0].pk}, member(program, "viewer")
    )
    return reporting.claim(reporting.request("version_comparison", subject, by=None).pk)


def test_read_gives_the_older_first_with_the_checksums_of_what_was_read(report, versions):
    sources = read(report)

    before, after = versions
    assert (sources.before.version, sources.after.version) == (before, after)
    assert sources.before.checksum == before.checksum
    assert sources.after.checksum == contents.checksum(contents.document(after))
    assert sources.after.contents == contents.read(after)
    assert sources.filters == Filters()


def test_read_keeps_checksums_and_moment_in_the_report(report):
    sources = read(report)

    kept = Report.objects.get(pk=report.pk).parameters
    assert kept == {
        "version": sources.after.version.pk,
        "against": sources.before.version.pk,
        "read": {
            "version": sources.after.checksum,
            "against": sources.before.checksum,
            "at": sources.read_at.isoformat(),
        },
    }


def test_reading_the_same_contents_again_keeps_the_moment(report):
    first = read(report)

    assert read(Report.objects.get(pk=report.pk)).read_at == first.read_at


def test_reading_a_draft_that_changed_takes_a_new_moment(report, versions):
    first = read(report)
    drafts.replace(versions[1], small_map(), by=None)

    again = read(Report.objects.get(pk=report.pk))

    assert again.read_at > first.read_at
    assert again.after.checksum != first.after.checksum


def test_read_does_not_write_into_a_report_that_another_worker_holds(report):
    Report.objects.filter(pk=report.pk).update(lease_token="another")

    read(report)

    assert "read" not in Report.objects.get(pk=report.pk).parameters


def test_read_of_a_report_without_a_row_keeps_nothing(report):
    unsaved = Report(program=report.program, parameters=report.parameters)

    assert read(unsaved).read_at <= datetime.now(UTC)
    assert "read" not in Report.objects.get(pk=report.pk).parameters


def test_read_says_that_a_version_is_gone(report, versions):
    report.parameters = {**report.parameters, "version": versions[1].pk + 1000}

    with pytest.raises(RowGone, match=r"Version with id \d+ is no longer there"):
        read(report)


def test_read_sees_no_version_of_another_program(report):
    report.parameters = {**report.parameters, "version": VersionFactory().pk}

    with pytest.raises(RowGone):
        read(report)


def test_read_of_a_draft_takes_a_fixed_number_of_queries(report, django_assert_max_num_queries):
    with django_assert_max_num_queries(21):
        read(report)
