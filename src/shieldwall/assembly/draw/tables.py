"""What a replication makes of its plan's tables: words that it writes, rows that it leaves out, tables in between."""

from math import inf, sqrt

from shieldwall.assembly.draw.raid_groups import LEGS, LINES
from shieldwall.engine.referee.script import SCRIPT_CLOCK
from shieldwall.kernels.compiled import kernel


@kernel
def write(places, values, words):
    """Write values into words of some table, int64[write, 2], word and value."""
    for row in range(places.shape[0]):
        words[places[row, 0]] = values[places[row, 1]]


@kernel
def write_whole(places, values, words):
    """Write values, which are whole numbers, into words, int64."""
    for row in range(places.shape[0]):
        words[places[row, 0]] = int(values[places[row, 1]])


@kernel
def muster(blocks, there, values, words, model, belief):
    """Leave out the channels and launchers that a replication does not have, and say how many each unit has.

    Args:
        blocks: int64[unit, 4], first channel and most channels, first launcher and most launchers.
        there: (int64[channel], int64[launcher]), the value that is less than 1 where a row is left out, -1 for none.
        values: the values of the replication.
        words: (int64[channel, column], int64[launcher, column]), the words of both tables.
        model: (units, channels, launchers, weapons), records; a weapon's flight columns are as many as its rounds.
        belief: (launcher_state, subordinates), records; launchers are full, and posts know how many channels are free.
    """
    units, channels, launchers, weapons = model
    state, subordinates = belief
    for n in range(blocks.shape[0]):
        first, most = blocks[n, 0], blocks[n, 1]
        clock = channels[first].clock if most > 0 else 0
        units[n].channels = close_ranks(words[0], there[0], first, first + most, values)
        for post in range(blocks.shape[0]):
            subordinates[post, n].free = units[n].channels
        for c in range(first, first + most):
            channels[c].clock = clock + c - first
        first, most = blocks[n, 2], blocks[n, 3]
        units[n].launchers = close_ranks(words[1], there[1], first, first + most, values)
        for row in range(first, first + most):
            launcher = launchers[row]
            if row >= first + units[n].launchers:
                launcher.capacity = launcher.reserve = 0
            state[row].ready, state[row].stock = launcher.capacity, launcher.reserve
            if weapons[launcher.weapon].airframe >= 0:
                weapons[launcher.weapon].end_column += launcher.capacity + launcher.reserve


@kernel
def close_ranks(words, there, first, end, values):
    """Move the rows of a block that a replication has to its front; return how many they are."""
    free = first
    for row in range(first, end):
        if there[row] < 0 or values[there[row]] >= 1.0:
            if row > free:
                for column in range(words.shape[1]):
                    words[free, column] = words[row, column]
            free += 1
    return free - first


@kernel
def choose_masks(heights, offsets, places, values, rows):
    """Let each MASK row lie between the masks that were made for antennas next to its own.

    Args:
        heights: float64[site, k], heights over the ground from which masks were made, m, ascending.
        offsets: int64[site, k], where they begin.
        places: int64[site], the value that is the height of the antenna, or -1 where only one mask was made.
        values: the values of the replication.
        rows: MASK rows, filled.
    """
    for site in range(rows.shape[0]):
        if places[site] < 0:
            continue
        height = values[places[site]]
        k = 0
        while k < heights.shape[1] - 1 and heights[site, k + 1] <= height:
            k += 1
        mask = rows[site]
        mask.offset = offsets[site, k]
        mask.weight = 0.0
        if height > heights[site, k] and k < heights.shape[1] - 1:
            mask.above = offsets[site, k + 1]
            mask.weight = (height - heights[site, k]) / (heights[site, k + 1] - heights[site, k])


@kernel
def mix_reach(thrusts, planned, places, values, mixed):
    """Fill the reach tables of a replication by its fitted thrusts.

    Args:
        thrusts: float64[type, k], shares of the fitted thrust for which reach was flown, ascending.
        planned: float32[type, k, LAYERS, RANGES, HEIGHTS].
        places: int64[type], the value that is the share of the fitted thrust, or -1.
        values: the values of the replication.
        mixed: float32[type, LAYERS, RANGES, HEIGHTS], filled.
    """
    last = thrusts.shape[1] - 1
    for kind in range(mixed.shape[0]):
        k = 0
        weight = 0.0
        if places[kind] >= 0:
            thrust = values[places[kind]]
            while k < last and thrusts[kind, k + 1] <= thrust:
                k += 1
            if thrust > thrusts[kind, k] and k < last:
                weight = (thrust - thrusts[kind, k]) / (thrusts[kind, k + 1] - thrusts[kind, k])
        above = min(k + 1, last)
        for layer in range(mixed.shape[1]):
            for i in range(mixed.shape[2]):
                for j in range(mixed.shape[3]):
                    low, high = planned[kind, k, layer, i, j], planned[kind, above, layer, i, j]
                    mixed[kind, layer, i, j] = low + weight * (high - low)


@kernel
def begin(truth, clocks, filled):
    """Set the clock of the script to its first line, and the speed that no body exceeds; `filled` counts both."""
    clocks[SCRIPT_CLOCK] = truth.script[0].t if filled[LINES] > 0 else inf
    fastest = 0.0
    for row in range(filled[LEGS]):
        leg = truth.legs[row]
        fastest = max(fastest, sqrt(leg.vx * leg.vx + leg.vy * leg.vy + leg.vz * leg.vz))
    truth.fastest[0] = fastest
