"""The noise of a jammer in a radar's receiver, relative to the receiver's own, and the antenna that lets it in.

A noise jammer spreads its effective radiated power over a band wider than the receiver's, so that both noises are told
by their densities and the receiver's bandwidth cancels. All powers and gains are linear, over an isotropic antenna.
"""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.quantities.constants import BOLTZMANN, NOISE_TEMPERATURE, SPEED_OF_LIGHT

#: Gain of a pencil or fan beam times the product of its half-power widths, rad2: 44.45 dB at one square degree.
BEAM_SOLID_ANGLE = 8.487010416011299
#: Off axis by u half-power widths the main lobe falls as exp(-4 ln 2 u^2): one half at u = 1/2.
FOUR_LN_2 = 2.772588722239781
#: Half-power widths off axis at which side lobes begin to fall with the square of the angle, and its square.
FIRST_SIDE_LOBE = 1.45
_FALLS_FROM = FIRST_SIDE_LOBE * FIRST_SIDE_LOBE
#: Beyond so many squared widths off axis nothing is left of the main lobe.
_NO_MAIN_LOBE = 40.0
_FOUR_PI_SQUARED = 157.91367041742973


@kernel
def antenna_gain(azimuth_beam, elevation_beam):
    """Gain on the axis of a beam of these half-power widths, rad, over an isotropic antenna.

    G = 44.45 dB - 10 log(width x width in square degrees) (ITU, Final Acts of WRC-12, Resolution 553, figure 1), which
    is 4 pi / (width x width) with an efficiency of 0.68.
    """
    return BEAM_SOLID_ANGLE / (azimuth_beam * elevation_beam)


@kernel
def antenna_pattern(near, far, off_axis):
    """Gain relative to that on the axis, where `off_axis` is the square of the angle in half-power widths.

    A Gaussian main lobe; side lobes at the level `near` up to 1.45 widths, then falling with the square of the angle
    down to `far`, which holds all round (form of curves A and B of the ITU, Final Acts of WRC-12, Resolution 553,
    figure 1, whose own near level is -25.2 dB).
    """
    side = max(near if off_axis < _FALLS_FROM else near * _FALLS_FROM / off_axis, far)
    return max(exp(-FOUR_LN_2 * off_axis), side) if off_axis < _NO_MAIN_LOBE else side


@kernel
def receiving(gain, wavelength, noise_figure, losses):
    """Noise received over own noise, m2 Hz/W: from 1 W/Hz at 1 m on the axis, with own noise k T0 F.

    G lambda^2 / ((4 pi)^2 k T0 F L): the one-way equation of H. T. Friis (1946) over the noise of a receiver (Skolnik,
    Radar Handbook, 2008, chapter 24; NAWCWPNS TP 8347, 1999, sections 4-3 and 4-9). `losses` are those of foreign noise
    alone: polarisation and line.
    """
    own = BOLTZMANN * NOISE_TEMPERATURE * noise_figure * losses
    return gain * wavelength * wavelength / (_FOUR_PI_SQUARED * own)


@kernel
def received_density(power, bandwidth, range_cell):
    """Density of a jammer's noise in the receiver of a radar, W/Hz, from its power in W over its bandwidth in Hz.

    The receiver passes c / (2 range cell); noise in a narrower band than that enters whole.
    """
    return power / max(bandwidth, SPEED_OF_LIGHT / (2.0 * range_cell))


@kernel
def jamming_to_noise(density, receiver, share, distance):
    """Noise of one jammer over the receiver's own: `density` is its effective radiated power per bandwidth, W/Hz.

    `receiver` is of `receiving`, `share` the gain in the jammer's direction relative to that on the axis, `distance` in
    metres. Several jammers add.
    """
    return density * receiver * share / (distance * distance)
