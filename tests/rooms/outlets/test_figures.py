"""The figures of a report, their data, and both as files."""

from __future__ import annotations

import csv
import io
import itertools
import logging
import struct
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.rooms.outlets.test_report import FIGURES, UNITS, Battle, Page, fought

from shieldwall.analysis.costs import BLUE, RED, Item
from shieldwall.outlets import holes
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import SYSTEM_COLOURS, style
from shieldwall.outlets.chain import folded
from shieldwall.outlets.clock import IDLE, Clock
from shieldwall.outlets.data_tables import OF_FIGURES, DataTable, data_tables
from shieldwall.outlets.figures import write_figures, write_tables
from shieldwall.outlets.gantt import gantt, lanes
from shieldwall.outlets.money import spent
from shieldwall.outlets.reach import sorted_approaches
from shieldwall.outlets.report import captioned_figures, report
from shieldwall.outlets.seen import contours, coverage_of, seen
from shieldwall.outlets.stock import fired
from shieldwall.quantities.errors import InputError
from shieldwall.record import kinds, reasons


@pytest.fixture(scope="module")
def account() -> Account:
    return Account(fought().recording())


def rows(account: Account, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data_tables(account)[name].csv())))


def test_each_figure_says_what_it_shows_in_words_and_has_its_data(account: Account) -> None:
    drawn = captioned_figures(account)
    assert [captioned.name for captioned in drawn] == FIGURES
    known = data_tables(account)
    for captioned in drawn:
        assert min(map(len, (captioned.caption, captioned.alt))) > 40
        assert any(name in known for name in OF_FIGURES[captioned.name])


def test_lanes_hold_every_shot_and_every_kill_of_the_log(account: Account) -> None:
    marks = Counter(mark.kind for lane in lanes(account) for mark in lane.marks)
    # The battle by hand: two launches, a burst of the guns at another channel, and one kill.
    assert marks[kinds.LAUNCHED] == 2
    assert marks[kinds.KILLED] == 1
    assert Counter(row["event"] for row in rows(account, "shots")) == {"launched": 2, "burst": 1, "killed": 1}


def test_only_channels_with_a_target_have_a_lane(account: Account) -> None:
    assert [lane.text for lane in lanes(account)] == ["battery", "channel-1"]


def test_states_in_the_data_are_those_of_the_log(account: Account) -> None:
    spans = [(row["begin_s"], row["end_s"], row["state"], row["reason"]) for row in rows(account, "channels")]
    assert spans == [
        ("76", "80", "acquiring", ""),
        ("80", "81", "waiting", ""),
        ("81", "90", "waiting", "inside the reaction time"),
        ("90", "102", "guiding", ""),
        ("102", "104", "assessing", ""),
        ("104", "105", "waiting", ""),
        ("105", "114", "guiding", ""),
        ("114", "116", "assessing", ""),
    ]


def test_magazines_that_were_fired_from_are_drawn_and_end_with_what_is_left(account: Account) -> None:
    assert {(one.weapon, one.left) for one in fired(account)} == {
        (weapon, account.measures["rounds_left"][weapon]) for weapon in ("missile", "gun")
    }
    last = {row["weapon"]: int(row["ready"]) + int(row["reserve"]) for row in rows(account, "magazines")}
    assert last == account.measures["rounds_left"]


def test_the_data_of_the_kill_chain_are_the_outcomes(account: Account) -> None:
    whole = [int(row["threats"]) for row in rows(account, "kill-chain") if row["system"] == "all"]
    assert (whole[0], whole[-1]) == (len(account.outcomes), sum(one["fate"] == "killed" for one in account.outcomes))
    assert whole == sorted(whole, reverse=True)


def test_the_data_of_the_time_line_end_with_the_measures(account: Account) -> None:
    last = rows(account, "timeline")[-1]
    measures = account.measures
    assert [int(last[key]) for key in ("fired", "shot_down", "leaked")] == [
        measures[key] for key in ("rounds", "kills", "leakers")
    ]
    assert last["in_the_air"] == "0"


def test_costs_in_the_data_add_up(account: Account) -> None:
    spent_by: Counter[str] = Counter()
    for row in rows(account, "costs"):
        spent_by[row["side"]] += float(row["amount_usd"])  # type: ignore[assignment]
    # One missile 1.5 million down and one arrived; two rounds of 1 million and a burst of 500.
    assert dict(spent_by) == {"red": 3e6, "blue": 2e6 + 500.0}


def test_every_part_of_the_bars_of_costs_is_named() -> None:
    """A dear thing and many cheap ones: the bars have no room for the names of these."""
    bill = [
        Item(side, what, what, number, amount)
        for side in (RED, BLUE)
        for what, number, amount in (
            ("Aircraft", 1, 9e7), ("Missile, long", 2, 2e6), ("Bomb", 1, 1e5), ("Drone, cheap", 3, 5e4),
        )
    ]  # fmt: skip
    figure = spent(SimpleNamespace(bill=bill)).figure  # type: ignore[arg-type, union-attr]
    said = " ".join(text.get_text() for text in figure.axes[0].texts)
    for words in ("Aircraft", "Missile, long", "Bomb", "Drone, cheap"):
        assert said.count(words) == 2


def test_threats_stand_by_system_and_arrival(account: Account) -> None:
    groups = sorted_approaches(account.approaches)
    assert list(groups) == ["Cruise missile"]
    due = [one.due for one in groups["Cruise missile"]]
    assert due == sorted(due)


def test_systems_without_a_colour_of_their_own_are_counted_together() -> None:
    from shieldwall.analysis.funnel import Step
    from shieldwall.analysis.stages import Stage

    numbers = tuple(range(10, 0, -1))
    numbers_by_colour = folded(Step(Stage.UNSEEN, sum(numbers), numbers, 0, "", 0))
    assert len(numbers_by_colour) == len(SYSTEM_COLOURS)
    assert sum(numbers_by_colour) == sum(numbers)


def test_a_text_is_never_a_formula_in_a_table() -> None:
    text = DataTable(
        "x", ("a", "b", "c"), [("=HYPERLINK(1)", -1.5, None), ('he said "so", twice', True, "\N{EN DASH}5")]
    ).csv()
    assert text == 'a,b,c\r\n\'=HYPERLINK(1),-1.5,\r\n"he said ""so"", twice",True,\N{EN DASH}5\r\n'


def test_idle_times_are_cut_from_the_clock(account: Account) -> None:
    spans = account.channels.spans
    late = [span._replace(begin=span.begin + 2000.0, end=span.end + 2000.0) for span in spans]
    clock = Clock.of([*spans, *late])
    assert len(clock.cuts) == 1
    (begin, end), places = clock.cuts[0], clock.places
    assert end - begin > IDLE
    assert clock.at(end) - clock.at(begin) < 0.02 * places[-1]
    assert clock.at(100.0) - clock.at(90.0) == pytest.approx(10.0)
    assert clock.at(2100.0) - clock.at(2090.0) == pytest.approx(10.0)
    assert Clock.of(spans).cuts == []


def coverage(**other: Any) -> dict[str, Any]:
    """Circles of even chance of 40 and 80 km round the origin, the higher one first."""
    x, y = np.linspace(-1e5, 1e5, 81), np.linspace(-9e4, 9e4, 73)
    away = np.hypot(*np.meshgrid(x, y))
    chance = np.stack([1.0 / (1.0 + np.exp((away - reach) / 5e3)) for reach in (8e4, 4e4)]).astype(np.float32)
    grid = {"coverage_x": x, "coverage_y": y, "coverage_altitudes": np.array([1000.0, 100.0])}
    return {**grid, "coverage_rcs": np.array([2.0]), "coverage": chance, **other}


def test_lines_of_coverage_run_where_the_chance_is_even() -> None:
    found = coverage_of(coverage())
    assert found is not None
    lines = contours(found)
    assert list(lines) == [100.0, 1000.0]
    for altitude, reach in ((100.0, 4e4), (1000.0, 8e4)):
        (line,) = lines[altitude]
        assert np.hypot(*line.T) == pytest.approx(np.full(len(line), reach), rel=0.01)


def test_the_map_of_coverage_says_height_and_target() -> None:
    account = Account(fought().recording(coverage()))
    captioned = seen(account)
    assert captioned is not None
    assert "100 and 1\N{NARROW NO-BREAK SPACE}000 m above the ground, for 2 m²" in captioned.title
    texts = [text.get_text() for text in captioned.figure.axes[0].texts]
    assert {"100 m", "1\N{NARROW NO-BREAK SPACE}000 m", "warning"} <= set(texts)
    assert {row["above_ground_m"] for row in rows(account, "coverage")} == {"100", "1000"}


def test_every_unit_on_the_map_of_coverage_has_its_name_or_a_number_with_its_name() -> None:
    battle = fought()
    one = battle.header["units"]["blue/battery"]
    for number in range(1, 6):
        battle.header["units"][f"blue/twin-{number}"] = {**one, "at": [3000.0 + 500.0 * number, 4000.0, 100.0]}
    captioned = seen(Account(battle.recording(coverage())))
    assert captioned is not None
    named = [text.get_text() for text in captioned.figure.axes[0].texts]
    key = " ".join(text.get_text() for text in captioned.figure.texts)
    assert "twin-1 to twin-5" in key
    assert key.startswith("1: ")
    assert "1" in named
    told = [name.partition("/")[2] for name in battle.header["units"] if "twin" not in name]
    assert all(name in named or name in key for name in told)


def test_heights_on_the_map_of_coverage_do_not_overprint() -> None:
    x = np.linspace(-1e5, 1e5, 81)
    away = np.hypot(*np.meshgrid(x, np.linspace(-9e4, 9e4, 73)))
    # Four lines within 4 km of each other.
    chance = np.stack([1.0 / (1.0 + np.exp((away - reach) / 5e2)) for reach in (5e4, 5.1e4, 5.2e4, 5.4e4)])
    four = {"coverage": chance.astype(np.float32), "coverage_altitudes": np.array([100.0, 300.0, 1000.0, 3000.0])}
    captioned = seen(Account(fought().recording(coverage(**four))))
    assert captioned is not None
    boxes = [text.get_window_extent() for text in captioned.figure.axes[0].texts if text.get_text().endswith("0 m")]
    assert len(boxes) == 4
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_what_only_a_lower_height_covers_is_hatched_and_said() -> None:
    x, y = np.linspace(-1e5, 1e5, 81), np.linspace(-9e4, 9e4, 73)
    away = np.hypot(*np.meshgrid(x, y))
    # At 3 km nothing within 30 km is covered, as by a radar that looks no higher than 6 degrees.
    low, high = (away < 6e4).astype(np.float32), ((away < 9e4) & (away > 3e4)).astype(np.float32)
    ringed = coverage(coverage=np.stack([high, low]), coverage_altitudes=np.array([3000.0, 100.0]))
    captioned = seen(Account(fought().recording(ringed)))
    assert captioned is not None
    legend = [text.get_text() for text in captioned.figure.legends[0].get_texts()]
    assert holes.WORDS in legend
    assert "hatched" in captioned.caption
    assert np.array_equal(holes.holes_of(np.stack([low, high]), 0.5) > 0.0, away <= 3e4)
    plain = seen(Account(fought().recording(coverage())))
    assert plain is not None
    assert holes.WORDS not in [text.get_text() for text in plain.figure.legends[0].get_texts()]


def test_legends_stay_inside_their_figures() -> None:
    battle = fought()
    for name, unit in battle.header["units"].items():
        unit["title"] = f"A system with a name as long as names of systems ever become, {name}"
    for captioned in captioned_figures(Account(battle.recording(coverage()))):
        with style():
            frame = captioned.figure.bbox
            for legend in captioned.figure.legends:
                box = legend.get_window_extent()
                assert frame.x0 <= box.x0, captioned.name
                assert box.x1 <= frame.x1, captioned.name
                assert frame.y0 - 1.0 <= box.y0, captioned.name


@pytest.mark.parametrize(
    "other",
    [
        {"coverage": np.zeros((2, 73, 81), np.float32)},
        {"coverage": np.ones((2, 73, 81), np.float32)},
        {"coverage": np.zeros((2, 81, 73), np.float32)},
        {"coverage": np.full((2, 73, 81), np.nan)},
        {"coverage_x": np.zeros(81)},
        {"coverage_x": np.full(81, np.nan)},
        {"coverage_altitudes": np.array([])},
        {"coverage_altitudes": np.array(["low", "high"])},
        {"coverage_rcs": np.array([1.0, 2.0])},
    ],
)
def test_a_coverage_that_shows_nothing_or_is_unsound_is_not_drawn(other: dict[str, Any]) -> None:
    assert seen(Account(fought().recording(coverage(**other)))) is None


def test_without_coverage_there_is_no_map_of_it(account: Account) -> None:
    assert seen(account) is None


def false_alarm() -> Battle:
    """No threat enters, and a false track is shot at."""
    battle = Battle(0)
    accepted = battle.log(76.0, kinds.ACCEPTED, "blue/battery/channel-1", v0=1, v1=1)
    acquired = battle.log(80.0, kinds.ACQUIRED, "blue/battery/channel-1", v0=2, v1=1, cause=accepted)
    battle.log(81.0, kinds.TRACK_FOLLOWS, "blue/battery", v0=2)
    shot = battle.log(90.0, kinds.LAUNCHED, "blue/battery/launcher-1/round-1", v0=2, cause=acquired, x=2000.0)
    battle.log(99.0, kinds.ROUND_ENDED, "blue/battery/launcher-1/round-1", why=reasons.NOTHING_THERE, cause=shot)
    return battle


def test_a_run_of_false_alarms_shows_its_shots() -> None:
    recording = false_alarm().recording()
    page = Page(report(recording))
    assert [captioned.name for captioned in captioned_figures(Account(recording))] == [
        "map-close",
        "channels",
        "magazines",
        "costs",
    ]
    assert "No threat entered, so there was nothing to stop." in page.text
    assert "One of the shots went" in page.text or "1 of the shots went at false tracks" in page.text
    assert "false track" in [text.get_text() for text in gantt(Account(recording)).figure.axes[0].texts]  # type: ignore[union-attr]


def test_a_run_without_shots_has_no_empty_figure() -> None:
    battle = Battle(1)
    battle.log(0.0, kinds.ENTERS, "red/cruise/1", v0=60.0, v1=240.0)
    recording = battle.recording()
    page = Page(report(recording))
    assert [captioned.name for captioned in captioned_figures(Account(recording))] == [
        "kill-chain",
        "map-close",
        "timeline",
        "distance-to-go",
        "costs",
    ]
    assert "No fire channel was given a target in this run." in page.text
    assert "No round was fired, so the magazines stayed as they were." in page.text
    assert spent(Account(Battle(0).recording())) is None


def test_pictures_are_written_whole_and_sharp(tmp_path: Path) -> None:
    written = write_figures(fought().recording(), tmp_path / "figures")
    assert [path.name for path in written] == [f"{name}.png" for name in FIGURES]
    for path in written:
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert struct.unpack(">I", content[16:20])[0] >= 1500
    assert sorted(tmp_path.iterdir()) == [tmp_path / "figures"]


def test_tables_are_written_whole_and_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    first = write_tables(fought().recording(), folder)
    assert {path.stem for path in first} >= {"threats", "channels", "magazines", "catalogue", "flight-paths"}
    assert "red/cruise/2,Cruise missile,cruise-missile,,leaked" in (folder / "threats.csv").read_text()
    write_tables(Battle(0).recording(), folder)
    assert not (folder / "threats.csv").exists()


@pytest.mark.parametrize("export", [write_figures, write_tables])
def test_an_export_leaves_what_is_not_its_own(export: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        export(fought().recording(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(InputError, match="not a folder"):
        export(fought().recording(), tmp_path / "notes.txt")


def test_an_empty_run_has_nothing_to_draw(tmp_path: Path) -> None:
    empty = Battle(0, units={}, places={}, weapons={}, rounds={}, values=[], sources={}, entries={}).recording({})
    with pytest.raises(InputError, match="nothing to draw"):
        write_figures(empty, tmp_path / "figures")
    with pytest.raises(InputError, match="nothing to write"):
        write_tables(empty, tmp_path / "tables")
    assert list(tmp_path.iterdir()) == []


def test_fonts_and_letters_that_are_missing_are_passed_over(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    battle = fought()
    battle.header["units"] = {name: {**unit, "title": "\N{CJK UNIFIED IDEOGRAPH-4E2D}"} for name, unit in UNITS.items()}
    with warnings.catch_warnings(record=True) as warned, caplog.at_level(logging.WARNING):
        warnings.simplefilter("always")
        with style():
            import matplotlib as mpl

            mpl.rcParams["font.sans-serif"] = ["No Such Font"]
            drawn = captioned_figures(Account(battle.recording()))
        assert all(captioned.address() for captioned in drawn)
    assert [one for one in warned if issubclass(one.category, UserWarning)] == []
    assert caplog.records == []
    assert capfd.readouterr().err == ""


def test_the_page_gives_away_each_table_once() -> None:
    page = Page(report(fought().recording()))
    given = page.all("a", "download")
    assert len(given) == len(set(given))
    assert {f"{name}.csv" for name in data_tables(Account(fought().recording()))} == set(given)
    assert sum(value.startswith("data:text/csv") for value in page.all("a", "href")) == len(given)
