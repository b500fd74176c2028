"""What plans share in memory: as long as anyone has it, and nothing of other ground."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.assembly.plan import plan
from shieldwall.scenario import load
from shieldwall.terrain import cache, visibility
from shieldwall.terrain.shared import LAST, SMALL, Shared, SharedMasks


class Thing:
    """Something that may be held weakly."""


def test_the_same_is_held_by_all_and_the_last_of_it_when_nobody_has_it() -> None:
    shared: Shared[Thing] = Shared()
    kept = [shared.hold(str(number), Thing(), 8) for number in range(LAST + 1)]
    assert [shared.get(str(number)) for number in range(LAST + 1)] == kept
    assert shared.get("other") is None
    kept.clear()
    assert [shared.get(str(number)) is not None for number in range(LAST + 1)] == [False] + [True] * LAST


def test_what_is_large_goes_when_nobody_has_it() -> None:
    shared: Shared[Thing] = Shared()
    large = shared.hold("large", Thing(), SMALL + 1)
    assert shared.get("large") is large
    del large
    assert shared.get("large") is None


@pytest.mark.parametrize("dropped", [0, 1])
def test_a_mask_of_two_rows_is_known_while_either_is_held(dropped: int) -> None:
    shared = SharedMasks()
    places = [slice(0, 2), slice(2, 4)]
    rows = [shared.hold(np.arange(4, dtype=np.int16), (b"both", own), places) for own in (b"first", b"second")]
    # What nobody has any more goes when so many others came after it.
    rows += [shared.hold(np.zeros(4, np.int16), (b"%d" % number, b"later"), places) for number in range(LAST)]
    del rows[dropped]
    assert np.array_equal(shared.mask(b"both"), [0, 1])
    assert shared.mask((b"first", b"second")[dropped]) is None


def test_a_plan_on_the_same_ground_shares_it_and_one_on_other_ground_does_not() -> None:
    first, again, elsewhere = (plan(load(name)) for name in ("one-battery", "one-battery", "one-radar"))
    assert again.masks.altitudes is first.masks.altitudes
    assert again.plane.grid.heights is first.plane.grid.heights
    assert elsewhere.masks.altitudes is not first.masks.altitudes


def test_a_plan_of_some_of_the_sites_and_others_reads_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(load("slavic-shield-2019"))
    moved = load("slavic-shield-2019", {"blue.units.tps-70.at": "45.1 N 20.1 E"})
    asked: list[bytes] = []
    read = cache.cached
    monkeypatch.setattr(visibility, "cached", lambda kind, key, build: asked.append(key) or read(kind, key, build))
    other = plan(moved.model_copy(update={"stated_origin": made.scenario.origin}))
    # One radar, at one height.
    assert len(asked) == 1
    assert other.masks.altitudes is not made.masks.altitudes
    monkeypatch.setattr(visibility, "_shared", SharedMasks())
    assert np.array_equal(plan(other.scenario).masks.altitudes, other.masks.altitudes)
    assert len(asked) == 1 + len(made.masks.rows)
