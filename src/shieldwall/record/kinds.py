"""What can happen: the kinds of event, numbered once, each with the meaning of its two numbers and a sentence.

A sentence is filled from the row: {who}, {whom}, {why}, {v0}, {v1}, {v0_km}, {because}, the reason after a colon if
there is one, and {threat}, the threat that the row's track follows, which only analysis knows. A noun in place of a
format has a number counted: {v0:round} becomes "1 round" or "2 rounds". Report, explanation and tooltip share it.
"""

from dataclasses import dataclass
from typing import Final

ENTERS: Final = 1
SIGHT: Final = 2
DETECTED: Final = 3
TRACKED: Final = 4
TRACK_FOLLOWS: Final = 5
TRACK_DROPPED: Final = 6
DECLARED: Final = 7
HELD: Final = 8
ORDERED: Final = 9
ACCEPTED: Final = 10
REFUSED: Final = 11
ACQUIRED: Final = 12
WAITS: Final = 13
LAUNCHED: Final = 14
SUPPORT: Final = 15
SEEKS: Final = 16
PASSED: Final = 17
KILLED: Final = 18
ROUND_ENDED: Final = 19
BURST: Final = 20
ASSESSED: Final = 21
ENDED: Final = 22
RELEASED: Final = 23
IMPACT: Final = 24
LOOKED: Final = 25
EXITS: Final = 26
UNSENT: Final = 27
AUTONOMOUS: Final = 28
UNIT_DESTROYED: Final = 29
RELOADED: Final = 30
UNDER_COMMAND: Final = 31
UNREADY: Final = 32
JOINED: Final = 33
WARNED: Final = 34
CLAIMED: Final = 35
SHARES_TIME: Final = 50
NET_FAILED: Final = 60
NET_REPAIRED: Final = 61
ROUTED: Final = 62
CUT_OFF: Final = 63
SWITCHED_OFF: Final = 64
RADARS_TAKEN: Final = 65
NETS_TAKEN: Final = 66
LAUNCHES_TAKEN: Final = 67
PARTNER_LEARNS: Final = 68
MERGED: Final = 69
RADARS_SILENT: Final = 70
RADARS_ON: Final = 71
LEAVES: Final = 72
DECIDES: Final = 73
DIRECTED: Final = 74
NOT_PASSED_ON: Final = 75
TAKEN_FOR_NEUTRAL: Final = 80
TAKEN_FOR_FRIENDLY: Final = 81
IN_DOUBT: Final = 82


@dataclass(frozen=True)
class Kind:
    """One kind of event: its name, the meaning and unit of v0 and v1, and its sentence."""

    number: int
    name: str
    v0: str
    v1: str
    sentence: str


_TABLE: Final = (
    Kind(ENTERS, "enters", "height, m", "speed, m/s", "{who} enters at {v0:.0f} m height and {v1:.0f} m/s."),
    Kind(SIGHT, "sight", "range, m", "signal to noise", "For {who}, {whom} is {why}, {v0_km:.1f} km away."),
    Kind(DETECTED, "detected", "range, m", "signal to noise", "{who} detects {whom} at {v0_km:.1f} km."),
    Kind(TRACKED, "tracked", "track", "", "{who} holds track {v0:.0f}, {threat}."),
    Kind(TRACK_FOLLOWS, "track-follows", "track", "", "Track {v0:.0f} of {who} now follows {threat}."),
    Kind(TRACK_DROPPED, "track-dropped", "track", "age, s", "{who} drops track {v0:.0f}, {threat}, after {v1:.0f} s."),
    Kind(DECLARED, "declared", "track", "probability, where others fly",
         "{who} declares track {v0:.0f}, {threat}, hostile{because}."),
    Kind(HELD, "held", "track", "threat score", "At {who}, track {v0:.0f}, {threat}, is {why}."),
    Kind(ORDERED, "ordered", "track", "order", "{who} orders {whom} to engage track {v0:.0f}, {threat}."),
    Kind(ACCEPTED, "accepted", "track", "order", "{who} takes order {v1:.0f} against {threat}."),
    Kind(REFUSED, "refused", "track", "order", "{who} refuses order {v1:.0f}: {threat} is {why}."),
    Kind(ACQUIRED, "acquired", "track", "order", "{who} acquires {threat}."),
    Kind(WAITS, "waits", "track", "order", "{who} holds fire: {threat} is {why}."),
    Kind(LAUNCHED, "launched", "track", "flight time expected, s", "{who} is launched at {threat}, {v1:.0f} s to fly."),
    Kind(SUPPORT, "support", "distance to go, m", "", "For {who}, {why}, {v0_km:.1f} km to go."),
    Kind(SEEKS, "seeks", "distance to go, m", "", "{who} begins to home by its seeker, {v0_km:.1f} km to go."),
    Kind(PASSED, "passed", "miss distance, m", "kill probability", "{who} passes {whom} at {v0:.1f} m: {why}."),
    Kind(KILLED, "killed", "miss distance, m", "kill probability", "{who} kills {whom}, {v0:.1f} m off."),
    Kind(ROUND_ENDED, "round-ended", "flight time, s", "closest distance, m", "{who} ends without a kill: {why}."),
    Kind(BURST, "burst", "rounds", "kill probability", "{who} fires a burst of {v0:round} at {threat}."),
    Kind(ASSESSED, "assessed", "track", "rounds fired", "{who} holds that {threat} is {why}."),
    Kind(ENDED, "ended", "track", "rounds fired", "{who} ends its engagement of {threat}: {why}."),
    Kind(RELEASED, "released", "", "", "{who} releases {whom}."),
    Kind(IMPACT, "impact", "damage done", "damage of the place so far", "{who} hits {whom}: damage {v0:.2f}."),
    Kind(LOOKED, "looked", "distance, m", "", "{who} completes its look at {whom} from {v0_km:.1f} km."),
    Kind(EXITS, "exits", "", "", "{who} leaves: {why}."),
    Kind(UNSENT, "unsent", "kind of message", "", "A message from {who} to {whom} is {why}."),
    Kind(AUTONOMOUS, "autonomous", "silence, s", "", "{who} heard nothing for {v0:.0f} s and {why}."),
    Kind(UNIT_DESTROYED, "unit-destroyed", "", "", "{whom} is destroyed by {who}."),
    Kind(RELOADED, "reloaded", "rounds", "", "{who} is reloaded with {v0:round}."),
    Kind(UNREADY, "unready", "", "", "{who} is not ready and takes no part."),
    Kind(JOINED, "joined", "track", "track reported",
         "{who} joins {whom}'s track {v1:.0f} to track {v0:.0f}, {threat}."),
    Kind(NET_FAILED, "net-failed", "failures so far", "until its repair, s", "{who} fails for {v1:.0f} s."),
    Kind(NET_REPAIRED, "net-repaired", "failures so far", "", "{who} is repaired."),
    Kind(ROUTED, "routed", "links", "time of a message, s",
         "{who} now talks to {whom} over {v0:link}, {v1:.1f} s away."),
    Kind(CUT_OFF, "cut-off", "", "", "{who} has no way left to {whom}."),
    Kind(SWITCHED_OFF, "switched-off", "", "", "{who} is switched off by its seller."),
    Kind(RADARS_TAKEN, "radars-taken", "", "", "{who} loses its radars by its seller's switch."),
    Kind(NETS_TAKEN, "nets-taken", "", "", "{who} is cut off from its nets by its seller's switch."),
    Kind(LAUNCHES_TAKEN, "launches-taken", "", "", "{who} may no longer launch, by its seller's switch."),
    Kind(MERGED, "merged", "track", "distance from the older track, m",
         "{who} takes track {v0:.0f}, {threat}, for an older track, {v1:.0f} m away, and merges them."),
    Kind(PARTNER_LEARNS, "partner-learns", "track", "", "{who} learns of {whom}'s track {v0:.0f}, {threat}."),
    Kind(WARNED, "warned", "track", "", "{whom} warns {who} of track {v0:.0f}, {threat}."),
    Kind(CLAIMED, "claimed", "track", "order", "{who} learns that {whom} engages track {v0:.0f}, {threat}, unasked."),
    Kind(SHARES_TIME, "shares-time", "look intervals, over the usual", "search period, over the usual",
         "{who} is {why}: looks come {v0:.1f} and searches {v1:.1f} times as long after each other as usual."),
    Kind(RADARS_SILENT, "radars-silent", "", "", "{who} switches its radars off: {why}."),
    Kind(RADARS_ON, "radars-on", "", "", "{who} switches its radars on: {why}."),
    Kind(LEAVES, "leaves", "track", "", "{who}, shown {whom}'s track {v0:.0f}, leaves {threat}: it is {why}."),
    Kind(DECIDES, "decides", "tracks in the picture", "decisions",
         "The commander at {who} looks at {v0:track} and takes {v1:decision}."),
    Kind(DIRECTED, "directed", "act", "what it says", "{who} tells {whom} to {why}."),
    Kind(NOT_PASSED_ON, "not-passed-on", "act", "track",
         "{who} does not pass on what its commander decided: {why}."),
    Kind(TAKEN_FOR_NEUTRAL, "taken-for-neutral", "track", "probability that it is hostile",
         "{who} holds track {v0:.0f}, {threat}, for neutral{because}."),
    Kind(TAKEN_FOR_FRIENDLY, "taken-for-friendly", "track", "probability that it is hostile",
         "{who} holds track {v0:.0f}, {threat}, for friendly{because}."),
    Kind(IN_DOUBT, "in-doubt", "track", "probability that it is hostile",
         "{who} no longer knows who track {v0:.0f}, {threat}, is."),
    Kind(UNDER_COMMAND, "under-command", "silence, s", "", "{who} hears {whom} and takes its orders."),
)  # fmt: skip

#: Kinds whose v0 is the number of a track; `TRACK_FOLLOWS` says which threat, if any, it follows from then on.
OF_TRACKS: Final = frozenset(kind.number for kind in _TABLE if kind.v0 == "track")

#: Kinds whose v1 is the number of an order.
OF_ORDERS: Final = frozenset(kind.number for kind in _TABLE if kind.v1 == "order")

#: Number -> kind.
KINDS: Final = {kind.number: kind for kind in _TABLE}
#: Name -> number.
NUMBER: Final = {kind.name: kind.number for kind in _TABLE}
