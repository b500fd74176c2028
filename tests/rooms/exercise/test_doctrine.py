"""A doctrine in Python: what it is shown, what its orders do, and how its errors are told."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import shieldwall as sw
from shieldwall.exercise import python_doctrine
from shieldwall.exercise.decisions import Orders
from shieldwall.exercise.patience import TooSlow, limited
from shieldwall.exercise.picture import Picture, Shot, Track, Unit
from shieldwall.quantities.errors import InputError
from shieldwall.study.paired import Option, paired

Decide = Callable[[Picture, Orders], object]

#: Fires whatever the staff sees a shot at, the most valuable first.
GREEDY = """
EVERY = "5 s"
def decide(picture, orders):
    taken = set()
    for shot in picture.shots:
        if not shot.track.engaged_by and shot.track not in taken and shot.unit.free:
            taken.add(shot.track)
            orders.engage(shot.track, shot.unit)
"""


@pytest.fixture(scope="module")
def scenario() -> Any:
    return sw.load("one-battery")


@pytest.fixture(scope="module")
def greedy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("doctrines") / "greedy.py"
    file.write_text(GREEDY, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def commanded(scenario: Any, greedy: Path) -> sw.Run:
    return sw.run(scenario, seed=7, doctrine=greedy)


def idle(_picture: Picture, _orders: Orders) -> None:
    """Decide nothing."""


def looking(picture: Picture, _orders: Orders) -> None:
    """Look at everything, and decide nothing."""
    repr(picture)


def kinds(run: sw.Run, kind: str) -> pl.DataFrame:
    return run.events().filter(pl.col("kind") == kind)


def test_a_doctrine_that_does_nothing_fires_at_nothing_but_in_self_defence(scenario: Any) -> None:
    run = sw.run(scenario, seed=7, doctrine=idle)
    assert not len(kinds(run, "ordered"))
    assert run.measures["leakers"] == 4
    assert "not ordered to be engaged, the commander decides otherwise" in set(kinds(run, "held")["why"])


def test_its_orders_are_fought_like_any_other(commanded: sw.Run) -> None:
    ordered = kinds(commanded, "ordered")
    assert len(ordered) == commanded.decided()[1] > 0
    assert len(kinds(commanded, "launched")) > 0
    # They go out in the command cycle of the post that follows the epoch, which is a second or so.
    epochs = np.arange(5.0, 480.0, 5.0)
    late = [t - epochs[epochs <= t].max() for t in ordered["t"].to_list()]
    assert max(late) < 5.0


def test_the_header_has_its_name_epochs_and_the_hash_of_its_source(commanded: sw.Run, greedy: Path) -> None:
    done = subprocess.run(["sha256sum", greedy], capture_output=True, text=True, check=True)  # noqa: S607
    assert commanded.header["doctrine"] == {"name": "greedy.py", "every": 5.0, "source": done.stdout.split()[0]}
    assert commanded.decided()[0] == 95
    assert len(kinds(commanded, "decides")) == 95


def test_pictures_hold_copies_that_nobody_can_change_and_no_truth(scenario: Any) -> None:
    seen: list[Picture] = []
    sw.run(scenario, seed=7, doctrine=sw.doctrine(lambda picture, _: seen.append(picture), "10 s"))
    assert [picture.t for picture in seen] == [10.0 * number for number in range(1, 48)]
    assert [picture.number for picture in seen] == list(range(47))
    tracks = [track for picture in seen for track in picture.tracks]
    assert tracks
    with pytest.raises(dataclasses.FrozenInstanceError):
        tracks[0].x = 0.0  # type: ignore[misc]
    # They were taken then: the battle has gone on, and they have not.
    assert len({track.x for track in tracks if track.number == tracks[0].number}) > 1
    for track in tracks:
        assert 150.0 < track.speed < 400.0
        assert track.sigma > 0.0
        assert track.height < 3000.0
        assert track.identity in ("unknown", "hostile")
        assert track.hostile == (track.identity == "hostile")
    assert {unit.name for unit in seen[0].units} == {"blue/pantsir"}
    assert seen[0].unit("pantsir").left == 1.0
    assert [place.name for place in seen[0].places] == ["place/depot"]
    assert not {field.name for kind in (Track, Unit, Shot, Picture) for field in dataclasses.fields(kind)} & {
        "threat_name", "body", "truth", "entity",
    }  # fmt: skip


def test_what_is_shown_does_not_hang_on_the_truth_rows(scenario: Any) -> None:
    # A doctrine that looks at everything changes nothing by looking.
    looked = sw.run(scenario, seed=7, doctrine=looking)
    blind = sw.run(scenario, seed=7, doctrine=idle)
    assert looked.recording.log.tobytes() == blind.recording.log.tobytes()


def test_every_order_has_its_row_in_the_log(scenario: Any) -> None:
    def decide(picture: Picture, orders: Orders) -> None:
        if picture.number == 0:
            orders.hold_fire("pantsir")
            orders.control("blue/pantsir", "weapons-free")
            orders.radar(picture.units[0], on=False)
            orders.face("pantsir", 90.0)
        if picture.number == 1:
            orders.radar("pantsir", on=True)
            orders.radar("pantsir", on=None)
            orders.face("pantsir", None)

    run = sw.run(scenario, seed=7, doctrine=decide)
    assert kinds(run, "directed")["why"].to_list() == [
        "hold its fire", "fire at will", "keep its radars silent", "face another sector", "have its radars on",
        "use its radars as its doctrine has it", "face another sector",
    ]  # fmt: skip
    silent = kinds(run, "radars-silent")["t"].to_list() + kinds(run, "radars-on")["t"].to_list()
    assert len(silent) == 2
    assert 10.0 < silent[0] < 20.0 < silent[1] < 30.0
    # While they are silent nothing is detected by radar.
    assert not [t for t in kinds(run, "detected")["t"] if silent[0] < t < silent[1]]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("    return picture.nothing", 2, "AttributeError: 'Picture' object has no attribute 'nothing'"),
        ("    helper()\n\ndef helper():\n    1 / 0", 5, "ZeroDivisionError: division by zero"),
        ("    orders.engage(1, 'pantsir')", 2, "track 1 is not in this picture; take one of picture.tracks"),
        ("    orders.radar('pantsyr', True)", 2, '"pantsyr" is no unit under this command that fires; did you mean'),
        ("    orders.control('pantsir', 'free')", 2, '"free" is no weapons control; write one of weapons-free'),
        ("    raise SystemExit(0)", 2, "SystemExit: 0"),
        ("    for _ in range(300): orders.face('pantsir', 1)", None, "300 orders at once are more than a staff takes"),
    ],
)
def test_an_error_is_told_with_file_and_line(
    scenario: Any, tmp_path: Path, body: str, line: int | None, words: str
) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(f"def decide(picture, orders):\n{body}\n", encoding="utf-8")
    with pytest.raises(sw.DoctrineError) as caught:
        sw.run(scenario, doctrine=file)
    assert words in str(caught.value)
    assert (caught.value.file, caught.value.line) == (str(file), line)
    assert "at 10 s" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def decide(picture, orders)\n    pass\n", "line 1: the doctrine fails as it is read: SyntaxError"),
        ("x = 1\n", "the doctrine does not say what to decide; write def decide(picture, orders):"),
        ("EVERY = '5 apples'\ndef decide(p, o): pass\n", "apples"),
        ("EVERY = 0\ndef decide(p, o): pass\n", "epochs every 0 s are none"),
        (None, "the doctrine cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_is_no_doctrine_is_refused_before_the_battle(tmp_path: Path, text: str | None, words: str) -> None:
    file = tmp_path / "none.py"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        sw.doctrine(file)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "catching", ["", "        try:\n            pass\n        except Exception:\n            pass\n"]
)
def test_a_loop_that_never_ends_is_ended(
    scenario: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catching: str
) -> None:
    monkeypatch.setattr(python_doctrine, "PATIENCE", 0.5)
    file = tmp_path / "slow.py"
    file.write_text(f"def decide(picture, orders):\n    while True:\n        x = 1\n{catching}", encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(sw.DoctrineError, match=r"took longer than 0\.5 s at 10 s; look for a loop"):
        sw.run(scenario, doctrine=file)
    assert time.monotonic() - began < 30.0


def test_a_limit_that_was_kept_strikes_nobody_later() -> None:
    for _ in range(200):
        try:
            with limited(1e-4):
                sum(range(2000))
        except TooSlow:
            pass
    time.sleep(0.01)
    assert threading.active_count() < 20


def test_a_short_limit_ends_beside_a_long_one() -> None:
    done = threading.Event()

    def patient() -> None:
        with limited(600.0):
            done.wait(60.0)

    other = threading.Thread(target=patient)
    other.start()
    began = time.monotonic()
    with pytest.raises(TooSlow), limited(0.1):
        deque((number for number in count()), maxlen=0)
    assert 0.1 <= time.monotonic() - began < 30.0
    assert other.is_alive()
    done.set()
    other.join()


def test_ctrl_c_ends_a_doctrine(tmp_path: Path) -> None:
    file = tmp_path / "slow.py"
    file.write_text("def decide(picture, orders):\n    print('in it', flush=True)\n    while True: pass\n")
    command = [sys.executable, "-m", "shieldwall", "run", "one-battery", "--doctrine", file]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "in it\n"
        said = ""
        # What strikes while Python finalizes an object is lost, in any program: then one presses again. On a busy
        # machine the first may only be late in its answer, which the second then must not spoil.
        for _ in range(3):
            running.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                _, said = running.communicate(timeout=15)
                break
    assert running.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said


def test_each_battle_has_a_doctrine_of_its_own_on_any_number_of_threads(scenario: Any, tmp_path: Path) -> None:
    # It counts its own epochs; one that several battles shared would count on.
    file = tmp_path / "counting.py"
    file.write_text(textwrap.dedent(GREEDY) + "\n    COUNT.append(1)\n    assert len(COUNT) == picture.number + 1\n")
    file.write_text(file.read_text().replace('EVERY = "5 s"', 'EVERY = "5 s"\nCOUNT = []'))
    asked = sw.doctrine(file)
    options = [Option("built-in", scenario), Option("mine", scenario, doctrine=asked)]
    one, two = (paired(options, range(3), (7, 8), workers=workers) for workers in (1, 2))
    assert np.array_equal(one.of("mine", "leakers"), two.of("mine", "leakers"))
    alone = sw.run(scenario, seed=7, replication=0, doctrine=file)
    assert one.of("mine", "leakers")[0, 0] == alone.measures["leakers"]


def test_no_scenario_can_name_a_doctrine_in_python(tmp_path: Path) -> None:
    text = (Path(sw.__file__).parent / "scenario/library/one-battery.yaml").read_text(encoding="utf-8")
    file = tmp_path / "code.yaml"
    file.write_text(text.replace("doctrine: shoot-look-shoot", "doctrine: {python: mine.py}"), encoding="utf-8")
    (tmp_path / "mine.py").write_text("raise SystemExit('it ran')")
    with pytest.raises(InputError):
        sw.load(file)
