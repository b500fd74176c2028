"""A battle that is watched while it goes on: what comes over, what is caught up, and what it is in the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from shieldwall.analysis.events import events
from shieldwall.exercise import Run
from shieldwall.exercise.paced import PACES
from shieldwall.scenario import load
from shieldwall.server.app import application
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.live import ALONE, FRAME, Live
from shieldwall.server.live_frames import MOST_ROWS
from shieldwall.server.live_page import live_page
from shieldwall.server.live_states import OVER
from shieldwall.server.live_tables import NOT_YET, Place
from shieldwall.server.lives import OneAtATimeError

if TYPE_CHECKING:
    from tests.rooms.server.conftest import Seen

    New = Callable[[], Seen]

SCENARIO, START = "one-battery", Place()
#: Longest that a test waits for a battle of some ten minutes at its quickest pace, s.
PATIENCE = 60.0


@pytest.fixture
def held() -> Iterator[Holdings]:
    """A server's holdings, whose battles end with the test."""
    made = Holdings()
    yield made
    made.lives.close()


@pytest.fixture
def watched(held: Holdings) -> Live:
    """A battle that is ready to be watched."""
    return held.watch(load(SCENARIO), SCENARIO)


def followed(new: New, live: Live, place: Place = START, pause: float = 0.0) -> Seen:
    """Follow a battle to its end, with a pause after each frame."""
    seen, until = new(), monotonic() + PATIENCE
    live.listen(lambda: None)
    live.set_pace(100)
    version = -1
    while monotonic() < until:
        if version == live.version:
            sleep(0.002)
            continue
        frame = live.frame(place)
        seen.take(frame.content)
        place, version = frame.after, frame.version if frame.whole else -1
        if frame.last:
            return seen
        sleep(pause)
    raise TimeoutError


def ended(line: Any, seen: Seen | None = None) -> int:
    """Read frames until a line ends, and return with which code."""
    try:
        while True:
            frame = line.receive_bytes()
            if seen is not None:
                seen.take(frame)
    except WebSocketDisconnect as end:
        return end.code


@pytest.fixture(scope="module")
def whole(new_seen: New) -> Iterator[tuple[Holdings, Live, Seen]]:
    """A battle that was followed from its begin to its end."""
    held = Holdings()
    live = held.watch(load(SCENARIO), SCENARIO)
    yield held, live, followed(new_seen, live)
    held.lives.close()


def test_the_run_in_the_end_is_the_one_that_was_not_watched(whole: tuple[Holdings, Live, Seen], fought: Run) -> None:
    held, live, _ = whole
    recording = held.run(live.run).run.recording
    assert recording.log.tobytes() == fought.recording.log.tobytes()
    assert recording.film.tobytes() == fought.recording.film.tobytes()
    assert held.run(live.run).film == Holdings().add(fought, SCENARIO).film


def test_every_event_came_once_and_in_its_order(whole: tuple[Holdings, Live, Seen], fought: Run) -> None:
    seen, log = whole[2], fought.recording.log
    np.testing.assert_array_equal(seen.column("event.kind"), log["kind"])
    np.testing.assert_array_equal(seen.column("event.t"), log["t"].astype("f4"))
    np.testing.assert_array_equal(seen.column("event.who"), log["who"])


def test_every_sample_of_a_track_came(whole: tuple[Holdings, Live, Seen], fought: Run) -> None:
    film = fought.recording.film
    tracks = film[film["picture"] >= 0]
    np.testing.assert_array_equal(whole[2].column("track.number"), tracks["who"])
    np.testing.assert_array_equal(whole[2].column("track.picture"), tracks["picture"])


def test_sentences_are_those_of_the_log(whole: tuple[Holdings, Live, Seen], fought: Run) -> None:
    """What could not be known yet is said as such; all else word for word."""
    log = events(fought.recording)["sentence"].to_list()
    sentences = whole[2].sentences
    assert len(sentences) > 20
    certain = {row: text for row, text in sentences.items() if NOT_YET not in text}
    assert len(certain) > 0.9 * len(sentences)
    assert all(text == log[row] for row, text in certain.items())


def test_paths_are_those_of_the_film_that_is_replayed(whole: tuple[Holdings, Live, Seen], fought: Run) -> None:
    seen, film = whole[2], fought.recording.film
    who, t = seen.column("point.who"), seen.column("point.t")
    flown = film[film["picture"] < 0]
    assert set(who.tolist()) == set(flown["who"].tolist())
    for name in set(who.tolist()):
        assert (np.diff(t[who == name]) >= 0.0).all()
        assert t[who == name][-1] <= flown["t"][flown["who"] == name].max() + 1e-3


def test_no_frame_knows_what_is_not_yet(whole: tuple[Holdings, Live, Seen]) -> None:
    """A frame's rows are of before its time, and it names no fate."""
    for directory, frame in zip(whole[2].directories, range(len(whole[2].directories)), strict=True):
        text = json.dumps(directory)
        assert "expired" not in text
        assert "leaked" not in text
        assert directory["t"] <= directory["lasts"], frame
    assert whole[2].directories[0]["t"] < 0.5 * whole[2].directories[0]["lasts"]


def test_page_of_a_battle_names_no_fate(watched: Live, held: Holdings) -> None:
    page = TestClient(application(held, Jobs(), {})).get(f"/api/live/{watched.name}").json()
    assert page["state"] == "ready"
    assert {threat["fate"] for threat in page["page"]["threats"]} == {""}
    assert page["page"]["leakers"] == []
    assert all(unit["destroyed"] is None for unit in page["page"]["units"])
    names = page["meanings"]["names"]
    assert {names[row] for row, kind in page["flights"] if kind == 0} == set(watched.opened.header["threats"])


def test_who_was_away_is_sent_all_that_it_missed_and_nothing_twice(whole: tuple[Holdings, Live, Seen]) -> None:
    _, live, seen = whole
    middle = seen.directories[len(seen.directories) // 3]
    rest = followed(type(seen), live, Place(*middle["to"]))
    np.testing.assert_array_equal(rest.column("event.kind"), seen.column("event.kind")[middle["to"][2] :])
    np.testing.assert_array_equal(rest.column("point.t"), seen.column("point.t")[middle["to"][0] :])


def test_who_comes_late_is_sent_all_in_pieces_of_a_bounded_size(whole: tuple[Holdings, Live, Seen]) -> None:
    _, live, seen = whole
    late = followed(type(seen), live)
    np.testing.assert_array_equal(late.column("event.t"), seen.column("event.t"))
    assert late.sentences == seen.sentences
    for directory in late.directories:
        assert all(
            to - since <= MOST_ROWS for since, to in zip(directory["from"][:3], directory["to"][:3], strict=True)
        )


def test_who_asks_for_rows_that_are_not_there_yet_is_sent_what_is(whole: tuple[Holdings, Live, Seen]) -> None:
    frame = whole[1].frame(Place(1 << 31, 1 << 31, 1 << 31, 1 << 31))
    assert frame.whole
    assert frame.after[:3] == tuple(whole[2].directories[-1]["to"][:3])


def test_who_is_slow_gets_fewer_frames_and_every_event(
    quicker: float, held: Holdings, fought: Run, new_seen: New
) -> None:
    slow = followed(new_seen, held.watch(load(SCENARIO), SCENARIO), pause=0.5)
    np.testing.assert_array_equal(slow.column("event.kind"), fought.recording.log["kind"])
    assert len(slow.directories) < fought.header["lasts"] / (100 * quicker) / FRAME


def test_engagements_come_when_they_change_and_end_as_those_of_the_run(
    whole: tuple[Holdings, Live, Seen], fought: Run
) -> None:
    from shieldwall.server.engagements import engagements
    from shieldwall.server.opened import Opened

    held: dict[tuple[str, float], Any] = {}
    for directory in whole[2].directories:
        for one in directory["fought"].get("engagements", ()):
            held[one["channel"], one["from"]] = one
    wanted = engagements(Opened("", fought))["engagements"]
    assert sorted(held.values(), key=lambda one: (one["unit"], one["channel"], one["from"])) == wanted


def test_sums_are_those_of_the_run(whole: tuple[Holdings, Live, Seen], fought: Run) -> None:
    sums = next(one["fought"]["sums"] for one in reversed(whole[2].directories) if "sums" in one["fought"])
    assert sum(one["kills"] for one in sums["rounds"]) == fought.measures["kills"]
    assert {one["weapon"]: one["fired"] for one in sums["rounds"] if one["fired"]} == fought.measures["shots"]


def test_nothing_is_fought_before_somebody_follows(watched: Live) -> None:
    sleep(3 * FRAME)
    assert (watched.state, watched.plain()["t"]) == ("ready", 0.0)


def test_a_battle_stops_goes_on_and_ends_when_it_is_asked(watched: Live) -> None:
    watched.listen(lambda: None)
    watched.set_pace(1)
    watched.stop()
    sleep(2 * FRAME)
    stood = watched.plain()["t"]
    sleep(3 * FRAME)
    assert watched.plain()["t"] == stood
    assert watched.plain()["t"] < 0.5 * watched.lasts
    watched.go()
    watched.end()
    until = monotonic() + PATIENCE
    while watched.state != OVER and monotonic() < until:
        sleep(0.01)
    assert watched.plain()["t"] == watched.lasts
    assert watched.run


def test_only_one_battle_goes_on_at_a_time(watched: Live, held: Holdings) -> None:
    answer = TestClient(application(held, Jobs(), {})).post(f"/api/scenarios/{SCENARIO}/live")
    assert answer.status_code == 409
    assert "live already" in answer.json()["error"]


def test_a_battle_that_nobody_follows_gives_way_after_a_while_and_says_so(
    watched: Live, held: Holdings, monkeypatch: pytest.MonkeyPatch, new_seen: New
) -> None:
    watched.listen(print)
    watched.stop()
    watched.leave(print)
    with pytest.raises(OneAtATimeError, match=r"nobody follows it; follow it, or begin another in (59|60) s"):
        held.watch(load(SCENARIO), SCENARIO)
    # Who comes back in time finds it as it was.
    watched.listen(print)
    monkeypatch.setattr("shieldwall.server.live.ALONE", 0.0)
    with pytest.raises(OneAtATimeError, match="let it come to its end"):
        held.watch(load(SCENARIO), SCENARIO)
    assert watched.kept_for is None
    watched.leave(print)
    assert held.watch(load(SCENARIO), SCENARIO) is held.lives.going is not watched
    with TestClient(application(held, Jobs(), {})).websocket_connect(f"/api/live/{watched.name}/frames") as line:
        seen = new_seen()
        assert ended(line, seen) == 1000
    last = seen.directories[-1]
    assert (last["state"], last["run"]) == ("failed", None)
    assert "another battle took its place" in last["error"]


def test_a_battle_of_the_start_page_is_begun_as_a_job_and_shown_to_all(held: Holdings) -> None:
    jobs = Jobs()
    browser = TestClient(application(held, jobs, {}))
    job = browser.post(f"/api/scenarios/{SCENARIO}/live").json()
    until = monotonic() + PATIENCE
    while job["state"] != "done" and monotonic() < until:
        job = browser.get(f"/api/jobs/{job['id']}").json()
    live = browser.get("/api/start").json()["live"]
    assert live["id"] == job["answer"]["live"]
    assert 0.0 < live["kept_for"] <= ALONE
    assert live["title"] == held.lives.live(live["id"]).opened.header["title"]
    jobs.stop()


def test_a_follower_steers_by_words(watched: Live, held: Holdings, new_seen: New) -> None:
    browser = TestClient(application(held, Jobs(), {}))
    with browser.websocket_connect(f"/api/live/{watched.name}/frames") as line:
        seen = new_seen()
        for pace in PACES:
            line.send_text(f"pace {pace}")
            while seen.take(line.receive_bytes())["pace"] != pace:
                pass
        line.send_text("stop")
        while seen.take(line.receive_bytes())["state"] != "stopped":
            pass
        line.send_text("go")
        line.send_text("end")
        assert ended(line, seen) == 1000
    assert seen.directories[-1]["run"] == SCENARIO


@pytest.mark.parametrize("said", ["", "pace", "pace 7", "pace 1e9", "PACE 10", "end\n", "__import__('os')", "stop;end"])
def test_another_word_ends_the_line_and_changes_nothing(watched: Live, held: Holdings, said: str) -> None:
    browser = TestClient(application(held, Jobs(), {}))
    with browser.websocket_connect(f"/api/live/{watched.name}/frames") as line:
        line.send_text(said)
        assert ended(line) == 4400
    assert watched.pace == 10


def test_a_battle_of_another_server_has_another_mark_though_it_has_the_same_name(watched: Live) -> None:
    anew = Holdings()
    other = anew.watch(load(SCENARIO), SCENARIO)
    assert other.name == watched.name
    assert live_page(other)["mark"] != live_page(watched)["mark"]
    assert live_page(watched)["mark"] == live_page(watched)["mark"]
    anew.lives.close()
