"""Links of the kill chain made ideal, one by one or together, before the first event; the engine is never touched.

An ideal link lacks nothing that the model lets it lack. Each says what it takes away and what it leaves; the page
docs/how-to/ask-but-for-what.md has them in a table. The order of the links is that of the kill chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, pi
from typing import Final

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.plan.plenty import AS_STATED, ENDLESS_CHANNELS, ENDLESS_ROUNDS, Plenty
from shieldwall.models.numbers import CERTAIN_EFFECT, GUN
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.study.changes import (
    ENDLESS,
    Change,
    cameras,
    figures,
    missiles,
    of_kind,
    prompt_links,
    radars,
    together,
)

#: What the signal of every sensor is multiplied by: its reference range a hundredfold, beyond any instrumented range.
SIGNAL: Final = 1e8
#: Cosine of half a sector that goes all round (`state.sensor`).
ALL_ROUND: Final = -2.0


@dataclass(frozen=True)
class Ideal:
    """A link of the kill chain made ideal, or several together.

    `lacks` says in a sentence what is taken away ("But for rounds running out"), `says` what stands in its place;
    `change` sets figures of the drawn arrays, `plenty` is what the plan is made with.
    """

    name: str
    lacks: str
    says: str
    change: Change | None = None
    plenty: Plenty = AS_STATED


def see_all(drawn: Workspace) -> None:
    """Let every sensor detect, at every look, what its range, its sector, the terrain and the horizon let it see.

    Certain detection rather than a factor of the range: no factor is less arbitrary than another, and most of what
    flies low is beyond a horizon and not beyond a range. A strong signal drowns noise of jammers and has the least
    errors that alignment leaves; clutter and the filter of slow targets take nothing. The echo that a plot shows is in
    proportion to the radar constant, so that it stays the target's own.
    """
    sensors = drawn.model.sensors
    lit = radars(sensors) | cameras(sensors)
    sensors["radar_constant"][lit] *= SIGNAL
    figures("sensors", radars, clutter=0.0, blind_speed=1e-3)(drawn)
    figures("sensors", cameras, visibility=inf)(drawn)


def endless_channels(drawn: Workspace) -> None:
    """Let an engagement radar look at, follow and guide whatever it is asked to at once, to all sides.

    A radar with one beam has one channel because it is turned to one target at a time: with channels without end none
    waits for its turn. The time of an agile beam is without end as well.
    """
    sensors = drawn.model.sensors
    fires = sensors["role"] == ENGAGEMENT
    sensors["guides"][fires] = ENDLESS
    sensors["look_budget"][fires] = 0.0
    sensors["half_sector"][fires], sensors["cos_sector"][fires] = pi, ALL_ROUND


SEE: Final = Ideal(
    "see-farther",
    "what sensors miss within their sight",
    "every sensor detects at every look what its range, sector, horizon and the terrain let it see",
    see_all,
)
LINK: Final = Ideal(
    "perfect-links",
    "delays and failures of links",
    "links as they are drawn, but without delay, loss, failure, outage or limit of what they carry",
    prompt_links,
)
COMMAND: Final = Ideal(
    "prompt-command",
    "delays of command",
    "no time for declaration, decision, reaction, crew and starting up; command cycles stay",
    figures("units", declare_after=0.0, decision_time=0.0, reaction=0.0, operator_delay=0.0, standby=0.0),
)
CHANNELS: Final = Ideal(
    "endless-channels",
    "fire channels being taken or turned elsewhere",
    "every engagement sensor follows and guides on all that it is asked to at once, to all sides",
    endless_channels,
    Plenty(channels=ENDLESS_CHANNELS),
)
ROUNDS: Final = Ideal(
    "endless-rounds",
    "rounds running out",
    "no launcher and no gun runs empty, reloads, or keeps rounds in reserve",
    plenty=Plenty(rounds=ENDLESS_ROUNDS),
)
KILL: Final = Ideal(
    "sure-kill",
    "rounds that fail or come near without a kill",
    "every round works, and what comes within the reach of its fuze or is near where a burst is aimed dies",
    together(
        figures("weapons", missiles, works=1.0, fuze_works=1.0, lethal_radius=1e6),
        figures("weapons", of_kind(CERTAIN_EFFECT), prior=1.0, works=1.0),
        figures("weapons", of_kind(GUN), hit_kills=ENDLESS),
    ),
)
#: In the order of the kill chain.
IDEALS: Final = (SEE, LINK, COMMAND, CHANNELS, ROUNDS, KILL)


def joint(ideals: Sequence[Ideal]) -> Ideal:
    """Return several links made ideal together."""
    changes = [one.change for one in ideals if one.change is not None]
    return Ideal(
        "+".join(one.name for one in ideals),
        " and ".join(one.lacks for one in ideals),
        "; ".join(one.says for one in ideals),
        together(*changes) if changes else None,
        Plenty(max(one.plenty.channels for one in ideals), max(one.plenty.rounds for one in ideals)),
    )
