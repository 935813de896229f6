"""`make_report` makes a PDF at once, or leaves it to a worker, and says plainly what is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from journeys.models import Report
from journeys.reports import pdf
from journeys.reports.version_comparison import report_kind
from tests.factories import UserFactory, member
from tests.journeys.sample import edited, small_map


@pytest.fixture
def versions(pair):
    return pair(small_map(), edited(small_map(), "First payment", emotion=0.5))


@pytest.fixture
def pages(monkeypatch):
    """Keep the HTML of what is made, instead of setting it."""
    kept = []

    def keep(html, **options):
        kept.append(html)
        return b"%PDF-1.7 of a test"

    monkeypatch.setattr(report_kind.pdf, "to_pdf", keep)
    return kept


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("make_report", "version_comparison", *arguments, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def asked(versions, *more):
    return run("--version", str(versions[1].pk), "--against", str(versions[0].pk), *more)


def test_make_report_writes_a_file_and_tells_how_far_it_is(versions, pages, tmp_path):
    file = tmp_path / "board.pdf"

    out, err = asked(versions, "-o", str(file))

    assert file.read_bytes() == b"%PDF-1.7 of a test"
    assert out == [
        f"Version comparison: Open an account, versions 1 and 2: written to {file}, 1 kB."
    ]
    assert err[0] == "  5 %  Reading both versions"
    assert Report.objects.count() == 0


def test_make_report_names_the_file_after_the_report(versions, pages, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    asked(versions)

    assert [file.name for file in tmp_path.iterdir()] == [
        "version-comparison-open-an-account-versions-1-and-2.pdf"
    ]


def test_make_report_takes_versions_by_map_and_number(versions, pages, tmp_path):
    run(
        "--version",
        "Open an account:1",
        "--against",
        "open an account:2",
        "-o",
        str(tmp_path / "a"),
    )

    assert "Version 1 and Version 2 compared" in pages[0]


def test_make_report_narrows_the_changes(versions, pages, tmp_path):
    asked(versions, "-o", str(tmp_path / "a"), "--elements", "card", "--changes", "added", "moved")

    assert "Filtered: only cards; only added and moved." in pages[0]


def test_make_report_names_the_person(versions, pages, tmp_path, program):
    member(program, "viewer", username="mara", first_name="Mara", last_name="Ruiz")

    asked(versions, "-o", str(tmp_path / "a"), "--user", "mara")

    assert "by Mara Ruiz" in pages[0]


def test_make_report_queues_it_for_a_worker(versions, program, monkeypatch):
    mara = member(program, "viewer", username="mara")

    out, _ = asked(versions, "--queue", "--user", "mara")

    report = Report.objects.get()
    assert (report.status, report.requested_by) == ("queued", mara)
    assert report.parameters == {"version": versions[1].pk, "against": versions[0].pk}
    assert out == [
        (
            f"Report {report.pk} is queued: Version comparison: Open an account, versions 1 and 2. "
            "A worker will make it."
        )
    ]


def refusal(*arguments):
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert error.value.returncode == 1
    return str(error.value)


def test_make_report_refuses_one_version_twice(versions):
    told = str(versions[0].pk)

    assert refusal("--version", told, "--against", told) == (
        "against: Choose two different versions: this is the same one twice."
    )


def test_make_report_tells_a_stranger_nothing(versions):
    UserFactory(username="stranger")
    told = ("--version", str(versions[1].pk), "--against", str(versions[0].pk))

    assert refusal(*told, "--user", "stranger") == (
        "version: There is no version with this id. against: There is no version with this id."
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("999999", "There is no map version with the id 999999."),
        (
            "Open an account",
            "“Open an account” says no version. Give its id, or its map and number",
        ),
        ("Open an account:9", "“Open an account” has no version 9. It has: 1, 2."),
        ("Open an account:99999999999999999999", "“Open an account” has no version 9999"),
        ("Nowhere:1", "There is no map with the id or name “Nowhere”."),
    ],
)
def test_make_report_says_which_versions_there_are(versions, told, said):
    assert refusal("--version", told, "--against", str(versions[0].pk)).startswith(said)


def test_make_report_says_that_nobody_has_that_name(versions):
    told = ("--version", str(versions[1].pk), "--against", str(versions[0].pk))

    assert refusal(*told, "--user", "nobody") == "There is no user called “nobody”."


def test_make_report_says_that_it_cannot_write(versions, pages, tmp_path):
    told = ("--version", str(versions[1].pk), "--against", str(versions[0].pk))

    missing, folder = tmp_path / "no" / "a.pdf", tmp_path

    assert refusal(*told, "-o", str(missing)).endswith(f"there is no folder {tmp_path / 'no'}.")
    assert refusal(*told, "-o", str(folder)) == f"{folder} cannot be written: Is a directory."


def test_make_report_says_what_to_install(versions, monkeypatch, tmp_path):
    def missing(*page, **options):
        raise pdf.PdfUnavailable("PDFs need the Pango libraries.")

    monkeypatch.setattr(report_kind.pdf, "to_pdf", missing)
    told = ("--version", str(versions[1].pk), "--against", str(versions[0].pk))

    assert refusal(*told, "-o", str(tmp_path / "a")) == "PDFs need the Pango libraries."


def test_make_report_does_not_write_what_it_queues(versions):
    told = ("--version", str(versions[1].pk), "--against", str(versions[0].pk))

    assert refusal(*told, "--queue", "-o", "a.pdf") == (
        "With --queue the report is kept with its program; leave --output out."
    )


def make(*arguments):
    out, err = StringIO(), StringIO()
    call_command("make_report", *arguments, stdout=out, stderr=err)
    return out.getvalue()


def test_make_report_makes_every_kind_by_its_own_parameters(versions, pages, tmp_path, program):
    file = str(tmp_path / "a")

    said = [
        make("map", "--version", "Open an account:2", "-o", file),
        make("persona", "--persona", "Lena", "-o", file),
        make("program_overview", "--program", program.name, "--since", "2026-01-31", "-o", file),
    ]

    assert [one.partition(": written")[0] for one in said] == [
        "Map: Open an account, version 2",
        "Persona: Lena",
        "Program overview: Everyday banking, since 31 Jan 2026",
    ]


def test_make_report_names_slides_by_their_suffix(versions, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    make("map_slides", "--version", str(versions[1].pk))

    (file,) = tmp_path.iterdir()
    assert file.name == "slides-of-the-map-open-an-account-version-2.pptx"
    assert file.read_bytes().startswith(b"PK")


def test_make_report_says_what_a_kind_is_missing_or_does_not_take(versions):
    told = str(versions[1].pk)

    for arguments, said in (
        (("map",), "version: Say which version: give its id."),
        (("persona", "--persona", "Nobody"), "There is no persona with the id or name “Nobody”."),
        (
            ("map", "--version", told, "--against", told),
            "against: This report knows no such parameter.",
        ),
    ):
        with pytest.raises(CommandError) as refused:
            make(*arguments)
        assert str(refused.value).startswith(said)
