"""The interface as it describes itself, asked with whatever fits the description and much that does not.

Schemathesis derives the requests from the OpenAPI description; no answer may be an error of the server.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from starlette.testclient import TestClient

from shieldwall.scenario import load
from shieldwall.server.app import application
from shieldwall.server.draft_files import built_in
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs

#: Requests to each address; a map of coverage takes a second.
EACH, SLOW, SLOW_ONES = 25, 6, ("coverage",)
#: Names that are there, so that not every request ends at a name that is not.
KNOWN = {"run": "battery", "name": "red/valley-pair/1", "scenario": "one-battery", "z": 7, "x": 71, "y": 46, "row": 3,
         "draft": "one-battery", "live": "live-one-battery", "left": "battery", "right": "battery",
         "study": "one-battery", "measure": "leakers"}  # fmt: skip

DESCRIPTION = application(Holdings(), Jobs(), {}).openapi()
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = [(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods]


class Idle:
    """A thread that does nothing."""

    def __init__(self, **_: Any) -> None:
        pass

    def start(self) -> None:
        """Begin nothing."""


@pytest.fixture(autouse=True)
def _nothing_is_fought(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs and studies wait and are not begun."""
    monkeypatch.setattr("shieldwall.server.jobs.Thread", Idle)
    monkeypatch.setattr("shieldwall.server.held_study.Thread", Idle)


def test_description_has_every_address_of_the_page() -> None:
    assert len(OPERATIONS) >= 40
    assert {method for _, method in OPERATIONS} == {"get", "post", "put"}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_is_an_error_of_the_server(path: str, method: str, holdings: Holdings) -> None:
    held = Holdings(dict(holdings.runs), holdings.first)
    held.drafts.open(*built_in("one-battery"))
    held.studies.of_scenario(load("one-battery"), "one-battery")
    browser = TestClient(application(held, Jobs(), {}), raise_server_exceptions=False)
    operation = SCHEMA[path][method.upper()]
    fitting, unfitting = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    met = set()
    many = SLOW if path.endswith(SLOW_ONES) else EACH

    @seed(1)
    @settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=st.one_of(fitting, st.one_of(fitting, unfitting)), known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        if known:
            for given in (case.path_parameters, case.query):
                given.update({name: value for name, value in KNOWN.items() if name in given})
        said = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
        answer = browser.request(
            said["method"], said["url"], params=said.get("params"), json=said.get("json"), headers=said.get("headers")
        )
        assert answer.status_code < 500, (said, answer.text)
        met.add(answer.status_code)
        if answer.status_code >= 400:
            assert set(answer.json()) == {"error", "instead"}

    ask()
    assert met & {200, 202, 204, 400, 404, 409}
