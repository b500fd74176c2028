"""How classes of missiles are built: textbook ranges for what no brochure states. An entry names its own by `layout`.

All are assumptions of grade D. Specific impulse of solid motors between sea level and altitude: Sutton and
Biblarz, "Rocket Propulsion Elements", 9th ed., 2017, ch. 13. Order of the drag and lift coefficients of
slender bodies with fins, on their cross-section: Fleeman, "Tactical Missile Design", 2nd ed., 2006, ch. 2.
"""

from __future__ import annotations

from dataclasses import dataclass

from shieldwall.quantities.constants import STANDARD_GRAVITY

Range = tuple[float, float]
SOLID: Range = (200.0, 260.0)


@dataclass(frozen=True)
class Layout:
    """A class of missiles: ranges that the fit may use, and constants.

    Ranges: `boost_time` and `sustain_time`, s; `impulse`, specific impulse, s; `propellant` and `dropped`,
    shares of the launch mass that are propellant of all motors and empty booster; `boost_share`, share of the
    propellant in the first phase; `drag`, factor on the drag coefficients; `max_lift`, greatest lift coefficient;
    `loft`, see AIRFRAME.

    Constants: `drag_coefficients` below Mach 0.8, at Mach 1.1 and in the limit, on the body's
    cross-section; `drag_burning`, factor while a motor fills the base; `angle_of_attack`, tangent of the
    greatest; `vane`, sine of the greatest deflection of thrust; `lag` of the autopilot, s; `booster_width`
    over body diameter; `vertical` launch with `launch_speed`, m/s, and `ignition`, s; `rail_elevation`,
    sine of the least. A point counts as reached with `minimum_speed`, m/s, and `minimum_pull`, m/s2 of lift
    left. `air_breathing` is the specific impulse of the second phase over that of the first: a ducted rocket burns its
    fuel with the air's oxygen (Fleeman, ch. 3). Its thrust is one number here, whatever the air's density.
    """

    boost_time: Range
    sustain_time: Range
    impulse: Range
    propellant: Range
    boost_share: Range
    dropped: Range
    drag: Range
    max_lift: Range
    loft: Range
    drag_coefficients: tuple[float, float, float]
    drag_burning: float
    angle_of_attack: float
    vane: float
    lag: float
    booster_width: float
    vertical: bool
    launch_speed: float
    ignition: float
    steers_after_boost: bool
    rail_elevation: float
    minimum_speed: float
    minimum_pull: float
    air_breathing: float = 1.0


LAYOUTS = {
    # One motor, cold launch out of a vertical canister, jet vanes: 48N6.
    "vertical-heavy": Layout(
        boost_time=(6.0, 16.0),
        sustain_time=(0.0, 0.0),
        impulse=SOLID,
        propellant=(0.45, 0.75),
        boost_share=(1.0, 1.0),
        dropped=(0.0, 0.0),
        drag=(0.6, 1.4),
        max_lift=(2.0, 7.0),
        loft=(0.0, 0.9),
        drag_coefficients=(0.18, 0.45, 0.08),
        drag_burning=0.75,
        angle_of_attack=0.4,
        vane=0.3,
        lag=0.25,
        booster_width=1.0,
        vertical=True,
        launch_speed=25.0,
        ignition=0.8,
        steers_after_boost=False,
        rail_elevation=0.0,
        minimum_speed=500.0,
        minimum_pull=5.0 * STANDARD_GRAVITY,
    ),
    # The same with large movable fins on a slimmer body: 9M96.
    "vertical-light": Layout(
        boost_time=(5.0, 16.0),
        sustain_time=(0.0, 0.0),
        impulse=SOLID,
        propellant=(0.4, 0.72),
        boost_share=(1.0, 1.0),
        dropped=(0.0, 0.0),
        drag=(0.6, 1.4),
        max_lift=(6.0, 14.0),
        loft=(0.0, 0.9),
        drag_coefficients=(0.28, 0.65, 0.12),
        drag_burning=0.75,
        angle_of_attack=0.4,
        vane=0.3,
        lag=0.15,
        booster_width=1.0,
        vertical=True,
        launch_speed=25.0,
        ignition=0.8,
        steers_after_boost=False,
        rail_elevation=0.0,
        minimum_speed=400.0,
        minimum_pull=5.0 * STANDARD_GRAVITY,
    ),
    # A booster that drops and a dart that coasts, from a trained canister: 57E6.
    "canister-dart": Layout(
        boost_time=(1.5, 2.6),
        sustain_time=(0.0, 0.0),
        impulse=SOLID,
        propellant=(0.38, 0.55),
        boost_share=(1.0, 1.0),
        dropped=(0.08, 0.2),
        drag=(0.6, 1.4),
        max_lift=(3.0, 9.0),
        loft=(0.0, 0.9),
        drag_coefficients=(0.25, 0.6, 0.12),
        drag_burning=0.85,
        angle_of_attack=0.3,
        vane=0.1,
        lag=0.15,
        booster_width=1.9,
        vertical=False,
        launch_speed=30.0,
        ignition=0.0,
        steers_after_boost=False,
        rail_elevation=0.02,
        minimum_speed=400.0,
        minimum_pull=5.0 * STANDARD_GRAVITY,
    ),
    # A booster that drops and a stage with its own motor, winged, from a trained rail: 5V27.
    "rail-two-stage": Layout(
        boost_time=(2.3, 2.9),
        sustain_time=(17.0, 21.0),
        impulse=SOLID,
        propellant=(0.32, 0.55),
        boost_share=(0.55, 0.75),
        dropped=(0.1, 0.2),
        drag=(0.6, 1.4),
        max_lift=(5.0, 14.0),
        loft=(0.0, 0.9),
        drag_coefficients=(0.35, 0.9, 0.2),
        drag_burning=0.85,
        angle_of_attack=0.25,
        vane=0.1,
        lag=0.3,
        booster_width=1.45,
        vertical=False,
        launch_speed=20.0,
        ignition=0.0,
        steers_after_boost=True,
        rail_elevation=0.15,
        minimum_speed=350.0,
        minimum_pull=5.0 * STANDARD_GRAVITY,
    ),
    # A solid booster in the chamber of a ramjet that goes on, winged, from a trained rail: 3M9M.
    "rail-ramjet": Layout(
        boost_time=(3.0, 5.0),
        sustain_time=(17.0, 24.0),
        impulse=SOLID,
        propellant=(0.34, 0.46),
        boost_share=(0.65, 0.78),
        dropped=(0.0, 0.02),
        drag=(0.6, 1.4),
        max_lift=(4.0, 12.0),
        loft=(0.0, 0.9),
        drag_coefficients=(0.4, 0.9, 0.25),
        drag_burning=0.85,
        angle_of_attack=0.25,
        vane=0.1,
        lag=0.3,
        booster_width=1.0,
        vertical=False,
        launch_speed=20.0,
        ignition=0.0,
        steers_after_boost=True,
        # From 0.15 rad the boost of four seconds, which nothing steers, ends in the ground before a low target.
        rail_elevation=0.25,
        minimum_speed=350.0,
        minimum_pull=4.0 * STANDARD_GRAVITY,
        air_breathing=2.2,
    ),
}
