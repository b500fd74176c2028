"""Runs that somebody else wrote: what the page cannot show is refused when it is opened, and nothing fails later."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from starlette.testclient import TestClient

from shieldwall.exercise import Run
from shieldwall.quantities.errors import InputError
from shieldwall.record.recording import Recording
from shieldwall.server.app import application
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs

ADDRESSES = (
    "", "/film", "/engagements", "/events/0", "/threats/red/valley-pair/1", "/units/blue/pantsir",
    "/terrain/9/284/184.png", "/geography", "/profile?from=20,45&to=20.1,45",
)  # fmt: skip
#: What is drawn anew from the scenario of a run, which takes seconds.
DRAWN = ("/envelopes", "/coverage")
WHAT_A_HEADER_HAS = (
    "code", "columns", "entries", "file", "format", "lasts", "launchers", "links", "names", "origin", "places",
    "plugins", "question", "replication", "rounds", "sampled", "scenario", "seed", "sources", "start", "terrain",
    "threats", "title", "units", "values", "version", "warnings", "weapons", "zones",
)  # fmt: skip


def changed(run: Run, path: tuple[str, ...], value: Any) -> Run:
    """The run with another value in its header; None takes it out."""
    header = copy.deepcopy(run.header)
    table = header
    for name in path[:-1]:
        table = table[name]
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value
    old = run.recording
    return Run(Recording(header, old.log, old.film, old.scene))


def refused_or_answered(run: Run, addresses: tuple[str, ...] = ADDRESSES) -> bool:
    """Whether the run is refused when it is opened, in words; else nothing that is asked of it may fail."""
    holdings = Holdings()
    try:
        name = holdings.add(run, "foreign").name
    except InputError:
        return True
    browser = TestClient(application(holdings, Jobs(), {}), raise_server_exceptions=False)
    for address in addresses:
        answer = browser.get(f"/api/runs/{name}{address}")
        assert answer.status_code < 500, (address, answer.text)
    return False


def test_list_has_all_that_a_header_has(fought: Run) -> None:
    assert sorted(fought.header) == sorted(WHAT_A_HEADER_HAS)


@pytest.mark.parametrize("name", WHAT_A_HEADER_HAS)
def test_header_without_a_part(name: str, fought: Run) -> None:
    refused_or_answered(changed(fought, (name,), None))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("units", "blue/pantsir", "entry"), None),
        (("units", "blue/pantsir", "entry"), "../../etc/passwd"),
        (("units", "blue/pantsir", "entry"), "nobody-s-entry"),
        (("units", "blue/pantsir", "post"), None),
        (("units", "blue/pantsir", "rounds"), {"nobody-s-round": 3}),
        (("units", "blue/pantsir", "sensors"), ["blue/pantsir/nothing"]),
        (("threats", "red/valley-pair/1", "kind"), "flying saucer"),
        (("threats", "red/valley-pair/1", "entry"), "<script>alert(1)</script>"),
        (("title",), "<img src=x onerror=alert(1)>"),
        (("scenario",), "scenario: 99\n"),
        (("scenario",), "scenario: 1\nterrain: ../../../../etc/passwd\n"),
        (("terrain",), {"name": "/etc/passwd", "digest": "0"}),
        (("terrain",), {"name": "nowhere", "digest": "0"}),
        (("links",), []),
        (("values",), "none"),
        (("weapons",), {}),
        (("entries",), {}),
    ],
)
def test_header_with_a_foreign_part(path: tuple[str, ...], value: Any, fought: Run) -> None:
    anew = DRAWN if path in (("scenario",), ("terrain",)) else ()
    refused_or_answered(changed(fought, path, value), (*ADDRESSES, *anew))


@pytest.mark.parametrize("name", ["relief", "relief_corner", "coverage", "pictures", "exposure"])
def test_scene_without_a_part(name: str, fought: Run) -> None:
    old = fought.recording
    scene = {key: values for key, values in old.scene.items() if key != name}
    refused_or_answered(Run(Recording(old.header, old.log, old.film, scene)))


def test_refusal_says_what_to_do(fought: Run) -> None:
    with pytest.raises(InputError, match=r"foreign lacks what the page shows.*run its scenario again"):
        Holdings().add(changed(fought, ("links",), None), "foreign")


def test_sound_run_is_not_refused(fought: Run) -> None:
    assert not refused_or_answered(fought, (*ADDRESSES, *DRAWN))
