"""What the pictures of a report are made of: flight paths, spans, light, boxes and names."""

from __future__ import annotations

import itertools
import math
from urllib.parse import quote, unquote

import numpy as np
import pytest
from scipy.ndimage import zoom

from shieldwall.outlets.account import flown_until, formation
from shieldwall.outlets.base_map import _graticule, nice
from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import blank_figure, quoted
from shieldwall.outlets.labels import Label, abridged, gathered, place_labels
from shieldwall.outlets.map import about, dense
from shieldwall.outlets.relief import PAPER, Box, Ground, cut, hillshade, shaded, smoothed, tint
from shieldwall.outlets.symbols import symbols
from shieldwall.outlets.timeline import counted, merged

ROUTE = [[10.0, 0.0, 0.0, 50.0], [20.0, 1000.0, 0.0, 60.0], [30.0, 1000.0, 2000.0, 70.0]]


@pytest.mark.parametrize(
    ("end", "last"),
    [(99.0, [30.0, 1000.0, 2000.0, 70.0]), (25.0, [25.0, 1000.0, 1000.0, 65.0]), (15.0, [15.0, 500.0, 0.0, 55.0])],
)
def test_a_path_ends_where_its_threat_ended(end: float, last: list[float]) -> None:
    assert flown_until(ROUTE, end)[-1].tolist() == last


@pytest.mark.parametrize("route", [[], ROUTE])
def test_a_threat_that_ended_before_it_began_has_no_path(route: list[list[float]]) -> None:
    assert len(flown_until(route, 10.0)) == 0


@pytest.mark.parametrize(
    ("name", "called"),
    [("red/strike/3", "strike"), ("red/strike/3/guided-bomb-12", "strike, guided-bomb"), ("stray", "stray")],
)
def test_members_and_their_weapons_belong_to_a_formation(name: str, called: str) -> None:
    assert formation(name) == called


def test_spans_that_overlap_or_touch_are_one() -> None:
    assert merged([(5.0, 7.0), (1.0, 2.0), (2.0, 3.0), (6.0, 6.5), (9.0, 9.0)]) == [(1.0, 3.0), (5.0, 7.0)]


def test_threats_are_counted_once_each_at_any_time() -> None:
    t, number = counted({"a": [(0.0, 10.0), (5.0, 20.0)], "b": [(8.0, 40.0)]}, 40.0)
    at = {time: int(number[t <= time][-1]) for time in (0.0, 7.0, 9.0, 19.0, 21.0, 40.0)}
    assert at == {0.0: 1, 7.0: 1, 9.0: 2, 19.0: 2, 21.0: 1, 40.0: 1}


def test_light_comes_from_the_north_west() -> None:
    north, east = np.mgrid[0:9, 0:9] * 100.0
    flat, facing, averted = (
        hillshade(slope, 100.0)[4, 4] for slope in (0.0 * east, 0.3 * (east - north), 0.3 * (north - east))
    )
    assert flat == pytest.approx(math.sin(math.radians(45.0)))
    assert facing > flat > averted


def test_a_slope_of_45_degrees_towards_the_light_is_lit_in_full() -> None:
    # Light stands 45 degrees high, so it falls squarely on a slope of 45 degrees that faces it.
    north, east = np.mgrid[0:9, 0:9] * 100.0
    assert hillshade((east - north) / math.sqrt(2.0), 100.0)[4, 4] == pytest.approx(1.0)


def test_sea_land_and_what_is_unknown_differ_in_colour() -> None:
    land = Ground(np.full((9, 9), 120.0), np.ones((9, 9), np.bool_), 100.0, 0.0, 0.0)
    land.heights[:, :3] = 0.0
    land.known[6:] = False
    picture = shaded(land)
    assert picture[0, 0].tolist() != picture[0, 8].tolist()
    assert picture[8, 8].tolist() == [round(255 * part) for part in PAPER]


def test_tint_keeps_within_colours() -> None:
    colours = tint(np.array([-500.0, 0.0, 1.0, 900.0, 9000.0]))
    assert colours.min() >= 0.0
    assert colours.max() <= 1.0


def test_a_cut_covers_its_box_and_smoothing_keeps_its_place() -> None:
    heights = np.add.outer(np.arange(50.0), np.arange(60.0))
    land = Ground(heights, np.ones(heights.shape, np.bool_), 1000.0, -30_000.0, -25_000.0)
    part = cut(land, Box(-5500.0, -4500.0, 5500.0, 6500.0))
    box = part.box
    assert box.west <= -5500.0 < 5500.0 <= box.east
    assert box.south <= -4500.0 < 6500.0 <= box.north
    assert part.heights[0, 0] == heights[round((box.south + 25e3) / 1e3), round((box.west + 30e3) / 1e3)]
    finer = smoothed(part, 200)
    assert finer.box == pytest.approx(box)
    assert finer.heights[-1, -1] == pytest.approx(part.heights[-1, -1])
    assert smoothed(finer, 10) is finer


@pytest.mark.parametrize("shape", [(9, 8), (90, 121), (200, 150)])
def test_smoothing_is_the_cubic_spline_of_scipy(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    heights, known = rng.normal(300.0, 200.0, shape), rng.random(shape) > 0.4
    finer = smoothed(Ground(heights, known, 800.0, 0.0, 0.0), 301)
    zooms = [new / old for new, old in zip(finer.heights.shape, shape, strict=True)]
    # Where a last point falls beyond the edge by rounding, scipy fills in zeros.
    inside = np.s_[:-1, :-1]
    assert finer.heights[inside] == pytest.approx(zoom(heights, zooms, order=3)[inside], abs=1e-9)
    assert (finer.known == (zoom(known.astype(np.int8), zooms, order=0) > 0))[inside].all()


def test_a_data_address_holds_what_urllib_would_quote() -> None:
    text = "".join(map(chr, range(300))) + "\N{NARROW NO-BREAK SPACE}\U0001f600"
    address = quoted(text)
    assert unquote(address) == text
    assert not set(address) & set("\"'<>#&\n\r\t`^\\")
    assert address == quote(text, safe=" =:/+,;()!*.-_~[]{}|@$?")


def test_a_box_holds_its_points_and_is_never_a_strip() -> None:
    points = np.array([[0.0, 0.0], [400_000.0, 1000.0]])
    box = about(points, 20_000.0)
    assert box is not None
    assert all(box.holds(*point) for point in points)
    assert 0.8 < box.width / box.height < 1.8
    assert about(points[:0], 20_000.0) is None
    assert about(points[:1], 20_000.0) is not None


def test_points_along_a_path_are_evenly_spaced() -> None:
    path = dense(np.array([[0.0, 0.0], [300.0, 0.0], [300.0, 400.0]]), 100.0)
    assert np.hypot(*np.diff(path, axis=0).T) == pytest.approx(np.full(7, 100.0))


@pytest.mark.parametrize(("value", "step"), [(7.3, 5.0), (0.021, 0.02), (1.0, 1.0), (99.0, 50.0), (0.3, 0.2)])
def test_steps_are_round(value: float, step: float) -> None:
    assert nice(value, (1.0, 2.0, 5.0)) == pytest.approx(step)


def test_systems_differ_in_their_symbols() -> None:
    fire = {"channels": ["c"], "sensors": ["s"], "post": False}
    units = {name: {**fire, "title": name, "cost": cost} for cost, name in enumerate("abcdef")}
    units |= {
        name: {"title": name, "cost": 1.0, "channels": [], "sensors": ["s"], "post": False} for name in ("p", "q")
    }
    units["cp"] = {"title": "cp", "cost": 1.0, "channels": [], "sensors": [], "post": True}
    found = symbols(units)
    assert len({(one.mark, one.inner, one.filled) for one in found.values()}) == len(units)


def _unit(entry: str, cost: float) -> dict[str, object]:
    return {"channels": ["c"], "sensors": ["s"], "post": False, "title": entry, "entry": entry, "cost": cost}


#: The units of the catalogue that fire, as `shieldwall catalogue` lists them.
FIRE_UNITS = (
    "certain-battery", "kub-m-battery", "pantsir-s1", "s-125m1t-neva", "s-300pmu-1-battalion", "s-300pmu-2-battalion",
    "s-400-battalion", "s-400-battalion-all-rounds", "s-500-battery",
)  # fmt: skip


def test_a_system_has_one_symbol_on_every_map_and_no_other_has_it() -> None:
    alone = {name: symbols({name: _unit(name, 1.0)})[name].mark for name in FIRE_UNITS}
    together = symbols({name: _unit(name, cost) for cost, name in enumerate(FIRE_UNITS)})
    assert {name: one.mark for name, one in together.items()} == alone
    assert len(set(alone.values())) == len(FIRE_UNITS)


def test_a_number_stands_nearer_to_its_own_dots_than_to_those_of_others() -> None:
    figure = blank_figure(6.0, 6.0)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, 60_000.0)
    axes.set_ylim(0.0, 60_000.0)
    canvas = Canvas(figure, axes, Box(0.0, 0.0, 60_000.0, 60_000.0), [44.8, 20.3])
    # Two groups of four, 4 km apart, with paths all over the sides that would be the best.
    one = [Label(28_000.0 + 300.0 * n, 30_000.0, f"a-{n}", 7.0, {}) for n in range(4)]
    other = [Label(32_500.0 + 300.0 * n, 30_000.0, f"b-{n}", 7.0, {}) for n in range(4)]
    busy = np.array([(x, y) for x in range(20_000, 29_000, 300) for y in range(26_000, 34_000, 300)], dtype=np.float64)
    shown, _ = gathered([*one, *other], 1500.0)
    place_labels(canvas, shown, busy)
    for text, own, others in zip(axes.texts, (one, other), (other, one), strict=True):
        box = text.get_window_extent()
        middle = np.array([0.5 * (box.x0 + box.x1), 0.5 * (box.y0 + box.y1)])
        near, far = (
            min(np.hypot(*(axes.transData.transform((dot.x, dot.y)) - middle)) for dot in dots)
            for dots in (own, others)
        )
        assert near < far


def test_names_of_close_neighbours_do_not_cover_each_other() -> None:
    figure = blank_figure(6.0, 6.0)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, 60_000.0)
    axes.set_ylim(0.0, 60_000.0)
    canvas = Canvas(figure, axes, Box(0.0, 0.0, 60_000.0, 60_000.0), [44.8, 20.3])
    spots = list(itertools.product((25_000.0, 29_000.0, 33_000.0), (28_000.0, 31_000.0, 34_000.0)))
    spots += [(500.0, 500.0), (59_500.0, 59_500.0)]
    labels = [Label(x, y, f"battery-{number}", 7.5, {"fontsize": 8.4}) for number, (x, y) in enumerate(spots)]
    place_labels(canvas, labels, np.zeros((0, 2)))
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert all(axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 for box in boxes)


@pytest.mark.parametrize(
    ("origin", "expected"), [(180.0, {"179.9° E", "180.0° E", "179.9° W"}), (-179.95, {"179.9° W"})]
)
def test_meridians_beyond_180_degrees_have_their_names(origin: float, expected: set[str]) -> None:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(5.0, 5.0)).add_axes((0.0, 0.0, 1.0, 1.0))
    _graticule(axes, {"origin": [44.8, origin]}, Box(-20_000.0, -20_000.0, 20_000.0, 20_000.0))
    names = {label.get_text() for label in axes.get_xticklabels()}
    assert expected <= names
    assert not any(name.startswith("180.1") for name in names)


def test_names_that_crowd_share_a_number_and_none_is_lost() -> None:
    close = [Label(100.0 * number, 0.0, f"pantsir-{number}", 7.0, {}) for number in range(1, 5)]
    shown, key = gathered([*close, Label(9000.0, 0.0, "p-18", 7.0, {}), Label(0.0, 9000.0, "post", 7.0, {})], 1000.0)
    assert [label.text for label in shown] == ["1", "p-18", "post"]
    assert key == ["1: pantsir-1 to pantsir-4"]
    assert (shown[0].x, shown[0].y) == (250.0, 0.0)


def test_two_neighbours_keep_their_names() -> None:
    two = [Label(0.0, 0.0, "depot", 7.0, {}), Label(10.0, 0.0, "pantsir", 7.0, {})]
    assert gathered(two, 1000.0) == (two, [])


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a-1", "a-2", "a-3", "b"], "a-1 to a-3, b"),
        (["a-1", "a-2", "b"], "a-1, a-2, b"),
        (["twin/9", "twin/10", "twin/11"], "twin/9 to twin/11"),
        (["a-1", "b-2", "b-3"], "a-1, b-2, b-3"),
        (["p-18", "s400"], "p-18, s400"),
    ],
)
def test_names_in_a_row_are_abridged(names: list[str], said: str) -> None:
    assert abridged(names) == said


def test_the_sea_is_bluer_than_any_land() -> None:
    """Heights of a terrain are whole metres, and the sea is 0."""
    sea, *land = tint(np.array([0.0, 1.0, 100.0, 1500.0]))
    assert sea[2] > sea[0]
    assert all(colour[2] < colour[0] for colour in land)
