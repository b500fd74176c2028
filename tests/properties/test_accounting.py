"""Small battles made at random: their books balance, and analysis has an answer for every threat."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from shieldwall.analysis.accounting import check_accounting
from shieldwall.analysis.approaches import approaches
from shieldwall.analysis.channels import Channels
from shieldwall.analysis.explain import Stories
from shieldwall.analysis.fates import Fate, outcomes
from shieldwall.analysis.funnel import funnel
from shieldwall.analysis.magazines import Magazines
from shieldwall.analysis.measures import measures
from shieldwall.analysis.rows import Log
from shieldwall.analysis.silence import silences
from shieldwall.exercise import run
from shieldwall.record.folder import read, write
from shieldwall.record.kinds import BURST, ENTERS, KILLED, LAUNCHED
from shieldwall.record.recording import Recording
from shieldwall.scenario import load_text

# The sites stay where they are, so that their masks are reckoned once.
DEFENDERS = {
    "pantsir": "{is: pantsir-s1, at: 1500 m south-west of depot, facing: west, rounds: ROUNDS}",
    "neva": "{is: s-125m1t-neva, at: 4 km west of depot, facing: west, rounds: ROUNDS}",
    "s400": "{is: s-400-battalion, at: 5 km north of depot, facing: west, value: 3}",
    "warning": "{is: an-tps-70, at: 8 km east of depot}",
    "sure": "{is: certain-battery, at: 2 km south of depot, rounds: ROUNDS}",
}
ATTACKERS = {
    "missile": "{is: tomahawk-class, height: HEIGHT agl, speed: 245 m/s, mission: {strike: depot}, ",
    "drone": "{is: shahed-class, height: HEIGHT agl, speed: 50 m/s, mission: {strike: depot}, ",
    "hunter": "{is: tomahawk-class, height: HEIGHT agl, speed: 230 m/s, mission: {strike: cp}, ",
    "strike": "{is: strike-fighter, height: 4 km amsl, speed: 250 m/s, "
    "mission: {release: guided-bomb, on: depot, at: 9 km, count: 2}, then: home, ",
    "stealth": "{is: stealth-strike, height: 8 km amsl, speed: 250 m/s, "
    "mission: {release: guided-bomb, on: cp, at: 15 km}, then: continue, ",
    "watch": "{is: reconnaissance-uav, height: 6 km amsl, speed: 90 m/s, "
    "mission: {look: depot, within: 35 km, for: 20 s}, then: home, ",
}
ROUTES = {
    "far": "[44.80 N 18.90 E, target depot]",
    "near": "[44.90 N 19.95 E, target depot]",
    "valley": "[44.25 N 19.95 E, 44.42 N 20.19 E, 44.62 N 20.24 E, target depot]",
    "north": "[45.30 N 19.80 E, target cp]",
}
TEXT = """\
scenario: 1
title: A battle at random
question: Do the books balance?
terrain: serbia
origin: 44.80 N 20.30 E
start: 2019-10-24T08:00Z
lasts: {lasts} min
blue:
  command: {{post: cp, doctrine: {doctrine}, control: {control}}}
  links: {links}
  units:
    cp: {{is: s-400-command-post, at: 3 km north of depot, value: 5, hardness: 1}}
    {defenders}
red:
  routes:
    {routes}
  units:
    {attackers}
places:
  depot: {{at: 44.80 N 20.30 E, defended_by: blue, value: 10, hardness: 2, radius: 300 m}}
"""


@some.composite
def battles(draw: Any) -> str:
    """The text of a scenario with up to three kinds of defenders and three of attackers."""
    rounds = str(draw(some.integers(0, 12)))
    blue = draw(some.lists(some.sampled_from(sorted(DEFENDERS)), min_size=1, max_size=3, unique=True))
    red = draw(some.lists(some.sampled_from(sorted(ATTACKERS)), min_size=1, max_size=3, unique=True))
    fails, joined = draw(some.sampled_from([0.0, 0.1, 0.9])), ", ".join(["cp", *blue])
    attackers = []
    for name in red:
        attacker = ATTACKERS[name].replace("HEIGHT", f"{draw(some.integers(40, 900))} m")
        count, spacing = draw(some.integers(1, 4)), draw(some.integers(0, 20))
        to_post = name in ("hunter", "stealth")
        route = "north" if to_post else draw(some.sampled_from(["far", "near", "valley"]))
        attackers.append(f"{name}: {attacker}route: {route}, count: {count}, spacing: {spacing} s}}")
    return TEXT.format(
        lasts=draw(some.integers(2, 12)),
        doctrine=draw(some.sampled_from(["shoot-look-shoot", "salvo"])),
        control=draw(some.sampled_from(["weapons-free", "weapons-tight", "weapons-hold"])),
        links=f"[{{name: ring, joins: [{joined}], delay: 1 s, fails: {fails}}}]" if blue else "[]",
        defenders="\n    ".join(f"{name}: {DEFENDERS[name].replace('ROUNDS', rounds)}" for name in blue),
        routes="\n    ".join(f"{name}: {waypoints}" for name, waypoints in ROUTES.items()),
        attackers="\n    ".join(attackers),
    )


def balances(recording: Recording) -> None:
    check_accounting(recording)
    table = outcomes(recording)
    came = int((recording.log["kind"] == ENTERS).sum())
    assert table.height == came
    assert table["threat"].n_unique() == came
    assert table.null_count().select("fate", "stage", "reason", "t_s").row(0) == (0, 0, 0, 0)
    assert not table["reason"].str.contains("not said by the log").any()
    numbers = measures(recording)
    fates = Counter(table["fate"])
    counted = ("killed", "leakers", "delivered", "turned_back", "recovered", "expired")
    assert [fates[fate.value] for fate in Fate] == [numbers[name] for name in counted]
    assert numbers["threats"] == came
    assert numbers["threats"] + numbers["unreleased"] <= len(recording.header["threats"])
    assert numbers["kills"] == table["killed_by"].count()
    assert 0.0 <= numbers["damage_share"] <= 1.0
    assert min(numbers["rounds_left"].values(), default=0) >= 0
    assert table["shots"].sum() + numbers["false_shots"] == numbers["rounds"] + numbers["bursts"]
    stories = Stories(recording)
    for name in recording.header["threats"]:
        story = stories.of(name)
        assert len(story.splitlines()) <= 42
        assert max(map(len, story.splitlines())) <= 110
    figures_agree(recording, table.rows(named=True), numbers)


def figures_agree(recording: Recording, table: list[dict[str, Any]], numbers: dict[str, Any]) -> None:
    """What the figures are drawn from comes to the same as the outcomes and the measures."""
    log, stories = Log(recording), Stories(recording)
    channels, magazines, steps = Channels(log), Magazines(log).magazines, funnel(table).steps
    assert Counter(mark.kind for mark in channels.marks) == {
        kind: number
        for kind, number in ((LAUNCHED, numbers["rounds"]), (BURST, numbers["bursts"]), (KILLED, numbers["kills"]))
        if number
    }
    for one, other in pairwise(channels.spans):
        assert one.begin < one.end <= log.lasts
        assert one.channel != other.channel or one.end <= other.begin
    left: Counter[str] = Counter()
    for magazine in magazines:
        left[magazine.weapon] += magazine.left
        assert min(*magazine.ready.tolist(), *magazine.reserve.tolist()) >= 0
        assert (np.diff(magazine.ready + magazine.reserve) <= 0).all()
    assert dict(left) == numbers["rounds_left"]
    assert [step.number for step in steps] == sorted((step.number for step in steps), reverse=True)
    assert (steps[0].number, steps[-1].number) == (numbers["threats"], numbers["killed"])
    assert all(one.number - one.stopped == other.number for one, other in pairwise(steps))
    for approach in approaches(log):
        known = [approach.entered, *(part for part in approach.stages if part is not None), approach.ended]
        assert all(0.0 <= part <= approach.entered for part in known)
    for threat in log.threats:
        lines = stories.lines(threat)
        assert list(silences(lines, max(line.t for line in lines))) == []


@given(battles(), some.integers(0, 1000))
@settings(max_examples=25)
def test_the_books_of_small_battles_balance(text: str, seed: int) -> None:
    balances(run(load_text(text, "random.yaml"), seed=seed, film=False).recording)


@pytest.mark.long
@given(battles(), some.integers(0, 2**32 - 1))
@settings(max_examples=120)
def test_the_books_of_hundreds_of_battles_balance(text: str, seed: int) -> None:
    balances(run(load_text(text, "random.yaml"), seed=seed, draw="sampled", film=False).recording)


@pytest.mark.parametrize("name", ["one-radar", "one-battery", "slavic-shield-2019", "bench-60"])
def test_the_books_of_the_built_in_scenarios_balance(name: str, tmp_path: Path) -> None:
    recording = run(name).recording
    balances(recording)
    back = read(write(recording, outcomes(recording), tmp_path / "run"))
    assert outcomes(back).equals(outcomes(recording))
    assert measures(back) == measures(recording)
