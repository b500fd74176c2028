"""The fit of a missile to its brochure, and what the fitted missile then does in flight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shieldwall.catalogue import fits, load
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.quantities.errors import InputError
from shieldwall.survey.fit import MEASURED, Band, Claims, fit, measure, record
from shieldwall.survey.flyout import shot
from shieldwall.survey.layouts import LAYOUTS
from shieldwall.survey.missile_card import curves, residuals
from shieldwall.survey.missile_verdicts import verdicts
from shieldwall.text.loader import load as read

FITS = Path(str(fits.__file__)).parent / "fits"


def stored(name: str) -> dict[str, float]:
    node = read(FITS / f"{name}.yaml").child("airframe")
    assert node is not None
    return {constant: float(str(value.value)) for constant, value in node.value.items()}


#: Claims that physics refuses: 100 km up the air has a millionth of its density, and no fin steers a missile there.
REFUSED = {"77n6": {"max_altitude"}}
#: Claims that a fitted missile does better than, and to which battles keep: ranges of 2 % more on this coarse grid, and
#: a ramjet whose thrust would fall with the air.
BETTER = {"9m96e": {"max_range"}, "3m9m": {"max_altitude"}, "77n6": {"max_range"}}
FITTED = sorted(path.stem for path in FITS.glob("*.yaml"))


@pytest.fixture(params=FITTED)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_stored_fit_is_of_the_present_claims(name: str) -> None:
    claims = read(FITS / f"{name}.yaml").child("claims")
    assert claims is not None
    assert claims.value == Claims.of(load(name)).hash()


def test_the_stored_fit_is_within_all_cited_ranges(name: str) -> None:
    claims = Claims.of(load(name))
    done = measure(claims, stored(name), 0.1, fine=False)
    assert done.covered > 0.9
    for figure in MEASURED:
        cited = getattr(claims, figure)
        assert (getattr(done, figure) < 0.98 * cited.low) == (figure in REFUSED.get(name, ())), figure
        assert (getattr(done, figure) > 1.02 * cited.high) == (figure in BETTER.get(name, ())), figure


@pytest.mark.parametrize("height", [60.0, 500.0])
@pytest.mark.parametrize("name", ["3m9m", "5v27", "57e6"])
def test_a_round_from_a_rail_meets_what_flies_low_and_near(name: str, height: float) -> None:
    # From a rail that lay flat the 3M9M flew into the ground before it was steered: nothing low and near was met.
    claims = Claims.of(load(name))
    flight = shot(record(stored(name)), 1.2 * claims.min_range.value, height)
    assert flight.miss < 10.0
    assert flight.height.min() > -1.0


@pytest.mark.parametrize("name", REFUSED)
def test_the_card_says_what_physics_refuses(name: str) -> None:
    entry = load(name)
    assert isinstance(entry, Interceptor)
    assert all(shown.arrival > 0.0 for shown in curves(entry).shots)
    for residual in residuals(name):
        (said,) = verdicts(entry, replace(curves(entry), residuals=[residual]), (), None)[:1]
        refused = residual.name in REFUSED[name]
        assert (said.mark == "differs" and "Physical bounds forbid more." in said.text) == refused


def test_the_stored_fit_is_within_physical_bounds(name: str) -> None:
    constants, claims = stored(name), Claims.of(load(name))
    propellant = constants["boost_propellant"] + constants["sustain_propellant"]
    assert propellant <= 0.75 * constants["launch_mass"]
    structure = constants["launch_mass"] - propellant - constants["booster_mass"] - claims.warhead_mass.value
    assert structure >= 0.05 * constants["launch_mass"]
    burning = constants["boost_until"] - constants["boost_from"]
    impulse = constants["boost_thrust"] * burning / constants["boost_propellant"] / 9.80665
    assert 200.0 <= impulse <= 260.0


def test_the_longest_shot_of_48n6e3_is_lofted() -> None:
    path = shot(record(stored("48n6e3")), 240e3, 8e3)
    assert path.miss < 15.0
    assert path.height.max() > 25e3
    assert path.speed[-1] > 500.0
    assert np.all(np.diff(path.time) > 0.0)


def test_a_fit_is_deterministic_and_says_what_it_could_not_reach() -> None:
    # A missile of Mach 10 at 75 kg: the bounds must hold and the residual must say so.
    claims = replace(Claims.of(load("57e6")), max_speed=Band(3400.0, 3300.0, 3500.0))
    first, second = (fit(claims, step=0.2, evaluations=12) for _ in range(2))
    assert first == second
    speed = next(residual for residual in first.residuals if residual.name == "max_speed")
    assert not speed.within
    assert speed.simulated < 2200.0
    assert "outside" in first.table()
    low, high = LAYOUTS["canister-dart"].propellant
    assert low <= first.parameters["propellant"] <= high


def test_the_text_of_a_fit_reads_back(tmp_path: Path) -> None:
    done = fit(Claims.of(load("57e6")), step=0.2, evaluations=8)
    path = tmp_path / "57e6.yaml"
    path.write_text(done.text(), encoding="utf-8")
    constants = read(path).child("airframe")
    assert constants is not None
    assert {key: float(str(node.value)) for key, node in constants.value.items()} == dict(done.airframe)
    assert done.record().dtype == AIRFRAME


def test_bad_claims_are_refused() -> None:
    claims = Claims.of(load("57e6"))
    with pytest.raises(InputError, match="is no layout"):
        fit(replace(claims, layout="balloon"))
    with pytest.raises(InputError, match="of the mass"):
        fit(replace(claims, warhead_mass=Band(60.0, 60.0, 60.0)))
    with pytest.raises(InputError, match="lacks"):
        record({"launch_mass": 1.0})
    with pytest.raises(InputError, match="how tomahawk-class is built"):
        Claims.of(load("tomahawk-class"))


def test_the_digest_follows_the_claims() -> None:
    claims = Claims.of(load("5v27"))
    assert claims.hash() == Claims.of(load("5v27")).hash()
    assert claims.hash() != replace(claims, launch_mass=Band(900.0, 800.0, 1000.0)).hash()
