"""Figures of the catalogue in one replication: as they are stated, or drawn from their ranges."""

from math import floor, sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import UNKNOWN_VALUE, uniform
from shieldwall.kernels.elementary import power

#: Laws of a figure between its low and high end: none, uniform, triangular with a mode.
STATED, UNIFORM, TRIANGULAR = 0, 1, 2
#: What is asked for: figures as stated, drawn from their ranges, or those that the vector holds already.
CENTRAL, SAMPLED, GIVEN = 0, 1, 2

FIGURE = np.dtype(
    [
        ("value", "f8"),
        ("low", "f8"),
        ("high", "f8"),
        ("mode", "f8"),  # of a triangular law, as a share of the way from low to high
        ("law", "i8"),
        ("logarithmic", "i8"),  # whether the law holds for the logarithm
        ("whole", "i8"),
        ("purpose", "i8"),  # of the draw; what is not a catalogue's unknown varies in every replication
        ("entity", "i8"),
    ],
    align=True,
)
"""A figure, SI, and how it is drawn: by (purpose, entity), so that all copies of a thing share it."""


@kernel
def draw_figures(figures, asked, seed, replication, values):
    """Write the value of each FIGURE row into `values`, float64[at least as many]; `asked` is CENTRAL and so on.

    What varies in every replication, such as the trees about a site, is drawn whatever is asked for.
    """
    for row in range(figures.shape[0]):
        figure = figures[row]
        unknown = figure.purpose == UNKNOWN_VALUE
        if unknown and asked == GIVEN:
            continue
        if figure.law == STATED or (unknown and asked == CENTRAL):
            values[row] = figure.value
        else:
            values[row] = quantile(figures, row, uniform(seed, replication, figure.purpose, figure.entity, 0, 0))


@kernel
def set_figures(figures, columns, row, values):
    """Write the figures of `columns` at a row of a study's design, float64[column] in (0, 1), into `values`.

    Those that are stated without a range stay.
    """
    for number in range(columns.shape[0]):
        column = columns[number]
        if figures[column].law != STATED:
            values[column] = quantile(figures, column, row[number])


@kernel
def quantile(figures, row, u):
    """Return the quantile at u in (0, 1) of a figure, as `catalogue.values.sample` has it."""
    figure = figures[row]
    low, high = figure.low, figure.high
    share = u
    if figure.law == TRIANGULAR:
        mode = figure.mode
        share = sqrt(u * mode) if u < mode else 1.0 - sqrt((1.0 - u) * (1.0 - mode))
    if figure.whole == 1:
        return min(max(floor(low - 0.5 + (high - low + 1.0) * share + 0.5), low), high)
    drawn = low * power(high / low, share) if figure.logarithmic == 1 else low + (high - low) * share
    return min(max(drawn, low), high)
