"""Factors: what a row of a design gives to a battle, and what is said of a study that has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.catalogue import load as load_entry
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.study.answer import Answer
from shieldwall.study.ask import prepared, study
from shieldwall.study.battles import Battlefield
from shieldwall.study.factors import Design, Factor
from shieldwall.study.file import Study, load_text
from shieldwall.study.order import design_of, work_of_design
from shieldwall.study.work import LUCK_OF_A_ROW, Batch, result_layout

HEAD = """study: 1
question: What does it hang on?
scenario: one-battery
measures: [leakers]
"""
TEXT = (
    HEAD
    + """factors:
  pantsir-search.reference_range: cited
  57e6.fuze_radius: {low: 8 m, high: 12 m}
  red.units.valley-pair.count: {low: 1, high: 3}
  red.units.valley-pair.speed: {low: 200 m/s, high: 280 m/s}
design: saltelli
rows: 10
replications: 2
"""
)


def asked(text: str = TEXT) -> Study:
    return load_text(text, "x.yaml")


def test_a_row_gives_figures_over_their_ranges_and_leaves_the_rest_central() -> None:
    made = asked()
    factors = made.varied or ()
    assert [(factor.path, factor.unit) for factor in factors] == [
        ("pantsir-search.reference_range", None),
        ("57e6.fuze_radius", None),
        ("red.units.valley-pair.count", ""),
        ("red.units.valley-pair.speed", "m/s"),
    ]
    design = Design(factors, np.array([[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.999, 1.0], [0.5, 0.25, 0.5, 0.5]]))
    plan = planned(prepared(made)[0].scenario, ranges=True)
    stated = dict(load_entry("pantsir-search").values())["reference_range"]
    least, most, middle = (design.figures(plan, row) for row in range(3))
    column, fuze = plan.by_name["pantsir-search.reference_range"], plan.by_name["57e6.fuze_radius"]
    assert (least[column], most[column]) == pytest.approx((stated.low, stated.high))
    assert (least[fuze], middle[fuze], most[fuze]) == pytest.approx((8.0, 9.0, 12.0), abs=1e-9)
    others = np.delete(np.arange(len(least)), [column, fuze])
    assert np.array_equal(least[others], plan.figures["value"][others])
    assert design.changes(0) == {"red.units.valley-pair.count": "1", "red.units.valley-pair.speed": "200 m/s"}
    assert design.changes(1) == {"red.units.valley-pair.count": "3", "red.units.valley-pair.speed": "280 m/s"}
    assert design.changes(2)["red.units.valley-pair.count"] == "2"


def test_a_battle_on_a_row_is_that_of_its_figures_and_its_scenario() -> None:
    made = prepared(asked())
    design = design_of(made[0].study)
    assert design is not None
    field = Battlefield(made, design)
    table = field(Batch(0, 3, 3 * LUCK_OF_A_ROW, 2))
    scenario = field.plan(0, 3).scenario
    assert scenario.red.units["valley-pair"].count == int(design.changes(3)["red.units.valley-pair.count"])
    battle = Simulator(planned(scenario, ranges=True))
    battle.simulate(1, 3 * LUCK_OF_A_ROW + 1, design.figures(battle.plan, 3))
    from shieldwall.study.measures import leakers

    assert table["leakers"][1] == leakers(battle)


def test_all_matrices_of_a_row_share_its_luck_and_rows_do_not() -> None:
    work = list(work_of_design(2, 4, 10, 3))
    assert len(work) == 2 * 4 * 10
    assert len({(batch.cell, batch.row) for batch in work}) == len(work)
    luck = {batch.row % 10: set[int]() for batch in work}
    for batch in work:
        luck[batch.row % 10].add(batch.first)
    assert all(len(firsts) == 1 for firsts in luck.values())
    assert len(set.union(*luck.values())) == 10


def answered(text: str, value: Any) -> Answer:
    """An answer whose battles come to what a function of the row's shares and of the luck says."""
    made = asked(text)
    design = design_of(made)
    assert design is not None
    rows = made.design_rows
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(rows, made.wanted))
    cells = len(made.options)
    found = [
        (cell, row, (row % rows) * LUCK_OF_A_ROW + luck, value(cell, design.shares[row]) + noise[row % rows, luck])
        for cell in range(cells)
        for row in range(len(design.shares))
        for luck in range(made.wanted)
    ]
    return Answer(made, np.array(found, result_layout(("leakers",))))


THREE = HEAD + "factors: {57e6.fuze_radius: cited, 57e6.reliability: cited, pantsir-search.reference_range: cited}\n"
TWO_OPTIONS = "options: {as-it-is: {}, empty: {title: x, blue.units.pantsir.rounds: 0}}\n"


def test_drivers_are_the_indices_of_a_known_function() -> None:
    """y = 4 a + 2 b on the unit square, luck aside: variances 16/12 and 4/12, so indices 0.8, 0.2 and 0."""
    found = answered(
        THREE + "design: saltelli\nrows: 1024\nreplications: 2\n", lambda _cell, u: 40.0 * u[0] + 20.0 * u[1]
    ).drivers()
    assert [row.factor for row in found] == [
        "57e6.fuze_radius",
        "57e6.reliability",
        "pantsir-search.reference_range",
    ]
    assert [row.total.estimate for row in found] == pytest.approx([0.8, 0.2, 0.0], abs=0.03)
    assert [row.first.estimate for row in found] == pytest.approx([0.8, 0.2, 0.0], abs=0.05)


def test_a_hypercube_finds_what_matters_and_parts_luck_from_ignorance() -> None:
    """y = 6 b + luck: 36/12 = 3 of ignorance and 1 of luck; the option adds 4, a choice of 2 squared = 4."""
    text = THREE + TWO_OPTIONS + "rows: 400\nreplications: 4\nseed: 2\n"
    answer = answered(text, lambda cell, u: 6.0 * u[1] + 4.0 * cell)
    found = answer.screening()
    assert [(row.factor, row.found) for row in found[:1]] == [("57e6.reliability", True)]
    assert found[0].slope > 0.0
    assert not any(row.found for row in found[1:])
    parts = answer.split()
    assert (parts.luck.estimate, parts.ignorance.estimate, parts.choice.estimate) == pytest.approx((1, 3, 4), rel=0.12)
    assert answer.compare()[1].more.estimate == pytest.approx(4.0)
    with pytest.raises(InputError, match="write design: saltelli"):
        answer.drivers()


def test_rows_that_are_not_whole_do_not_count() -> None:
    answer = answered(THREE + "rows: 40\nreplications: 2\n", lambda _cell, u: 6.0 * u[1])
    some = Answer(answer.study, answer.results[:-1])
    assert (answer.battles, some.battles) == (40, 39)
    assert some.screening()[0].factor == answer.screening()[0].factor


def test_a_study_of_all_figures_is_fought_and_told() -> None:
    found = study(asked(HEAD + "factors: all\nrows: 20\nreplications: 2\n"), workers=1)
    paths = [factor.path for factor in found.study.varied or ()]
    assert len(paths) > 50
    assert "57e6.fuze_radius" in paths
    assert len(found.results) == 40
    assert len(found.screening()) == len(paths)
    assert len(found.split().shares) == 3


def test_a_study_without_factors_has_none() -> None:
    plain = study(asked(HEAD), replications=2, workers=1)
    with pytest.raises(InputError, match="this study has no factors"):
        plain.screening()


def test_whole_numbers_are_drawn_evenly() -> None:
    factor = Factor("red.units.x.count", (1.0, 3.0), "", whole=True)
    assert [factor.written(share) for share in (0.0, 0.33, 0.34, 0.66, 0.67, 1.0)] == ["1", "1", "2", "2", "3", "3"]
