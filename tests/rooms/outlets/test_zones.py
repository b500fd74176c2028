"""Hold-fire zones on a map: an outline each, its name, and a line of the legend for each kind."""

from __future__ import annotations

from matplotlib.figure import Figure

from shieldwall.outlets.zones import draw_zones, zone_entries

SQUARE = [[0.0, 0.0], [1e3, 0.0], [1e3, 1e3], [0.0, 1e3]]
HEADER = {
    "zones": {
        "zone/town": {"outline": SQUARE, "forbids": "rounds"},
        "zone/airway": {"outline": SQUARE, "forbids": "targets"},
        "zone/field": {"outline": SQUARE, "forbids": "rounds"},
    }
}


def test_each_zone_is_outlined_and_named_at_its_middle() -> None:
    axes = Figure().add_subplot()
    draw_zones(axes, HEADER)
    assert len(axes.patches) == 3
    assert [(text.get_text(), text.get_position()) for text in axes.texts[:1]] == [("town", (500.0, 500.0))]
    assert axes.patches[0].get_hatch() != axes.patches[1].get_hatch()


def test_the_legend_has_each_kind_once() -> None:
    assert [words for _, words in zone_entries(HEADER)] == ["no round is sent here", "nobody is engaged here"]
    assert zone_entries({}) == []
