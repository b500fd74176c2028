"""How far a picture is from the truth: the generalised optimal sub-pattern assignment, GOSPA, with p = 2 and alpha = 2.

A. S. Rahmathullah, A. F. Garcia-Fernandez and L. Svensson, "Generalized optimal sub-pattern assignment metric", Proc.
20th International Conference on Information Fusion, 2017, eq. 1 and proposition 1: the least sum, over assignments of
tracks to objects nearer than a cutoff c, of squared distances, and half of c squared for each that has no partner.
"""

from shieldwall.kernels.assignment import associate
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.gates import GATE


@kernel
def best_match(places, objects, slots, tracks, pairs, claims, assigned, cutoff):
    """Match tracks to objects over the ground so that GOSPA is least; return how many, and their squares of distance.

    Args:
        places: float64[2, n], east and north of the objects, m.
        objects: how many they are.
        slots: SLOT[m], the tracks with `x`, `y` (m) and `row`.
        tracks: how many they are.
        pairs, claims, assigned: PAIR[..], CLAIM[n + 1] and int64[n], workspaces; `assigned` gets the row of each
            object's track, -1 for none.
        cutoff: m; what lies further apart is never matched.

    Returns:
        matches, and the sum in m2; -1 matches where a workspace is too small.
    """
    if objects > assigned.shape[0] or objects >= claims.shape[0]:
        return -1, 0.0
    bound = cutoff * cutoff
    found = 0
    for j in range(tracks):
        slots[j]["weight"] = 1.0
    for i in range(objects):
        for j in range(tracks):
            dx, dy = slots[j]["x"] - places[0, i], slots[j]["y"] - places[1, i]
            square = dx * dx + dy * dy
            if square < bound:
                if found >= pairs.shape[0]:
                    return -1, 0.0
                # In units in which to leave an object and a track alone costs as much as the gate of `associate`.
                pairs[found]["plot"], pairs[found]["slot"] = i, j
                pairs[found]["distance"] = square / bound * GATE
                found += 1
    associate(pairs, found, slots, claims, objects, assigned)
    matches = 0
    total = 0.0
    for i in range(objects):
        if claims[i]["slot"] >= 0:
            slot = slots[claims[i]["slot"]]
            dx, dy = slot["x"] - places[0, i], slot["y"] - places[1, i]
            total += dx * dx + dy * dy
            matches += 1
    return matches, total


@kernel(inline=True)
def gospa_squared(objects, tracks, matches, total, cutoff):
    """Return GOSPA squared, m2, of so many objects and tracks, of which `matches` are `total` m2 apart."""
    return total + 0.5 * cutoff * cutoff * (objects + tracks - 2.0 * matches)
