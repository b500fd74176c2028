"""Identity of a track: what the answers to interrogation, corridors and its flight say of it, as a sum of evidence.

Three hypotheses are weighed, hostile, neutral and friendly: each piece of evidence adds its log-likelihood ratio, as
the scores do by which crews and their machines identify, and the sum is the posterior of naive Bayes. A unit weighs
what its picture and its reports hold, and nothing else.
"""

from math import inf, sqrt

from shieldwall.engine.command.answers import civil_evidence, military_evidence
from shieldwall.engine.command.corridors import ENTERED, KEEPS, OUTSIDE, follow_corridors
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, log
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.record.reasons import (
    ANSWERED_CIVIL,
    ANSWERED_MILITARY,
    FAST_AND_LOW,
    FASTER_THAN_CIVIL,
    FLIES_LIKE_CIVIL,
    IN_CORRIDOR,
    NO_IFF_ANSWER,
    OUTSIDE_CORRIDORS,
    STRAYED,
    TOWARD_PLACE,
    UNDECIDED,
)
from shieldwall.state.identity import FRIENDLY, HOSTILE, NEUTRAL, UNKNOWN

#: Probability of a hypothesis that decides, and that of hostile above which a track held for another is unknown again.
DECIDES, DOUBTED = 0.9, 0.5
#: A height less certain than this variance, m2, and a velocity than this, m2/s2, say nothing.
HEIGHT_VARIANCE, SPEED_VARIANCE = 1.0e6, 400.0
#: Deviations of a track by which it may lie outside of the bounds of a corridor.
DEVIATIONS = 2.0
#: Civil aircraft fly no faster than 250 kt indicated, 150 m/s true and a wind behind, below 10 000 ft (14 CFR 91.117).
LOW, CIVIL_LIMIT = 3048.0, 160.0
#: Airliners on their way fly at the least and at the most so fast, m/s: Mach 0.89 at 9 km, and a jet stream behind.
CIVIL_SLOWEST, CIVIL_FASTEST = 150.0, 320.0
#: A track comes at a place that it passes within so many seconds and would destroy so much of. Assumptions.
COMING, COMES_FOR = 300.0, 0.1
#: Probability of each piece of evidence if a track is hostile, neutral, friendly. Assumptions.
IN_LANE = (0.1, 0.95, 0.6)
JUST_IN_LANE = (0.2, 0.95, 0.6)
OUT_OF_LANE = (0.8, 0.05, 0.3)
FAST_LOW = (0.5, 0.02, 0.3)
VERY_FAST = (0.3, 0.005, 0.3)
LIKE_CIVIL = (0.3, 0.9, 0.3)
COMES = (0.6, 0.2, 0.2)


@kernel(inline=True)
def weighs_identity(model):
    """Whether anything but the raid may fly, so that units weigh who a track is."""
    return model.exercise[0].neutrals + model.exercise[0].friends > 0


@kernel
def identify(model, belief, k, t):
    """Weigh what a unit knows of its track `k` at `t`.

    Return the identity that follows, what speaks most for it, and the probability that the track is hostile. A track
    keeps the identity that it was given until another is as sure, or, if that was not hostile, until it is doubted.
    """
    exercise, track = model.exercise[0], belief.tracks[k]
    known = add_flight(model, belief, k, add_answers(exercise, track), t)
    neutral = exp(min(known[0], 300.0)) if exercise.neutrals else 0.0
    friendly = exp(min(known[1], 300.0)) if exercise.friends else 0.0
    hostile = 1.0 / (1.0 + neutral + friendly)
    if hostile >= DECIDES:
        return HOSTILE, known[3], hostile
    if hostile <= 1.0 - DECIDES:
        return (NEUTRAL, known[5], hostile) if neutral >= friendly else (FRIENDLY, known[7], hostile)
    if track.identity == HOSTILE or (track.identity != UNKNOWN and hostile <= DOUBTED):
        return track.identity, track.identified_by, hostile
    return UNKNOWN, UNDECIDED, hostile


@kernel
def add_answers(exercise, track):
    """Begin a sum with what a track answered.

    A sum holds the log-likelihood ratios of neutral and of friendly over hostile, then the greatest weight for hostile,
    for neutral and for friendly, each with the piece of evidence that has it.
    """
    civil = civil_evidence(track) if exercise.neutrals else 0.0
    military = military_evidence(track) if exercise.friends else 0.0
    silent = max(0.0, -civil - military)
    return civil, military, silent, NO_IFF_ANSWER, civil, ANSWERED_CIVIL, military, ANSWERED_MILITARY


@kernel
def add_flight(model, belief, k, known, t):
    """Add to a sum what corridors and the flight of track `k` say of it."""
    exercise, track, p = model.exercise[0], belief.tracks[k], belief.covariance[k]
    height = inf
    if p[5] < HEIGHT_VARIANCE:
        height = height_above_sea(track.x, track.y, track.z, exercise.meridional, exercise.normal)
    slack = (DEVIATIONS * sqrt(p[5]), DEVIATIONS * sqrt(p[15] + p[18]))
    lane = follow_corridors(model.corridors, track, height, slack, t)
    if lane == KEEPS:
        known = add(exercise, known, IN_LANE, IN_CORRIDOR)
    elif lane == ENTERED:
        known = add(exercise, known, JUST_IN_LANE, IN_CORRIDOR)
    elif lane == OUTSIDE:
        known = add(exercise, known, OUT_OF_LANE, STRAYED if track.strayed else OUTSIDE_CORRIDORS)
    if p[15] + p[18] < SPEED_VARIANCE:
        speed = sqrt(track.vx * track.vx + track.vy * track.vy)
        if speed > CIVIL_FASTEST:
            known = add(exercise, known, VERY_FAST, FASTER_THAN_CIVIL)
        elif height < LOW and speed > CIVIL_LIMIT:
            known = add(exercise, known, FAST_LOW, FAST_AND_LOW)
        elif LOW <= height < inf and speed >= CIVIL_SLOWEST:
            known = add(exercise, known, LIKE_CIVIL, FLIES_LIKE_CIVIL)
    if track.to_go < COMING and track.worth >= COMES_FOR:
        known = add(exercise, known, COMES, TOWARD_PLACE)
    return known


@kernel
def add(exercise, known, chances, why):
    """Add a piece of evidence to a sum: its probability if a track is hostile, neutral, friendly, and its name."""
    neutral = log(chances[1] / chances[0])
    friendly = log(chances[2] / chances[0])
    against = -(neutral if exercise.neutrals else 0.0) - (friendly if exercise.friends else 0.0)
    sums = known[0] + neutral, known[1] + friendly
    hostile = (against, why) if against > known[2] else (known[2], known[3])
    civil = (neutral, why) if neutral > known[4] else (known[4], known[5])
    own = (friendly, why) if friendly > known[6] else (known[6], known[7])
    return sums + hostile + civil + own
