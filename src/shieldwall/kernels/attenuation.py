"""What air and rain take from a radio wave on its way, in decibels per kilometre.

Gas: the line-by-line method of ITU-R P.676-12 (2019), annex 1, from 1 to 1000 GHz. Rain: the power law of ITU-R
P.838-3 (2005), from 1 to 1000 GHz. Pressure in hPa, temperature in K, vapour in g/m3, rain in mm/h, frequency in GHz,
as the Recommendations have them. The elementary functions are our own, so that no loss depends on a machine.
"""

from math import sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import cos, exp, log10, power
from shieldwall.kernels.spectral_lines import OXYGEN, WATER

#: Frequencies for which the Recommendations hold, GHz.
LOWEST_FREQUENCY, HIGHEST_FREQUENCY = 1.0, 1000.0

# P.838-3, tables 1 to 4: rows (a, b, c) of the bells, then slope and constant.
_K_HORIZONTAL = np.array(
    [
        (-5.33980, -0.10008, 1.13098),
        (-0.35351, 1.26970, 0.45400),
        (-0.23789, 0.86036, 0.15354),
        (-0.94158, 0.64552, 0.16817),
    ]
)
_K_VERTICAL = np.array(
    [
        (-3.80595, 0.56934, 0.81061),
        (-3.44965, -0.22911, 0.51059),
        (-0.39902, 0.73042, 0.11899),
        (0.50167, 1.07319, 0.27195),
    ]
)
_ALPHA_HORIZONTAL = np.array(
    [
        (-0.14318, 1.82442, -0.55187),
        (0.29591, 0.77564, 0.19822),
        (0.32177, 0.63773, 0.13164),
        (-5.37610, -0.96230, 1.47828),
        (16.1721, -3.29980, 3.43990),
    ]
)
_ALPHA_VERTICAL = np.array(
    [
        (-0.07771, 2.33840, -0.76284),
        (0.56727, 0.95545, 0.54039),
        (-0.20238, 1.14520, 0.26809),
        (-48.2991, 0.791669, 0.116226),
        (48.5833, 0.791459, 0.116479),
    ]
)


@kernel
def oxygen_attenuation(frequency, pressure, temperature, vapour):
    """Attenuation by dry air, dB/km (P.676-12, equations 1 to 9); `pressure` is that of the dry air, hPa."""
    theta = 300.0 / temperature
    wet = vapour * temperature / 216.7
    eighth = power(theta, 0.8)
    refraction = 0.0
    for i in range(OXYGEN.shape[0]):
        line = OXYGEN[i, 0]
        strength = OXYGEN[i, 1] * 1e-7 * pressure * theta**3 * exp(OXYGEN[i, 2] * (1.0 - theta))
        width = OXYGEN[i, 3] * 1e-4 * (pressure * power(theta, 0.8 - OXYGEN[i, 4]) + 1.1 * wet * theta)
        width = sqrt(width * width + 2.25e-6)
        mixing = (OXYGEN[i, 5] + OXYGEN[i, 6] * theta) * 1e-4 * (pressure + wet) * eighth
        below, above = line - frequency, line + frequency
        shape = (width - mixing * below) / (below * below + width * width)
        shape += (width - mixing * above) / (above * above + width * width)
        refraction += strength * shape * frequency / line
    debye = 5.6e-4 * (pressure + wet) * eighth
    ratio = frequency / debye
    continuum = 6.14e-5 / (debye * (1.0 + ratio * ratio))
    continuum += 1.4e-12 * pressure * theta * sqrt(theta) / (1.0 + 1.9e-5 * frequency * sqrt(frequency))
    return 0.1820 * frequency * (refraction + frequency * pressure * theta * theta * continuum)


@kernel
def vapour_attenuation(frequency, pressure, temperature, vapour):
    """Attenuation by water vapour, dB/km (P.676-12, equations 1 to 6); `pressure` is that of the dry air, hPa."""
    theta = 300.0 / temperature
    wet = vapour * temperature / 216.7
    refraction = 0.0
    for i in range(WATER.shape[0]):
        line = WATER[i, 0]
        strength = WATER[i, 1] * 0.1 * wet * theta**3 * sqrt(theta) * exp(WATER[i, 2] * (1.0 - theta))
        width = pressure * power(theta, WATER[i, 4]) + WATER[i, 5] * wet * power(theta, WATER[i, 6])
        width *= WATER[i, 3] * 1e-4
        width = 0.535 * width + sqrt(0.217 * width * width + 2.1316e-12 * line * line / theta)
        below, above = line - frequency, line + frequency
        shape = width / (below * below + width * width) + width / (above * above + width * width)
        refraction += strength * shape * frequency / line
    return 0.1820 * frequency * refraction


@kernel
def _bells(table, x):
    total = 0.0
    for i in range(table.shape[0]):
        off = (x - table[i, 1]) / table[i, 2]
        total += table[i, 0] * exp(-off * off)
    return total


@kernel
def rain_attenuation(frequency, rate, elevation=0.0, tilt=0.7853981633974483):
    """Attenuation by rain of `rate` mm/h, dB/km (P.838-3, equations 1 to 5).

    `elevation` of the path and `tilt` of the polarisation from the horizontal in rad; by default a level path and
    circular polarisation.
    """
    x = log10(frequency)
    k_h = power(10.0, _bells(_K_HORIZONTAL, x) - 0.18961 * x + 0.71147)
    k_v = power(10.0, _bells(_K_VERTICAL, x) - 0.16398 * x + 0.63297)
    a_h = _bells(_ALPHA_HORIZONTAL, x) + 0.67849 * x - 1.95537
    a_v = _bells(_ALPHA_VERTICAL, x) - 0.053739 * x + 0.83433
    level = cos(elevation)
    mix = level * level * cos(2.0 * tilt)
    k = 0.5 * (k_h + k_v + (k_h - k_v) * mix)
    alpha = 0.5 * (k_h * a_h + k_v * a_v + (k_h * a_h - k_v * a_v) * mix) / k
    return k * power(rate, alpha) if rate > 0.0 else 0.0
