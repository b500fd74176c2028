"""Two runs side by side: what was asked otherwise, where they part, and what became of each threat."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from shieldwall.analysis.compare import Measured, Outcome, Parted, compare
from shieldwall.analysis.compared import report_of
from shieldwall.analysis.divergence import Event
from shieldwall.analysis.headers import Difference, scenario_changes, text_difference
from shieldwall.record import reasons
from shieldwall.record.kinds import ENTERS
from shieldwall.record.recording import Recording

CRUISE, STRIKE, DRONE = "red/cruise/1", "red/strike/1", "red/drone/1"
POST, BATTERY, ROUND, DEPOT = "blue/post", "blue/battery", "blue/battery/launcher-1/round-1", "place/depot"


def battle(log: Any, *, kills: bool = True, track: int = 1, order: int = 0) -> Recording:
    """A cruise missile is engaged and killed, or missed."""
    launched = log.launches(25.0, 1, log.engaged(CRUISE, track, 100 + track, order), 100 + track)
    if kills:
        log.kills(40.0, CRUISE, log.passes(40.0, 1, CRUISE, launched))
    else:
        log.round_ends(41.0, 1, launched, reasons.OUT_OF_TIME)
        log.hits(500.0, CRUISE)
    recording: Recording = log.recording()
    return recording


@pytest.fixture
def other(log: Any) -> Any:
    """A second, empty writer of the same class."""
    return type(log)()


def test_a_run_is_the_same_as_itself(log: Any, other: Any) -> None:
    compared = compare(battle(log), battle(other))
    assert compared.same
    assert compared.course.divergence is None
    assert compared.course.alike == sum(compared.course.events) / 2
    assert (compared.header, compared.changes, compared.text, compared.values, compared.outcomes) == (
        (),
        (),
        (),
        (),
        (),
    )
    assert all(measure.one == measure.other for measure in compared.measures)


def test_another_seed_with_the_same_events_is_reported_and_is_not_the_same(log: Any, other: Any) -> None:
    other.header["seed"] = 2
    compared = compare(battle(log), battle(other))
    assert not compared.same
    assert compared.header == (Difference("seed", 1, 2),)
    assert compared.course.divergence is None


def test_names_count_and_not_their_numbers(log: Any, other: Any) -> None:
    """The same battle, with another order of the name table and other numbers of tracks and orders."""
    other.header["names"].reverse()
    compared = compare(battle(log), battle(other, track=7, order=31))
    assert not compared.same
    assert compared.course.divergence is None
    assert compared.course.exact
    assert compared.alike == 1


def test_swapped_tracks_are_noticed(log: Any, other: Any) -> None:
    """Numbers may differ, but one number must not stand for what were two tracks."""
    for writer, second in ((log, 2), (other, 1)):
        writer.known(CRUISE, 1)
        writer.row(60.0, "held", POST, why=reasons.NO_CHANNEL, v0=second)
    parting = compare(log.recording(), other.recording()).course.divergence
    assert parting is not None
    assert parting.differs == (Difference("track", 2.0, 1.0),)


def test_where_two_battles_part(log: Any, other: Any) -> None:
    compared = compare(battle(log), battle(other, kills=False))
    course, parting = compared.course, compared.course.divergence
    assert parting is not None
    assert course.alike == 11
    launch = f"{ROUND} is launched at {CRUISE}, 20 s to fly."
    assert parting.last == Event(10, 25.0, "launched", launch)
    assert parting.one == Event(11, 40.0, "passed", f"{ROUND} passes {CRUISE} at 3.0 m: the fuze worked.")
    assert parting.other == Event(11, 41.0, "round-ended", f"{ROUND} ends without a kill: it ran out of time.")
    assert parting.differs == (
        Difference("kind", "passed", "round-ended"),
        Difference("whom", CRUISE, None),
        Difference("time, s", 40.0, 41.0),
    )


def test_a_number_that_differs_is_named_with_its_unit(log: Any, other: Any) -> None:
    for writer, miss in ((log, 3.0), (other, 3.5)):
        launched = writer.launches(25.0, 1, writer.engaged(CRUISE))
        writer.row(40.0, "passed", ROUND, CRUISE, reasons.FUZED, launched, v0=miss, v1=0.5, x=miss)
    parting = compare(log.recording(), other.recording()).course.divergence
    assert parting is not None
    assert parting.differs == (Difference("east, m", 3.0, 3.5), Difference("miss distance, m", 3.0, 3.5))


def test_a_cause_that_differs_is_given_by_its_sentence(log: Any, other: Any) -> None:
    for writer, cause in ((log, 0), (other, 1)):
        writer.enters(CRUISE)
        writer.enters(STRIKE)
        writer.row(9.0, "tracked", POST, cause=cause, v0=1)
    parting = compare(log.recording(), other.recording()).course.divergence
    assert parting is not None
    assert [difference.what for difference in parting.differs] == ["cause"]
    assert parting.differs[0].one == f"{CRUISE} enters at 0 m height and 240 m/s."


def test_a_log_that_ends_earlier(log: Any, other: Any) -> None:
    other.enters(CRUISE)
    log.enters(CRUISE)
    log.sees(5.0, CRUISE)
    parting = compare(log.recording(), other.recording()).course.divergence
    assert parting is not None
    assert (parting.other, parting.differs) == (None, ())
    assert parting.one is not None
    assert parting.one.t == 5.0


def test_events_about_what_only_one_run_has_are_left_out(log: Any, other: Any) -> None:
    """A further drone comes and is tracked; all else goes the same way, and causes are followed past its rows."""
    other.header["names"].insert(0, DRONE)
    other.header["threats"][DRONE] = copy.deepcopy(other.header["threats"][CRUISE])
    other.enters(DRONE)
    other.tracks(3.0, 50, DRONE)
    other.declares(4.0, 50)
    course = compare(battle(log), battle(other)).course
    assert course.divergence is None
    assert course.alone == ((), (DRONE,))
    assert course.left_out == (0, 4)
    assert course.alike == course.events[0]


def test_places_of_another_frame_are_not_compared(log: Any, other: Any) -> None:
    other.header["origin"] = [44.9, 20.3]
    one, two = battle(log), battle(other)
    two.log["x"] += 700.0
    two.log["t"][5:] += 1e-6
    two.log["v0"][:3] *= np.float32(1.0 + 1e-6)
    entered = two.log["kind"] == ENTERS
    assert entered.any()
    two.log["v0"][entered] += np.float32(0.9)
    course = compare(one, two).course
    assert (course.divergence, course.exact) == (None, False)
    two.log["t"][7:] += 0.5
    parting = compare(one, two).course.divergence
    assert parting is not None
    assert [difference.what for difference in parting.differs] == ["time, s"]
    two.log["v0"][entered] += np.float32(0.9)
    parting = compare(one, two).course.divergence
    assert parting is not None
    assert [difference.what for difference in parting.differs] == ["height, m"]


def test_fates_outcomes_and_measures_stand_side_by_side(log: Any, other: Any) -> None:
    for writer in (log, other):
        writer.enters(STRIKE)
    other.enters("red/watch/1")
    compared = compare(battle(log), battle(other, kills=False))
    assert compared.fates == {"expired": (1, 2), "killed": (1, 0), "leaked": (0, 1)}
    expected = Outcome("leaked", "fired at", "it ran out of time", 500.0)
    assert compared.outcomes[0] == Parted(
        CRUISE, Outcome("killed", "killed", f"a Missile of {BATTERY}", 40.0), expected
    )
    assert [(row.threat, row.one) for row in compared.outcomes[1:]] == [("red/watch/1", None)]
    assert compared.alike == 1
    measured = {row.name: row for row in compared.measures}
    assert measured["leakers"] == Measured("leakers", 0, 1, 1)
    assert measured["damage"] == Measured("damage", 0.0, 5.0, 5.0)
    assert measured["shots.missile"] == Measured("shots.missile", 1, 1, 0)
    assert measured["own_losses"].difference is None
    shown = {row.what: row[1:] for row in report_of(compared).measures}
    assert shown["leakers"] == ("0", "1", "+1")
    assert shown["damage share, %"] == ("0", "50", "+50")
    assert "shots of missile, " in report_of(compared).same
    assert "first detection (s), first detection (km), " in report_of(compared).same
    assert not any("_" in words for words in (*shown, report_of(compared).same))


def test_the_same_fate_at_another_time_is_reported(log: Any, other: Any) -> None:
    one, two = battle(log), battle(other)
    two.log["t"][-2:] += 0.125
    compared = compare(one, two)
    assert [(row.one.t_s, row.other.t_s) for row in compared.outcomes if row.one and row.other] == [(40.0, 40.125)]


def test_times_that_differ_are_said_with_the_digits_that_tell_them_apart(log: Any, other: Any) -> None:
    one, two = battle(log), battle(other)
    two.log["t"][-2:] += 2.0**-10
    fared = report_of(compare(one, two)).threats
    assert [(row.threat, row.one, row.other) for row in fared] == [
        (CRUISE, "killed 00:40 (40.000 s)", "killed 00:40 (40.001 s)")
    ]
    assert fared[0].times == (40.0, 40.0 + 2.0**-10)


def test_a_film_of_one_run_alone_is_reported(log: Any, other: Any) -> None:
    one, two = battle(log), battle(other)
    filmed = Recording(two.header, two.log, np.zeros(3, two.film.dtype), {})
    compared = compare(one, filmed)
    assert compared.same
    assert compared.header == (Difference("film", "none", "3 samples"),)


BEFORE = """\
scenario: 1
blue:
  units:
    a: {is: pantsir-s1, at: 44.8 N 20.3 E}
    b: {is: p-18, at: 44.9 N 20.3 E}
red: {routes: {low: [1 km north of a, target a]}}
"""
AFTER = BEFORE.replace("44.8 N 20.3 E", "44.7 N 20.3 E").replace("    b: {is: p-18, at: 44.9 N 20.3 E}\n", "")


def test_changes_of_a_scenario_are_given_by_path() -> None:
    assert scenario_changes(BEFORE, AFTER.replace("1 km", "2 km")) == (
        Difference("blue.units.a.at", "44.8 N 20.3 E", "44.7 N 20.3 E"),
        Difference("blue.units.b", "{is: p-18, at: 44.9 N 20.3 E}", None),
        Difference("red.routes.low.1", "1 km north of a", "2 km north of a"),
    )


def test_a_remark_changes_the_text_but_no_value() -> None:
    assert scenario_changes(BEFORE, BEFORE + "# done\n") == ()
    assert text_difference(BEFORE, BEFORE + "# done\n")[-1] == "+# done"
    assert text_difference(BEFORE, BEFORE) == ()


def test_a_text_that_is_none_still_has_lines(log: Any, other: Any) -> None:
    other.header["scenario"] = "{"
    compared = compare(log.recording(), other.recording())
    assert compared.changes == ()
    assert compared.text[2:] == ("@@ -1 +1 @@", "-scenario: 1", "+{")


def test_catalogue_values_that_differ_are_named(log: Any, other: Any) -> None:
    value = {"entry": "57e6", "path": "max_range", "value": "20 km", "low": "15 km", "high": "20 km", "drawn": 2e4}
    log.header["values"] = [value, {**value, "path": "min_range"}]
    other.header["values"] = [{**value, "drawn": 1.8e4}, {**value, "path": "min_range"}]
    (difference,) = compare(log.recording(), other.recording()).values
    assert (difference.what, difference.one["drawn"], difference.other["drawn"]) == ("57e6.max_range", 2e4, 1.8e4)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("a: 1\n", "a: 1\r\n", ("-a: 1", "+a: 1\r")),
        ("a: 1\r", "a: 1\r\n", ("-ends of lines: CR", "+ends of lines: CR LF")),
        ("a: 1\n", "a: 1", ("-ends of lines: LF", "+ends of lines: none, the last without")),
        ("\ufeffa: 1\n", "a: 1\n", ("-\ufeffa: 1", "+a: 1")),
        ("# \u00a0\na: 1\n", "# \u202e\na: 1\n", ("-# \u00a0", "+# \u202e")),
        ("a: 1\n", "a: 1\n", ()),
    ],
)
def test_texts_that_differ_in_what_is_not_seen_still_differ(one: str, other: str, said: tuple[str, ...]) -> None:
    assert tuple(line for line in text_difference(one, other)[2:] if line[:1] in "+-") == said
