"""Assignment of plots to tracks, on the few pairs that gates leave.

Shortest augmenting paths with dual prices (Jonker and Volgenant 1987; Crouse, "On implementing 2D rectangular
assignment algorithms", IEEE Trans. AES 52(4), 2016).
"""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.gates import GATE

CLAIM = np.dtype([("first", np.int64), ("slot", np.int64), ("price", np.float64)])
"""Workspace of `associate`, a row per plot: its first pair, the slot that it holds, its dual price."""


@kernel
def associate(pairs, found, slots, claims, number, assigned):
    """Give each of `number` plots the row of its track, or -1, so that the sum over all plots is the least.

    Global nearest neighbour: a pair costs its squared distance, a plot without track the gate. Confirmed
    tracks choose first: tentative ones get what they leave (exact but for 1/64 of squared distance at the
    gate's edge). `pairs`, `found` and `slots` come from `candidates`; `claims: CLAIM[n]` is a workspace, n at
    least number + 1; the answer is `assigned: int64[n]`. The order of rows does not matter, except that of
    two equally good tracks the lower slot, and of two equally good plots the lower one, is taken.
    """
    for pair in range(found):
        slot = slots[pairs[pair]["slot"]]
        slot["price"] = 0.0
        slot["length"] = np.inf
        slot["owner"] = -1
        slot["rivals"] = 0
        slot["settled"] = 0
    pair = 0
    for i in range(number):
        claim = claims[i]
        claim["first"] = pair
        claim["slot"] = -1
        claim["price"] = 0.0
        while pair < found and pairs[pair]["plot"] == i:
            slots[pairs[pair]["slot"]]["rivals"] += 1
            pair += 1
    claims[number]["first"] = found
    for i in range(number):
        first = claims[i]["first"]
        options = claims[i + 1]["first"] - first
        if options == 1 and slots[pairs[first]["slot"]]["rivals"] == 1:
            claims[i]["slot"] = pairs[first]["slot"]
        elif options > 0:
            _admit(pairs, slots, claims, i)
    for i in range(number):
        held = claims[i]["slot"]
        assigned[i] = slots[held]["row"] if held >= 0 else -1


@kernel
def _admit(pairs, slots, claims, start):
    """Bring one more plot into an optimal association, shifting others along the shortest augmenting path."""
    reached = 0
    length = 0.0
    leaving = start
    leaving_length = np.inf
    end = -1
    i = start
    while True:
        # Any plot on the way may be left without a track, at no cost: costs count from the gate down.
        if length - claims[i]["price"] < leaving_length:
            leaving = i
            leaving_length = length - claims[i]["price"]
        for pair in range(claims[i]["first"], claims[i + 1]["first"]):
            j = pairs[pair]["slot"]
            slot = slots[j]
            if slot["settled"] == 1:
                continue
            if slot["length"] == np.inf:
                slots[reached]["reached"] = j
                reached += 1
            cost = (pairs[pair]["distance"] - GATE) * slot["weight"]
            through = length + cost - claims[i]["price"] - slot["price"]
            if through < slot["length"]:
                slot["length"] = through
                slot["parent"] = i
        nearest = -1
        for n in range(reached):
            j = slots[n]["reached"]
            if slots[j]["settled"] == 0:
                if (
                    nearest < 0
                    or slots[j]["length"] < slots[nearest]["length"]
                    or (slots[j]["length"] == slots[nearest]["length"] and j < nearest)
                ):
                    nearest = j
        if nearest < 0 or slots[nearest]["length"] > leaving_length:
            length = leaving_length
            break
        slots[nearest]["settled"] = 1
        length = slots[nearest]["length"]
        if slots[nearest]["owner"] < 0:
            end = nearest
            break
        i = slots[nearest]["owner"]
    claims[start]["price"] += length
    for n in range(reached):
        slot = slots[slots[n]["reached"]]
        if slot["settled"] == 1:
            slot["price"] -= length - slot["length"]
            if slot["owner"] >= 0:
                claims[slot["owner"]]["price"] += length - slot["length"]
        slot["length"] = np.inf
        slot["settled"] = 0
    if end < 0:
        end = claims[leaving]["slot"]
        claims[leaving]["slot"] = -1
    while end >= 0:
        i = slots[end]["parent"]
        slots[end]["owner"] = i
        freed = claims[i]["slot"]
        claims[i]["slot"] = end
        if i == start:
            break
        end = freed
