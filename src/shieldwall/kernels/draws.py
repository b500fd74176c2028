"""Named random numbers: each draw is a pure function of what it is for, never of how many were drawn before.

The generator is Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
3", SC11, 2011). The key is (seed, replication), the counter is (purpose, entity, other, index); each word
is 32 bits wide and higher bits are ignored.
"""

import hashlib
from types import MappingProxyType

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, normal_quantile

DETECTION = 1
MEASUREMENT_NOISE = 2
FALSE_ALARM = 3
FLUCTUATION = 4
LINK_LOSS = 5
GUIDANCE_NOISE = 6
FUZE = 7
RELIABILITY = 8
PHASE = 9
REGISTRATION = 10
TERRAIN = 11
OBSTACLE = 12
UNKNOWN_VALUE = 13
RAID_SPREAD = 14
GUN_BURST = 15
OPERATOR_DELAY = 16
RESOLUTION = 17
DAMAGE = 18
ASSESSMENT = 19
READINESS = 20
LOOK_DETECTION = 21
LOOK_FALSE_ALARM = 22
NET_FAILURE = 40
SELLER_SWITCH = 41
TRAFFIC_ARRIVAL = 60
TRANSPONDER = 61
INTERROGATION = 62
INTERROGATOR_KEY = 63
RESAMPLE = 80
DESIGN = 81

# Numbered once: a number is never reused, since that would change the luck of every recorded run.
PURPOSES = MappingProxyType(
    {
        DETECTION: "whether a look detects its target",
        MEASUREMENT_NOISE: "errors of a measured position or speed",
        FALSE_ALARM: "number and places of the false alarms of a scan",
        FLUCTUATION: "fluctuation of a target's radar cross-section",
        LINK_LOSS: "failures and losses of a data link",
        GUIDANCE_NOISE: "angle and range errors of missile guidance",
        FUZE: "whether a fuze works, and where",
        RELIABILITY: "readiness of a unit and success of a launch",
        PHASE: "starting phase of an antenna's rotation",
        REGISTRATION: "registration bias of a site",
        TERRAIN: "error of the terrain heights around a site",
        OBSTACLE: "height of the obstacles around a site",
        UNKNOWN_VALUE: "a catalogue value known only by its range",
        RAID_SPREAD: "time, place and height of a raid about its plan",
        GUN_BURST: "effect of a gun burst",
        OPERATOR_DELAY: "reaction time of an operator",
        RESOLUTION: "whether two targets in one cell are told apart",
        DAMAGE: "damage done by a weapon that arrives",
        ASSESSMENT: "a wrong verdict on a kill",
        READINESS: "whether a unit works at all in a run",
        LOOK_DETECTION: "whether a look of a fire channel detects its target",
        LOOK_FALSE_ALARM: "number and places of the false alarms of such a look",
        NET_FAILURE: "when a net fails, and for how long",
        SELLER_SWITCH: "whether a unit's seller switches it off",
        TRAFFIC_ARRIVAL: "times between the flights of an airway",
        TRANSPONDER: "whether a transponder works, is on and has the key of the day",
        INTERROGATION: "answers to an interrogation: missed, garbled or taken for another's",
        INTERROGATOR_KEY: "whether an interrogator has the key of the day",
        RESAMPLE: "which battles a bootstrap takes again",
        DESIGN: "where the rows of a study's design lie in the ranges of its figures",
    }
)

#: Two targets in one cell so wide, m, are one to who names draws by where and when, and knows no name of a target.
PLACE_CELL = 100.0
_LOW = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_2 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_TO_UNIT_32 = 1.0 / 4294967296.0
_TO_UNIT_52 = 1.0 / 4503599627370496.0


def entity_of(name: str) -> int:
    """Return the number under which an entity draws, the first 32 bits of its name's BLAKE2s digest."""
    return int.from_bytes(hashlib.blake2s(name.encode()).digest()[:4], "big")


@kernel(inline=True)
def place_name(x, y):
    """Return the number by which a place, m east and north, names a draw: that of its cell of 100 m."""
    return ((int(x // PLACE_CELL) & 0xFFFF) << 16) | (int(y // PLACE_CELL) & 0xFFFF)


@kernel
def philox(c0, c1, c2, c3, k0, k1):
    """Return the four 32-bit words of one Philox 4x32-10 block, as integers (Salmon et al. 2011)."""
    # Signed 64-bit words, masked: products may wrap when compiled, their lower 64 bits are the same as in
    # plain Python.
    c0 = int(c0) & _LOW
    c1 = int(c1) & _LOW
    c2 = int(c2) & _LOW
    c3 = int(c3) & _LOW
    k0 = int(k0) & _LOW
    k1 = int(k1) & _LOW
    for _ in range(10):
        left = _MULTIPLIER_0 * c0
        right = _MULTIPLIER_2 * c2
        c0 = ((right >> 32) & _LOW) ^ c1 ^ k0
        c1 = right & _LOW
        c2 = ((left >> 32) & _LOW) ^ c3 ^ k1
        c3 = left & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@kernel
def uniform(seed, replication, purpose, entity, other, index):
    """Return one uniform number in the open interval (0, 1) with 52 random bits."""
    first, second, _, _ = philox(purpose, entity, other, index, seed, replication)
    return ((first << 20 | second >> 12) + 0.5) * _TO_UNIT_52


@kernel
def uniforms(seed, replication, purpose, entity, other, index):
    """Return four uniform numbers in the open interval (0, 1), of 32 random bits each, from one block."""
    a, b, c, d = philox(purpose, entity, other, index, seed, replication)
    return (a + 0.5) * _TO_UNIT_32, (b + 0.5) * _TO_UNIT_32, (c + 0.5) * _TO_UNIT_32, (d + 0.5) * _TO_UNIT_32


@kernel
def normal(seed, replication, purpose, entity, other, index):
    """Return one standard normal number, by inverse distribution function from 52 random bits."""
    return normal_quantile(uniform(seed, replication, purpose, entity, other, index))


@kernel
def normals(seed, replication, purpose, entity, other, index):
    """Return four normal numbers from one block, of 32 random bits each, so within 6.4 deviations."""
    a, b, c, d = uniforms(seed, replication, purpose, entity, other, index)
    return normal_quantile(a), normal_quantile(b), normal_quantile(c), normal_quantile(d)


@kernel
def poisson(mean, u):
    """Return the Poisson number of the given mean that the uniform number u in (0, 1) stands for.

    By inversion, one step for each event: for means up to 700, meant for a few. Monotonic in u and in the
    mean, so that common random numbers stay common. Returns 0 for a mean of zero or less.
    """
    if not mean > 0.0:
        return 0
    term = exp(-mean)
    total = term
    count = 0
    while u > total and count < 2000:
        count += 1
        term *= mean / count
        total += term
    return count
