"""What the ground about a radar does to its echoes, and what the range that its source states stands for."""

from typing import Final

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, log
from shieldwall.kernels.geodesy import effective_radius
from shieldwall.kernels.lobing import field, reflection
from shieldwall.kernels.propagation import ray_loss

#: Steps of the integral over the path for which a reference range stands.
ANCHOR_PARTS: Final = 256
_RADIUS: Final = effective_radius()
_CURVE: Final = 0.5 / _RADIUS

#: The field that smooth ground leaves on its horizon, dB of free space, by the antenna's height in natural units,
#: for a far target and horizontal polarisation: Fock's residue series, summed (Fock, Electromagnetic Diffraction and
#: Propagation Problems, 1965). A knife edge would leave -6 dB.
HORIZON_HEIGHTS: Final = (1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
HORIZON_FIELD: Final = (
    -82.32, -62.57, -43.35, -37.81, -30.83, -25.95, -21.57, -16.90, -14.37, -12.58, -10.94, -10.03, -9.30, -8.57, -8.13,
    -7.20,
)  # fmt: skip


@kernel
def anchor_share(losses, reach, sine):
    """Return the share of an echo's power that clear air leaves on the path for which a reference range stands.

    `losses`: float64[LAYERS], two-way losses of clear air in the radar's band; `reach` in m, `sine` of the apparent
    elevation of the target. The radar stands at the sea.
    """
    return exp(-ray_loss(losses, 0.0, sine, _CURVE, 0.0, reach, ANCHOR_PARTS))


@kernel
def anchor_gain(mast, scatter, sine, reach, wave_length):
    """Return F^4 over level ground on the path for which a reference range stands.

    Who names a range names that of a lobe; below the first one there is nothing better to name. So the reflected path
    counts as no longer than half a wave.
    """
    grazing, longer, spread = reflection(_RADIUS, mast, sine, reach)
    gain = field(scatter, grazing, spread, min(longer / wave_length, 0.5))
    return gain * gain


@kernel
def horizon_loss(mast, wave_length):
    """Return the part of the field that smooth ground takes at its horizon beside what a knife edge does, 0 to 1."""
    number = 2.0 * 3.141592653589793 / wave_length
    natural = log(mast * number) + log(2.0 / (number * _RADIUS)) / 3.0
    level = HORIZON_FIELD[-1]
    above = log(HORIZON_HEIGHTS[0])
    if natural <= above:
        level = HORIZON_FIELD[0]
    else:
        for i in range(len(HORIZON_HEIGHTS) - 1):
            below, above = above, log(HORIZON_HEIGHTS[i + 1])
            if natural < above:
                slope = (HORIZON_FIELD[i + 1] - HORIZON_FIELD[i]) / (above - below)
                level = slope * (natural - below) + HORIZON_FIELD[i]
                break
    return 1.0 - 2.0 * exp(level * log(10.0) / 20.0)
