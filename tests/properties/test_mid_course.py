"""Long rounds arrive when the fire channel said at launch that they would."""

import polars as pl
import pytest

import shieldwall as sw
from shieldwall.catalogue import load
from shieldwall.exercise.kill_map import carrier, raid
from shieldwall.kernels.reach import RESERVE
from shieldwall.record.reasons import OUT_OF_TIME, WORDS


@pytest.mark.parametrize("weapon", ["48n6e3", "9m96e2"])
def test_a_round_takes_as_long_as_was_predicted_at_its_launch(weapon: str) -> None:
    run = sw.run(raid(load(weapon), carrier(weapon), 10_000.0), seed=1)
    events = run.events()
    launched = events.filter(pl.col("kind") == "launched").select("who", start="t", predicted="v1")
    passed = events.filter(pl.col("kind") == "passed").select("who", end="t")
    flights = launched.join(passed, on="who").filter(pl.col("predicted") > 30.0)
    assert len(flights) >= 10
    ratio = (flights["end"] - flights["start"]) / flights["predicted"]
    # Early is harmless: a target that comes faster than was thought is met sooner. Late, the battery is empty.
    assert ratio.is_between(1.0 - 2.0 * RESERVE, 1.0 + RESERVE).all(), flights
    ends = events.filter(pl.col("kind") == "round-ended")["why"].to_list()
    assert WORDS[OUT_OF_TIME] not in ends
