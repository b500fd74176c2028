"""Staff load: each order and each declaration takes its staff some time, and what comes meanwhile waits."""

from shieldwall.kernels.compiled import kernel

#: Shares of a command cycle within which the staff begins declarations and orders: orders come first.
FOR_DECLARATIONS, FOR_ORDERS = 0.5, 1.0


@kernel(inline=True)
def staff_free(model, belief, n, share, t):
    """Whether the staff of unit `n` has done so much that it begins one more decision within a share of its cycle."""
    return belief.unit_state[n].staff_until < t + share * model.units[n].cycle


@kernel
def decisions_left(model, belief, n, share, most, t):
    """Decisions that the staff of unit `n` still begins within a share of its cycle, at most `most`."""
    until, count = belief.unit_state[n].staff_until, 0
    while count < most and until < t + share * model.units[n].cycle:
        until = max(until, t) + model.units[n].decision_time
        count += 1
    return count


@kernel(inline=True)
def decide(model, belief, n, t):
    """Let the staff of unit `n` take one more decision, after those that it has begun."""
    state = belief.unit_state[n]
    state.staff_until = max(state.staff_until, t) + model.units[n].decision_time
