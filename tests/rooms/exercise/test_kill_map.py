"""The map of single shots: its counts are the launches in the logs, on any number of threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from shieldwall.assembly.plan import plan
from shieldwall.catalogue import load
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.exercise import kill_map as maps
from shieldwall.exercise.simulate import Simulator
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import KILLED, LAUNCHED, ROUND_ENDED
from shieldwall.record.reasons import ROUND_FAILED, WORDS

UNIT, WEAPON = "pantsir-s1", "57e6"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read from disk, and the maps are small."""

    def build(_kind: str, _key: bytes, make: Callable[[], Any]) -> Any:
        return make()

    monkeypatch.setattr(maps, "cached", build)
    monkeypatch.setattr(maps, "LEVELS", (500.0, 4000.0))


def entry() -> Interceptor:
    made = load(WEAPON)
    assert isinstance(made, Interceptor)
    return made


def recorded(height: float, replication: int) -> tuple[Any, list[str], dict[str, str]]:
    """The log of one battle, its names, and the weapon of each launcher, fought here without the map's own reading."""
    simulator = Simulator(plan(maps.raid(entry(), UNIT, height)))
    simulator.simulate(maps.SEED, replication, change=partial(maps.disarm, weapon=WEAPON))
    recording = simulator.recording(scene=False)
    return recording.log, recording.header["names"], recording.header["rounds"]


def test_counts_are_the_launches_in_the_logs() -> None:
    made = maps.kill_map(WEAPON, battles=2, workers=1)
    engagements = kills = 0
    for height in (500.0, 4000.0):
        for replication in (0, 1):
            log, names, weapons = recorded(height, replication)
            rounds = [int(row["who"]) for row in log[log["kind"] == LAUNCHED]]
            assert {weapons[names[who].rpartition("/")[0]] for who in rounds} == {WEAPON}
            # The first round of an engagement is the first that its acquisition enabled.
            causes = [int(row["cause"]) for row in log[log["kind"] == LAUNCHED]]
            first = dict(zip(reversed(causes), reversed(rounds), strict=True))
            engagements += len(first)
            kills += sum(1 for row in log[log["kind"] == KILLED] if int(row["who"]) in set(first.values()))
    # A target that was missed is engaged again, so that engagements are at least the targets fired at.
    assert 0 < made.shots <= min(engagements, 4 * maps.TARGETS)
    assert 0 < made.killed.sum() <= kills
    assert made.shots >= 0.8 * 4 * maps.TARGETS
    assert made.killed.sum() + sum(made.ends.values()) == made.shots
    assert made.fired.sum() + made.beyond == made.shots
    assert (made.killed <= made.fired).all()


def test_first_shots_are_one_per_target_and_real_rounds() -> None:
    shots = maps.first_shots(Simulator(plan(maps.raid(entry(), UNIT, 4000.0))), WEAPON, 3)
    log, _, _ = recorded(4000.0, 3)
    assert len(shots) <= maps.TARGETS
    assert sum(kill for _, kill, _ in shots) <= int((log["kind"] == KILLED).sum())
    ended = Counter(int(row["why"]) for row in log[log["kind"] == ROUND_ENDED])
    # A round that fails in flight is missed first, and so is every one of them a first or a later shot.
    assert all(count <= ended[why] for why, count in Counter(why for _, kill, why in shots if not kill).items())
    assert ended[ROUND_FAILED] > 0


def test_rounds_fail_as_often_as_the_catalogue_says() -> None:
    made = maps.kill_map(WEAPON, battles=4)
    failed = made.endings()[WORDS[ROUND_FAILED]]
    expected = (1.0 - entry().reliability.value) * made.shots
    # Five standard deviations of a binomial count.
    assert abs(failed - expected) < 5.0 * np.sqrt(expected)


def test_threads_change_nothing() -> None:
    one, two = (maps.kill_map(WEAPON, battles=2, workers=workers) for workers in (1, 2))
    assert (one.fired == two.fired).all()
    assert (one.killed == two.killed).all()
    assert one.ends == two.ends


def test_progress_is_reported_to_the_end() -> None:
    calls: list[tuple[int, int]] = []
    maps.kill_map(WEAPON, battles=1, progress=lambda done, whole: calls.append((done, whole)))
    assert calls == [(1, 2), (2, 2)]


def test_two_weapons_of_one_unit_have_maps_of_their_own() -> None:
    assert maps._key("48n6e3", "s-400-battalion", 1) != maps._key("9m96e2", "s-400-battalion", 1)
    assert maps.carrier("48n6e3") == maps.carrier("9m96e2") == "s-400-battalion"


def test_where_rounds_fade_is_found_and_not_invented() -> None:
    made = maps.kill_map(WEAPON, battles=1)
    fired, killed = np.zeros((2, maps.CELLS), np.int64), np.zeros((2, maps.CELLS), np.int64)
    fired[:], killed[:] = 40, 32
    even = maps.KillMap(**{**vars(made), "fired": fired, "killed": killed})
    assert even.fades() is None
    killed[:, 9:] = 4
    assert even.fades() == 9
    fired[:, 9:] = killed[:, 9:] = 1
    assert even.fades() is None


def test_what_no_unit_fires_has_no_map() -> None:
    with pytest.raises(InputError, match="no unit of the catalogue fires p-18"):
        maps.kill_map("p-18")
