"""The highest ground below a straight leg: a ridge may stand between its ends.

Ground is bilinear in the cells of a raster, so that along a straight line it is a parabola in each cell, and its
highest point is found without a search: at a border of cells, or where a parabola that opens downwards has its top.
"""

from math import inf

import numpy as np

from shieldwall.kernels.compiled import kernel


@kernel
def crest(layers, raised, size, across, along, to_across, to_along):
    """Return the highest ground below the straight way between two places of a raster, metres; -inf outside of it.

    `layers` is float32[layer, row, column]: the ground as read in the first, and in the last as it is where `raised`,
    from 0 to 1, is 1. `size` is how many columns and rows of it hold ground; places are fractional columns and rows,
    and half a cell beyond the outermost centres the ground goes on level.
    """
    columns, rows = size
    across, to_across = _on_centres(across, columns), _on_centres(to_across, columns)
    along, to_along = _on_centres(along, rows), _on_centres(to_along, rows)
    step_x, step_y = to_across - across, to_along - along
    begin, end = _within(across, step_x, columns, 0.0, 1.0)
    begin, end = _within(along, step_y, rows, begin, end)
    if not begin <= end:
        return -inf
    x, y = across + begin * step_x, along + begin * step_y
    column, row = min(max(int(x), 0), columns - 2), min(max(int(y), 0), rows - 2)
    # The parts of the way at which it next crosses into another column and row, and those that a cell takes.
    (cross_x, cell_x), (cross_y, cell_y) = _crossing(across, step_x, column), _crossing(along, step_y, row)
    highest, part = -inf, begin
    while True:
        next_part = min(cross_x, cross_y, end)
        ahead = max(next_part - part, 0.0)
        x, y = across + part * step_x - column, along + part * step_y - row
        highest = max(highest, _top(layers, raised, row, column, x, y, (ahead * step_x, ahead * step_y)))
        if next_part >= end:
            return highest
        if cross_x <= cross_y:
            column += 1 if step_x > 0.0 else -1
            cross_x += cell_x
        else:
            row += 1 if step_y > 0.0 else -1
            cross_y += cell_y
        if column < 0 or row < 0 or column > columns - 2 or row > rows - 2:
            return highest
        part = next_part


@kernel(inline=True)
def _on_centres(place, count):
    """A place up to half a cell beyond the outermost centres, moved onto these; any other as it is."""
    return min(max(place, 0.0), count - 1.0) if -0.5 <= place <= count - 0.5 else place


@kernel(inline=True)
def _within(place, step, count, begin, end):
    """The part of a way that lies between the outermost centres along one axis, within a part that is known."""
    if 0.0 <= place <= count - 1.0 and 0.0 <= place + step <= count - 1.0:
        return begin, end
    if step == 0.0:
        return 1.0, 0.0
    first, last = -place / step, (count - 1.0 - place) / step
    return max(begin, min(first, last)), min(end, max(first, last))


@kernel(inline=True)
def _crossing(place, step, cell):
    """The part of a way at which it leaves a cell along one axis, and that of a cell; infinite where it runs beside."""
    if step == 0.0:
        return inf, inf
    per_cell = 1.0 / step
    return (cell + (1 if step > 0.0 else 0) - place) * per_cell, abs(per_cell)


@kernel(inline=True)
def _top(layers, raised, row, column, x, y, step):
    """The highest ground on a straight way inside one cell, from a place in it by a step, in cells."""
    read = layers[0]
    corner, east = np.float64(read[row, column]), np.float64(read[row, column + 1])
    north, far = np.float64(read[row + 1, column]), np.float64(read[row + 1, column + 1])
    if raised > 0.0:
        top = layers[layers.shape[0] - 1]
        corner += raised * (top[row, column] - corner)
        east += raised * (top[row, column + 1] - east)
        north += raised * (top[row + 1, column] - north)
        far += raised * (top[row + 1, column + 1] - far)
    across, along, twist = east - corner, north - corner, corner - east - north + far
    step_x, step_y = step
    here = corner + x * across + y * along + x * y * twist
    slope = step_x * across + step_y * along + (x * step_y + y * step_x) * twist
    bend = step_x * step_y * twist
    highest = max(here, here + slope + bend)
    if bend < 0.0 and 0.0 < slope < -2.0 * bend:
        highest = here - slope * slope / (4.0 * bend)
    return highest
