"""Names from an endpoint: off by default, marked, and never in the way."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from journeys import jobs
from research import suggested_names, themes
from research.models import DiscoveryRun, Response, Theme
from tests.factories import StudyFactory


class Endpoint(BaseHTTPRequestHandler):
    said, asked = "“Late cards”\nBecause…", []

    def do_POST(self):
        Endpoint.asked.append(
            (
                self.headers.get("Authorization"),
                json.loads(self.rfile.read(int(self.headers["Content-Length"]))),
            )
        )
        body = (
            Endpoint.said
            if Endpoint.said.startswith("{")
            else json.dumps({"choices": [{"message": {"content": Endpoint.said}}]})
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def endpoint(settings):
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.THEME_NAMES_URL, settings.THEME_NAMES_KEY = (
        f"http://127.0.0.1:{server.server_port}/v1/chat/completions",
        "k",
    )
    Endpoint.said, Endpoint.asked = "“Late cards”\nBecause…", []
    yield Endpoint
    server.shutdown()
    server.server_close()


def test_it_is_off_unless_an_endpoint_is_set():
    assert not suggested_names.is_on()
    assert suggested_names.name_for(["card"], ["late"]) == ""


def test_a_name_is_the_first_line_without_quotation_marks(endpoint):
    assert suggested_names.name_for(["card"], ["the card is late " * 90]) == "Late cards"
    [(key, asked)] = endpoint.asked
    assert key == "Bearer k"
    assert len(asked["messages"][1]["content"]) < 400


@pytest.mark.parametrize("said", ["", "x" * 200, '{"choices": []}', "{broken"])
def test_what_is_no_name_is_none(endpoint, said):
    endpoint.said = said
    assert suggested_names.name_for(["card"], []) == ""


def test_an_endpoint_that_is_gone_is_in_nobodys_way(settings):
    settings.THEME_NAMES_URL = "http://127.0.0.1:9/"
    assert suggested_names.name_for(["card"], []) == ""


@pytest.mark.django_db
def test_a_suggested_name_is_marked(endpoint):
    study = StudyFactory()
    Response.objects.bulk_create(
        Response(program=study.program, study=study, external_id=str(place), text=f"the card came {place} days late", checksum="x") for place in range(30)
    )  # fmt: skip
    run = jobs.claim(DiscoveryRun, themes.request(study.program, by=None, wanted=1).pk)
    themes.carry_out(run, lambda percent, step: None)
    theme = Theme.objects.get()
    assert (theme.name, theme.named_by) == ("Late cards", "endpoint")
    themes.accept(theme, by=None, name="Cards come late")
    assert Theme.objects.get().named_by == "person"
