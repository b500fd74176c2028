"""The last five looks at a track, one bit for each that hit."""

from shieldwall.kernels.compiled import kernel

WINDOW = 31
#: Hits among the last five looks that make a fire-control track firm.
FIRM_HITS = 4


@kernel(inline=True)
def hits(history):
    """Number of hits in the last five looks."""
    return (history & 1) + ((history >> 1) & 1) + ((history >> 2) & 1) + ((history >> 3) & 1) + ((history >> 4) & 1)


@kernel(inline=True)
def firm(history):
    """Whether a channel sees its target so well that a round may leave on its track, and looks may be shorter."""
    return hits(history) >= FIRM_HITS
