"""Radar cross-section against aspect."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp


@kernel(inline=True)
def cross_section(signatures, row, band, cosine):
    """Radar cross-section, m2, seen at an angle of which `cosine` is 1 from the front and -1 from the rear.

    `signatures` is float64[row, band, 3], natural logarithms of m2 from the front, the side and the rear; they are
    blended in decibels by the squares of the direction cosines.
    """
    end = 0 if cosine > 0.0 else 2
    along = cosine * cosine
    return exp(along * signatures[row, band, end] + (1.0 - along) * signatures[row, band, 1])
