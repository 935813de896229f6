"""Rules of the project that no single module can keep."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "journeys", "research", "improvements")
FONTS = ROOT / "journeys" / "static" / "journeys" / "fonts"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def files(*patterns: str, folders: tuple[str, ...] = APPS) -> Iterator[Path]:
    for folder in folders:
        for pattern in patterns:
            yield from (ROOT / folder).rglob(pattern)


def lines_with(pattern: str, paths: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    ]


def test_import_contracts_are_kept() -> None:
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"

    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_pages_ask_no_other_host() -> None:
    asks = r"""(src|href|action)\s*=\s*["'](https?:)?//|url\(\s*["']?(https?:)?//|@import|fetch\(\s*["']http"""

    found = lines_with(asks, files("*.html", "*.css", "*.js", "*.svg"))

    # A link somebody may follow loads nothing by itself.
    assert [line for line in found if not re.search(r"<a\b[^>]*href", line)] == []


def test_every_lint_exception_has_its_reason() -> None:
    bare = r"#\s*noqa(: ?[A-Z0-9, ]+)?\s*$|#\s*noqa(?!: ?[A-Z])"

    assert lines_with(bare, files("*.py", folders=(*APPS, "tests", "benchmarks"))) == []


def test_signals_carry_no_rules_of_ours() -> None:
    used = r"^from django\.(db\.models|dispatch|core)\S* import .*\b(receiver|(pre|post)_(save|delete|init))\b"

    assert lines_with(used, files("*.py")) == []


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "common", "core", "misc"])
def test_no_module_is_a_junk_drawer(name: str) -> None:
    assert [*files(f"{name}.py", f"{name}/__init__.py")] == []


@pytest.mark.parametrize(
    ("name", "family", "weight"),
    [
        ("Inter-Regular.ttf", "Inter", 400),
        ("Inter-Medium.ttf", "Inter", 500),
        ("Inter-SemiBold.ttf", "Inter", 600),
        ("Inter-Bold.ttf", "Inter", 700),
        ("DejaVuSans.ttf", "DejaVu Sans", 400),
    ],
)
def test_font_comes_with_us(name: str, family: str, weight: int) -> None:
    font = TTFont(FONTS / name)

    assert (font["name"].getBestFamilyName(), font["OS/2"].usWeightClass) == (family, weight)


def test_browser_fonts_named_by_the_sheet_are_the_ones_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', (FONTS / "fonts.css").read_text())

    assert sorted(named) == sorted(path.name for path in FONTS.glob("*.woff2"))


def test_font_licences_come_along() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "Inter-OFL.txt").read_text()
    assert "Bitstream Vera" in (FONTS / "DejaVu-LICENSE.txt").read_text()


def requirements() -> list[str]:
    project = PYPROJECT["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"]]


@pytest.mark.parametrize("requirement", requirements())
def test_dependency_has_a_lower_bound_and_is_locked(requirement: str) -> None:
    # With its extras: pip refuses what is pinned without them as soon as a newer release appears.
    name = re.match(r"[\w.-]+(\[[\w,-]+\])?", requirement)
    assert name is not None

    locked = (ROOT / "requirements-dev.txt").read_text()

    assert re.search(r"(>=|==)\s*\d", requirement)
    assert re.search(
        rf"^{re.escape(name[0])}==", locked.replace(", ", ","), re.MULTILINE | re.IGNORECASE
    )


def pins(file: str) -> dict[str, str]:
    locked = (ROOT / file).read_text()
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w, -]+\])?==([^\s;]+)", locked, re.MULTILINE))


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = pins("requirements.txt"), pins("requirements-dev.txt")

    assert shipped
    assert shipped == {name: tested.get(name) for name in shipped}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_lock_is_hashed_and_names_no_registry(file: str) -> None:
    locked = (ROOT / file).read_text()

    assert "://" not in locked
    for pin in re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==.*(?:\n .*)*", locked, re.MULTILINE):
        assert "--hash=sha256:" in pin, pin


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_launcher_is_valid(shell: str) -> None:
    done = subprocess.run([shell, "-n", "app"], cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_launcher_refuses_what_it_does_not_know() -> None:
    done = subprocess.run(
        [ROOT / "app", "dance"], cwd="/", capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (2, "There is no ./app dance. Try: ./app help\n")
