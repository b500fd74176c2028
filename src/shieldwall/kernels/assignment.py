"""Assignment: plots to tracks, rounds to targets.

`linear_assignment` and `associate` are the same method, shortest augmenting paths with dual prices (Jonker
and Volgenant 1987; Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Trans. AES 52(4),
2016), the first on a full matrix, the second on the few pairs that gates leave.
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


@kernel
def linear_assignment(cost, rows, columns, assigned, reals, integers):
    """Solve the rectangular linear assignment problem exactly; return False when each full one is barred.

    The costs are the leading `rows` x `columns` of `cost: float64[:, :]`: infinite where barred, never -inf
    or NaN. The answer, min(rows, columns) pairs of least total cost, is the column of each row, or -1, in
    `assigned: int64[n]`. Workspaces: `reals: float64[3, n]`, `integers: int64[4, n]`, n at least the longer
    side.
    """
    upright = rows <= columns
    short = rows if upright else columns
    long = columns if upright else rows
    near_price = reals[0]
    far_price = reals[1]
    length = reals[2]
    owner = integers[0]
    parent = integers[1]
    waiting = integers[2]
    partner = integers[3]
    for j in range(long):
        near_price[j] = 0.0
        far_price[j] = 0.0
        owner[j] = -1
        partner[j] = -1
    feasible = True
    for start in range(short):
        for j in range(long):
            length[j] = np.inf
            waiting[j] = j
        left = long
        reach = 0.0
        end = -1
        i = start
        while end < 0:
            nearest = -1
            for n in range(left):
                j = waiting[n]
                through = reach + (cost[i, j] if upright else cost[j, i]) - near_price[i] - far_price[j]
                if through < length[j]:
                    length[j] = through
                    parent[j] = i
                if nearest < 0:
                    nearest = n
                else:
                    best = waiting[nearest]
                    if length[j] < length[best] or (length[j] == length[best] and j < best):
                        nearest = n
            j = waiting[nearest]
            if length[j] == np.inf:
                feasible = False
                break
            reach = length[j]
            left -= 1
            waiting[nearest] = waiting[left]
            waiting[left] = j
            if owner[j] < 0:
                end = j
            else:
                i = owner[j]
        if end < 0:
            break
        near_price[start] += reach
        for n in range(left, long):
            j = waiting[n]
            far_price[j] -= reach - length[j]
            if owner[j] >= 0:
                near_price[owner[j]] += reach - length[j]
        while True:
            i = parent[end]
            owner[end] = i
            end, partner[i] = partner[i], end
            if i == start:
                break
    for i in range(rows):
        assigned[i] = partner[i] if upright else owner[i]
    return feasible


@kernel
def greedy_assign(value, kill_probability, capacity, least_gain, shots):
    """Assign rounds to targets one by one, each where it saves most; return how many were assigned.

    `value: float64[targets]` is what each target threatens, left multiplied by its probability to survive;
    `kill_probability: float64[units, targets]` is 0 where a unit may not fire; `capacity: int64[units]` is
    left as the rounds remaining. A round saves value x kill probability; none goes out for `least_gain` or
    less. The answer is `shots: int64[n, 2]`, (unit, target) in order, at most n. Ties go to the lower target,
    then the lower unit.

    Optimal when all units are alike (den Broeder, Ellison and Emerling, "On optimum target assignments",
    Operations Research 7, 1959); otherwise at least half of the best saving (Fisher, Nemhauser and Wolsey,
    "An analysis of approximations for maximizing submodular set functions II", 1978). Exact and nearly exact
    methods: Ahuja, Kumar, Jha and Orlin, "Exact and heuristic algorithms for the weapon-target assignment
    problem", Operations Research 55, 2007.
    """
    units, targets = kill_probability.shape
    count = 0
    while count < len(shots):
        best = least_gain
        best_unit = -1
        best_target = -1
        for target in range(targets):
            for unit in range(units):
                if capacity[unit] > 0 and value[target] * kill_probability[unit, target] > best:
                    best = value[target] * kill_probability[unit, target]
                    best_unit = unit
                    best_target = target
        if best_unit < 0:
            break
        value[best_target] *= 1.0 - kill_probability[best_unit, best_target]
        capacity[best_unit] -= 1
        shots[count, 0] = best_unit
        shots[count, 1] = best_target
        count += 1
    return count
