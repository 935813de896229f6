"""A report may show our own static files and nothing else."""

import re

import pytest
from django.conf import settings

from journeys.reports import own_files
from journeys.reports.own_files import BASE, AddressRefused


def test_read_gives_a_static_file_with_its_type():
    file = own_files.read(f"{BASE}static/journeys/mark.svg")

    assert file.media_type == "image/svg+xml"
    assert file.content == (own_files.STATIC / "mark.svg").read_bytes()


def test_read_finds_collected_files_by_their_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "only-collected.5f3a.css").write_text("p {}")

    file = own_files.read(f"{BASE}static/only-collected.5f3a.css")

    assert (file.content, file.media_type) == (b"p {}", "text/css")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://evil.example/x.png",
        "https://evil.example/static/journeys/mark.svg",
        "https://own-files.invalid.evil.example/static/journeys/mark.svg",
        "ftp://evil.example/x",
        "data:text/html,hello",
        "data:image/svg+xml,%3Csvg/%3E",
        f"{BASE}etc/passwd",
        f"{BASE}static/",
        f"{BASE}static/journeys",
        f"{BASE}static/journeys/missing.svg",
        f"{BASE}static/../manage.py",
        f"{BASE}static/%2e%2e/%2e%2e/manage.py",
        f"{BASE}static/..%2f..%2f..%2fetc/passwd",
        f"{BASE}static//etc/passwd",
        f"{BASE}static/journeys/%00mark.svg",
        "/etc/passwd",
        "",
    ],
)
def test_read_refuses_everything_else(address):
    with pytest.raises(AddressRefused):
        own_files.read(address)


def test_read_gives_the_pictures_of_our_own_stylesheet():
    pictures = re.findall(r'url\("([^"]+)"\)', own_files.stylesheet())

    files = [own_files.read(address) for address in pictures]

    assert len(files) == 22
    assert {file.media_type for file in files} == {"image/svg+xml"}
    assert all(file.content.startswith(b"<svg xmlns='") for file in files)


def test_refusals_do_not_repeat_a_whole_address():
    with pytest.raises(AddressRefused) as refusal:
        own_files.read("http://evil.example/" + "x" * 5000)

    assert len(str(refusal.value)) < 200


def test_static_address_of_the_settings_is_the_one_served():
    assert settings.STATIC_URL == "/static/"
