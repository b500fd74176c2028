"""Why something is as it is: every reason that a row of the log may carry, numbered once and never reused."""

from typing import Final

#: Numbers of reasons that no battle gave: taken out, and not to be used again.
RETIRED: Final = (47, 82)

NO_REASON: Final = 0
IN_VIEW: Final = 1
OUT_OF_RANGE: Final = 2
TOO_CLOSE: Final = 3
BELOW_HORIZON: Final = 4
MASKED: Final = 5
OUTSIDE_SECTOR: Final = 6
OUTSIDE_ELEVATION: Final = 7
IN_CLUTTER: Final = 8
TOO_FAINT: Final = 9
UNRESOLVED: Final = 10
SENSOR_LOST: Final = 11
JAMMED: Final = 12
BEHIND_TREES: Final = 13
NOT_DECLARED: Final = 20
NOT_APPROACHING: Final = 21
HEIGHT_UNKNOWN: Final = 22
NO_UNIT_IN_REACH: Final = 23
NO_CHANNEL: Final = 24
NO_ROUND: Final = 25
TOO_LATE: Final = 26
HELD_BY_RULE: Final = 27
TOO_FAST: Final = 28
ENGAGED: Final = 29
LINK_DOWN: Final = 30
UNSEEN_BY_FIRE_CONTROL: Final = 31
NO_ANSWER: Final = 32
FAINT_FOR_FIRE_CONTROL: Final = 33
UNLIKELY: Final = 34
NOT_WORTH_A_ROUND: Final = 35
KEPT_IN_RESERVE: Final = 36
DECLARATION_WAITS: Final = 37
STAFF_BUSY: Final = 38
HELD_WITHOUT_POST: Final = 39
NOT_ACQUIRED: Final = 40
TRACK_LOST: Final = 41
LEFT_ENVELOPE: Final = 42
REACTING: Final = 43
LAUNCHERS_BUSY: Final = 44
ASSESSED_KILLED: Final = 45
ASSESSED_ALIVE: Final = 46
UNIT_LOST: Final = 48
GUIDANCE_FULL: Final = 49
UNSTEADY: Final = 50
TRACKED_VAGUELY: Final = 51
STRIKES_FIRST: Final = 52
ASSESSED_UNKNOWN: Final = 58
SUPPORTED: Final = 60
SUPPORT_LOST: Final = 61
SEEKER_LOCKED: Final = 62
FUZED: Final = 63
FUZE_FAILED: Final = 64
ROUND_FAILED: Final = 65
HIT_GROUND: Final = 66
OUT_OF_ENERGY: Final = 67
OUT_OF_TIME: Final = 68
PASSED_TARGET: Final = 69
DETONATED_WITHOUT_KILL: Final = 70
NOTHING_THERE: Final = 71
TARGET_GONE: Final = 72
HOME_AFTER_RELEASE: Final = 80
HOME_UNRELEASED: Final = 81
CARRIER_LOST: Final = 83
LINK_FULL: Final = 100
UNIT_OFF: Final = 101
RADAR_BARRED: Final = 102
NETWORK_BARRED: Final = 103
LAUNCH_BARRED: Final = 104
AWARENESS_ONLY: Final = 105
FIGHTS_ALONE: Final = 90
DEFENDS_ITSELF: Final = 91
STAYS_SILENT: Final = 92
TAKES_COMMAND: Final = 93
SEARCH_SLOWED: Final = 120
LOOKS_STRETCHED: Final = 121
LOOKS_UNSTRETCHED: Final = 122
UNIT_IN_WAIT: Final = 130
LEFT_TO_UNITS: Final = 131
LEFT_TO_ANOTHER: Final = 132
SILENT_BY_ORDER: Final = 133
RADAR_SILENT: Final = 134
AS_ITS_DOCTRINE: Final = 140
AS_ITS_POST_SAYS: Final = 141
AS_COMMANDED: Final = 142
TO_ENGAGE: Final = 143
NOBODY_COMMANDS: Final = 144
NOT_ORDERED: Final = 190
TRACK_GONE: Final = 191
NOT_COMMANDED: Final = 192
NOT_ENGAGED: Final = 193
TO_STAND_DOWN: Final = 194
TO_HOLD_FIRE: Final = 195
WEAPONS_ARE_TIGHT: Final = 196
WEAPONS_ARE_FREE: Final = 197
TO_RADIATE: Final = 198
TO_STAY_SILENT: Final = 199
TO_FREE_RADARS: Final = 200
TO_FACE: Final = 201
HELD_IN_ZONE: Final = 150
INTO_ZONE: Final = 151
ON_FOREIGN_TRACK: Final = 160
LEADS_NO_SUCH_ROUND: Final = 161
UNDECIDED: Final = 170
ANSWERED_CIVIL: Final = 171
ANSWERED_MILITARY: Final = 172
NO_IFF_ANSWER: Final = 173
IN_CORRIDOR: Final = 174
OUTSIDE_CORRIDORS: Final = 175
STRAYED: Final = 176
FAST_AND_LOW: Final = 177
FASTER_THAN_CIVIL: Final = 178
TOWARD_PLACE: Final = 179
FLIES_LIKE_CIVIL: Final = 180
UNKNOWN_UNDER_FREE: Final = 181
UNIDENTIFIED: Final = 182
HELD_AS_NEUTRAL: Final = 183
HELD_AS_FRIENDLY: Final = 184
AIRWAY_ENDS: Final = 185
OF_A_RAID: Final = 186

#: Number -> words that finish a sentence ("... because it is {words}").
WORDS: Final = {
    NO_REASON: "",
    IN_VIEW: "in view",
    OUT_OF_RANGE: "beyond the instrumented range",
    TOO_CLOSE: "inside the minimum range",
    BELOW_HORIZON: "below the horizon",
    MASKED: "masked by terrain",
    BEHIND_TREES: "hidden by trees about the site",
    OUTSIDE_SECTOR: "outside the sector",
    OUTSIDE_ELEVATION: "outside the elevation limits",
    IN_CLUTTER: "hidden in clutter",
    TOO_FAINT: "too faint",
    UNRESOLVED: "not resolved from its neighbour",
    JAMMED: "hidden in a jammer's noise",
    SENSOR_LOST: "unseen, the sensor was destroyed",
    NOT_DECLARED: "not yet declared hostile",
    NOT_APPROACHING: "no threat yet to a defended place",
    HEIGHT_UNKNOWN: "known only without its height",
    NO_UNIT_IN_REACH: "out of reach of every fire unit",
    NO_CHANNEL: "waiting, no fire channel was free",
    NO_ROUND: "unengaged, no round was ready",
    TOO_LATE: "passing, too late for a round to meet it in reach",
    HELD_BY_RULE: "held by the weapons control status",
    TOO_FAST: "faster than the weapon may engage",
    ENGAGED: "under engagement",
    LINK_DOWN: "cut off, the link failed",
    UNSEEN_BY_FIRE_CONTROL: "in reach but hidden from the engagement sensors",
    NO_ANSWER: "unanswered, the fire unit did not reply",
    FAINT_FOR_FIRE_CONTROL: "in reach but too faint for the engagement sensors",
    TRACKED_VAGUELY: "in reach but tracked too vaguely for an engagement sensor to find it",
    STRIKES_FIRST: "at what it threatens before a round could meet it",
    UNLIKELY: "less likely to be killed by a round than the rules ask",
    NOT_WORTH_A_ROUND: "worth less than the rounds that it would take",
    KEPT_IN_RESERVE: "too slow for the rounds that are kept for faster ones",
    AWARENESS_ONLY: "known only by what may warn and may not cue",
    DECLARATION_WAITS: "not yet declared hostile, the staff was busy",
    STAFF_BUSY: "waiting, the staff was busy with other decisions",
    HELD_WITHOUT_POST: "left alone, without a post the unit only defends itself",
    NOT_ACQUIRED: "not acquired by the engagement sensor",
    TRACK_LOST: "lost by the engagement sensor",
    LEFT_ENVELOPE: "outside the launch envelope",
    REACTING: "inside the reaction time",
    LAUNCHERS_BUSY: "waiting for a launcher",
    ASSESSED_KILLED: "assessed as killed",
    ASSESSED_ALIVE: "assessed as alive",
    ASSESSED_UNKNOWN: "perhaps killed, nothing looked that would have shown it",
    UNIT_LOST: "the unit was destroyed",
    GUIDANCE_FULL: "waiting, the sensor guides as many rounds as it can",
    UNSTEADY: "waiting, its track was not steady enough to guide by",
    SUPPORTED: "supported",
    SUPPORT_LOST: "support was lost",
    SEEKER_LOCKED: "the seeker has locked",
    FUZED: "the fuze worked",
    FUZE_FAILED: "the fuze failed",
    ROUND_FAILED: "the round failed in flight",
    HIT_GROUND: "it hit the ground",
    OUT_OF_ENERGY: "it ran out of speed",
    OUT_OF_TIME: "it ran out of time",
    PASSED_TARGET: "it passed outside the fuze's reach",
    DETONATED_WITHOUT_KILL: "it burst near without a kill",
    NOTHING_THERE: "nothing was there, the track was false",
    TARGET_GONE: "the target was gone already",
    HOME_AFTER_RELEASE: "it went home after its release",
    HOME_UNRELEASED: "it went home with its task undone",
    CARRIER_LOST: "its carrier was lost before the release",
    LINK_FULL: "dropped, it waited too long for a full net",
    UNIT_OFF: "unengaged, the unit was switched off by its seller",
    RADAR_BARRED: "unseen, the seller's switch had taken the radars",
    NETWORK_BARRED: "cut off, the seller's switch had taken the unit's nets",
    LAUNCH_BARRED: "unengaged, the seller's switch barred launches",
    FIGHTS_ALONE: "fights alone",
    DEFENDS_ITSELF: "defends only itself",
    STAYS_SILENT: "stays silent",
    TAKES_COMMAND: "takes command",
    HELD_IN_ZONE: "in a zone where nobody may be engaged",
    INTO_ZONE: "reachable only by a round into a hold-fire zone",
    ON_FOREIGN_TRACK: "it is led on a foreign track",
    LEADS_NO_SUCH_ROUND: "known from a foreign track alone, which leads no round of this kind",
    SEARCH_SLOWED: "slow to search, its tracks take the time",
    LOOKS_STRETCHED: "out of time for all its tracks",
    LOOKS_UNSTRETCHED: "in time with its looks again",
    UNIT_IN_WAIT: "in reach of units that lie silent, in wait until it comes deeper",
    LEFT_TO_UNITS: "shown to units that choose for themselves",
    LEFT_TO_ANOTHER: "left to another unit, which engages it",
    SILENT_BY_ORDER: "unseen, the radars were silent by order",
    RADAR_SILENT: "unseen, the radars were silent",
    AS_ITS_DOCTRINE: "its command doctrine has it so",
    AS_ITS_POST_SAYS: "its post says so",
    AS_COMMANDED: "the commander says so",
    TO_ENGAGE: "it is to engage",
    NOBODY_COMMANDS: "nobody commands it",
    NOT_ORDERED: "not ordered to be engaged, the commander decides otherwise",
    TRACK_GONE: "the track is gone",
    NOT_COMMANDED: "the unit is not under its command",
    NOT_ENGAGED: "nobody engages the track",
    TO_STAND_DOWN: "leave its target, unless a round is out",
    TO_HOLD_FIRE: "hold its fire",
    WEAPONS_ARE_TIGHT: "fire at what is declared hostile",
    WEAPONS_ARE_FREE: "fire at will",
    TO_RADIATE: "have its radars on",
    TO_STAY_SILENT: "keep its radars silent",
    TO_FREE_RADARS: "use its radars as its doctrine has it",
    TO_FACE: "face another sector",
    UNDECIDED: "nothing decides who it is",
    ANSWERED_CIVIL: "it answers in civil modes",
    ANSWERED_MILITARY: "it answers with the key of the day",
    NO_IFF_ANSWER: "it does not answer",
    IN_CORRIDOR: "it keeps to a corridor",
    OUTSIDE_CORRIDORS: "it is outside all corridors",
    STRAYED: "it left its corridor",
    FAST_AND_LOW: "it is faster than civil aircraft may be so low",
    FASTER_THAN_CIVIL: "it is faster than any airliner",
    TOWARD_PLACE: "it comes at a defended place",
    FLIES_LIKE_CIVIL: "it flies as airliners do",
    UNKNOWN_UNDER_FREE: "nobody knows it, and weapons are free",
    UNIDENTIFIED: "unknown, and weapons are not free",
    HELD_AS_NEUTRAL: "held as neutral",
    HELD_AS_FRIENDLY: "held as friendly",
    AIRWAY_ENDS: "its airway ends",
    OF_A_RAID: "it flies as another does that was declared hostile",
}
