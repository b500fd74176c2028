"""Kalman filter for nearly constant velocity in three dimensions, fed with converted measurements.

The motion model is white-noise acceleration, equal and independent on the three axes (Bar-Shalom, Li and
Kirubarajan, "Estimation with Applications to Tracking and Navigation", Wiley 2001, section 6.2.2); `q` is its
power spectral density in m2/s3. A plot is a position with its covariance, converted to second order from
range, azimuth and elevation: given what was measured, the target lies on the arc that the angle errors allow,
and the mean of an arc lies nearer than its top (Duan, Han and Li, "Comments on 'Unbiased converted measurements
for tracking'", IEEE Trans. AES 40(4), 2004; the book's section 10.4.3 finds the plain conversion biased where
range x angle variance > 0.4 range sigma, which radars of hundreds of kilometres are). The arc is expanded about
the plot, so that tracks are consistent while range x angle variance < 0.7 range sigma.

A track is a row of a record array with the float64 fields x, y, z, vx, vy, vz (m, m/s) and t (s), and the
same row of `covariance: float64[:, 21]`: position xx xy xz yy yz zz, then position by velocity row by row,
then velocity xx xy xz yy yz zz. Only these numbers are stored, so the covariance is symmetric by
construction. A plot is a row of a record array with the fields of `POSITION`. Both may have further fields.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel

POSITION = np.dtype([(name, np.float64) for name in ("x", "y", "z", "xx", "xy", "xz", "yy", "yz", "zz")])
"""A position (m) and its covariance (m2): the fields that every plot row has."""

FIRST = np.array([0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5])
SECOND = np.array([0, 1, 2, 1, 2, 2, 3, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4, 5, 4, 5, 5])
"""Components of the state, x y z vx vy vz, that each of the 21 numbers of a covariance joins."""

UNKNOWN_HEIGHT = 1e12
"""Vertical variance (m2) of a plot that measures no height."""

CROSS_RANGE_FLOOR = 1.0
"""Least cross-range variance (m2), so that a plot overhead keeps a proper covariance."""


@kernel
def predict(tracks, covariance, k, t, q):
    """Carry track `k` forward to time `t`; a track that is there already or later is left alone."""
    track = tracks[k]
    h = t - track["t"]
    if h <= 0.0:
        return
    track["x"] += h * track["vx"]
    track["y"] += h * track["vy"]
    track["z"] += h * track["vz"]
    track["t"] = t
    p = covariance[k]
    velocity_noise = q * h
    cross_noise = velocity_noise * h * 0.5
    position_noise = velocity_noise * h * h / 3.0
    h2 = h * h
    p[0] += 2.0 * h * p[6] + h2 * p[15] + position_noise
    p[1] += h * (p[7] + p[9]) + h2 * p[16]
    p[2] += h * (p[8] + p[12]) + h2 * p[17]
    p[3] += 2.0 * h * p[10] + h2 * p[18] + position_noise
    p[4] += h * (p[11] + p[13]) + h2 * p[19]
    p[5] += 2.0 * h * p[14] + h2 * p[20] + position_noise
    p[6] += h * p[15] + cross_noise
    p[7] += h * p[16]
    p[8] += h * p[17]
    p[9] += h * p[16]
    p[10] += h * p[18] + cross_noise
    p[11] += h * p[19]
    p[12] += h * p[17]
    p[13] += h * p[19]
    p[14] += h * p[20] + cross_noise
    p[15] += velocity_noise
    p[18] += velocity_noise
    p[20] += velocity_noise


@kernel(inline=True)
def horizontal(tracks, covariance, k, t, q):
    """Where track `k` is at time `t`, as `expect` has it: x, y and their variances."""
    track = tracks[k]
    p = covariance[k]
    h = t - track["t"]
    h2 = h * h
    noise = q * h2 * abs(h) / 3.0
    x = track["x"] + h * track["vx"]
    y = track["y"] + h * track["vy"]
    return x, y, p[0] + 2.0 * h * p[6] + h2 * p[15] + noise, p[3] + 2.0 * h * p[10] + h2 * p[18] + noise


@kernel
def expect(tracks, covariance, k, t, q, positions, j):
    """Write to row `j` of `positions` where track `k` is at time `t`, which may lie before or after its own.

    The track itself stays as it is. The covariance is the one that `update` uses for a plot of that time.
    """
    track = tracks[k]
    p = covariance[k]
    h = t - track["t"]
    h2 = h * h
    noise = q * h2 * abs(h) / 3.0
    there = positions[j]
    there["x"] = track["x"] + h * track["vx"]
    there["y"] = track["y"] + h * track["vy"]
    there["z"] = track["z"] + h * track["vz"]
    there["xx"] = p[0] + 2.0 * h * p[6] + h2 * p[15] + noise
    there["xy"] = p[1] + h * (p[7] + p[9]) + h2 * p[16]
    there["xz"] = p[2] + h * (p[8] + p[12]) + h2 * p[17]
    there["yy"] = p[3] + 2.0 * h * p[10] + h2 * p[18] + noise
    there["yz"] = p[4] + h * (p[11] + p[13]) + h2 * p[19]
    there["zz"] = p[5] + 2.0 * h * p[14] + h2 * p[20] + noise


@kernel
def mahalanobis(positions, j, plots, i):
    """Squared distance of plot `i` from position `j` in units of their joint covariance."""
    there = positions[j]
    plot = plots[i]
    dx = plot["x"] - there["x"]
    dy = plot["y"] - there["y"]
    dz = plot["z"] - there["z"]
    a = there["xx"] + plot["xx"]
    b = there["xy"] + plot["xy"]
    c = there["xz"] + plot["xz"]
    d = there["yy"] + plot["yy"]
    e = there["yz"] + plot["yz"]
    f = there["zz"] + plot["zz"]
    xx = d * f - e * e
    xy = c * e - b * f
    xz = b * e - c * d
    yy = a * f - c * c
    yz = b * c - a * e
    zz = a * d - b * b
    square = dx * (xx * dx + 2.0 * (xy * dy + xz * dz)) + dy * (yy * dy + 2.0 * yz * dz) + zz * dz * dz
    return square / (a * xx + b * xy + c * xz)


@kernel
def update(tracks, covariance, k, t, plots, i, q):
    """Correct track `k` by plot `i` measured at time `t`; the track's time becomes the later of the two.

    A plot that is not older than the track is met by prediction, and the update is exact. An older one (out
    of sequence) corrects the present state through the retrodicted position x + (t - track t) v. Approximated
    there: the acceleration noise between plot and track counts as independent of the state's error, as if the
    plots already used had told nothing about it. The exact solution (Bar-Shalom, "Update with out-of-sequence
    measurements in tracking: exact solution", IEEE Trans. AES 38(3), 2002) needs the innovations in between,
    which a track does not keep. Both agree at zero lag and, for any lag, when `q` is zero; otherwise the
    error grows by less than 3 %, and the covariance is honest while sqrt(q lag^3 / 3) is well below the error
    of the plot.
    """
    track = tracks[k]
    lag = t - track["t"]
    if lag > 0.0:
        predict(tracks, covariance, k, t, q)
        lag = 0.0
    plot = plots[i]
    p = covariance[k]
    # Covariance of the state with the expected position: rows are state components, columns its axes.
    xx = p[0] + lag * p[6]
    xy = p[1] + lag * p[7]
    xz = p[2] + lag * p[8]
    yx = p[1] + lag * p[9]
    yy = p[3] + lag * p[10]
    yz = p[4] + lag * p[11]
    zx = p[2] + lag * p[12]
    zy = p[4] + lag * p[13]
    zz = p[5] + lag * p[14]
    ux = p[6] + lag * p[15]
    uy = p[9] + lag * p[16]
    uz = p[12] + lag * p[17]
    vx = p[7] + lag * p[16]
    vy = p[10] + lag * p[18]
    vz = p[13] + lag * p[19]
    wx = p[8] + lag * p[17]
    wy = p[11] + lag * p[19]
    wz = p[14] + lag * p[20]
    # Innovation and its covariance, the latter inverted by cofactors.
    noise = -q * lag * lag * lag / 3.0
    dx = plot["x"] - (track["x"] + lag * track["vx"])
    dy = plot["y"] - (track["y"] + lag * track["vy"])
    dz = plot["z"] - (track["z"] + lag * track["vz"])
    a = xx + lag * ux + noise + plot["xx"]
    b = xy + lag * uy + plot["xy"]
    c = xz + lag * uz + plot["xz"]
    d = yy + lag * vy + noise + plot["yy"]
    e = yz + lag * vz + plot["yz"]
    f = zz + lag * wz + noise + plot["zz"]
    i0 = d * f - e * e
    i1 = c * e - b * f
    i2 = b * e - c * d
    scale = 1.0 / (a * i0 + b * i1 + c * i2)
    i0 *= scale
    i1 *= scale
    i2 *= scale
    i3 = (a * f - c * c) * scale
    i4 = (b * c - a * e) * scale
    i5 = (a * d - b * b) * scale
    # One state component after the other: its gain, its correction, its row of the covariance.
    g, h, m = xx * i0 + xy * i1 + xz * i2, xx * i1 + xy * i3 + xz * i4, xx * i2 + xy * i4 + xz * i5
    track["x"] += g * dx + h * dy + m * dz
    p[0] -= g * xx + h * xy + m * xz
    p[1] -= g * yx + h * yy + m * yz
    p[2] -= g * zx + h * zy + m * zz
    p[6] -= g * ux + h * uy + m * uz
    p[7] -= g * vx + h * vy + m * vz
    p[8] -= g * wx + h * wy + m * wz
    g, h, m = yx * i0 + yy * i1 + yz * i2, yx * i1 + yy * i3 + yz * i4, yx * i2 + yy * i4 + yz * i5
    track["y"] += g * dx + h * dy + m * dz
    p[3] -= g * yx + h * yy + m * yz
    p[4] -= g * zx + h * zy + m * zz
    p[9] -= g * ux + h * uy + m * uz
    p[10] -= g * vx + h * vy + m * vz
    p[11] -= g * wx + h * wy + m * wz
    g, h, m = zx * i0 + zy * i1 + zz * i2, zx * i1 + zy * i3 + zz * i4, zx * i2 + zy * i4 + zz * i5
    track["z"] += g * dx + h * dy + m * dz
    p[5] -= g * zx + h * zy + m * zz
    p[12] -= g * ux + h * uy + m * uz
    p[13] -= g * vx + h * vy + m * vz
    p[14] -= g * wx + h * wy + m * wz
    g, h, m = ux * i0 + uy * i1 + uz * i2, ux * i1 + uy * i3 + uz * i4, ux * i2 + uy * i4 + uz * i5
    track["vx"] += g * dx + h * dy + m * dz
    p[15] -= g * ux + h * uy + m * uz
    p[16] -= g * vx + h * vy + m * vz
    p[17] -= g * wx + h * wy + m * wz
    g, h, m = vx * i0 + vy * i1 + vz * i2, vx * i1 + vy * i3 + vz * i4, vx * i2 + vy * i4 + vz * i5
    track["vy"] += g * dx + h * dy + m * dz
    p[18] -= g * vx + h * vy + m * vz
    p[19] -= g * wx + h * wy + m * wz
    g, h, m = wx * i0 + wy * i1 + wz * i2, wx * i1 + wy * i3 + wz * i4, wx * i2 + wy * i4 + wz * i5
    track["vz"] += g * dx + h * dy + m * dz
    p[20] -= g * wx + h * wy + m * wz


@kernel
def start(tracks, covariance, k, t, plots, i, priors):
    """Begin track `k` at plot `i`, at rest and with a wide velocity prior.

    `priors: float64[3]` are the standard deviations of horizontal velocity per axis (m/s), of climb rate
    (m/s) and of the height of a target whose plot measures none (m).
    """
    track = tracks[k]
    plot = plots[i]
    track["x"] = plot["x"]
    track["y"] = plot["y"]
    track["z"] = plot["z"]
    track["vx"] = 0.0
    track["vy"] = 0.0
    track["vz"] = 0.0
    track["t"] = t
    p = covariance[k]
    p[:] = 0.0
    p[0] = plot["xx"]
    p[1] = plot["xy"]
    p[2] = plot["xz"]
    p[3] = plot["yy"]
    p[4] = plot["yz"]
    p[5] = plot["zz"] if plot["zz"] < UNKNOWN_HEIGHT else priors[2] * priors[2]
    p[15] = priors[0] * priors[0]
    p[18] = priors[0] * priors[0]
    p[20] = priors[1] * priors[1]


@kernel
def start_between(tracks, covariance, k, t, plots, i, first):
    """Begin track `k` at plot `i`, with the velocity from the place and time of track `first`, which had one plot.

    Two-point differencing (Bar-Shalom, Li and Kirubarajan 2001, section 5.5.3). The climb of a target whose height no
    plot measures stays that of a start at rest, which `k` must be.
    """
    track, other, plot = tracks[k], tracks[first], plots[i]
    h = t - other["t"]
    p, before = covariance[k], covariance[first]
    track["vx"] = (plot["x"] - other["x"]) / h
    track["vy"] = (plot["y"] - other["y"]) / h
    p[6], p[7], p[9], p[10] = p[0] / h, p[1] / h, p[1] / h, p[3] / h
    p[15] = (p[0] + before[0]) / (h * h)
    p[16] = (p[1] + before[1]) / (h * h)
    p[18] = (p[3] + before[3]) / (h * h)
    if plot["zz"] < UNKNOWN_HEIGHT:
        track["vz"] = (plot["z"] - other["z"]) / h
        p[8], p[11], p[12], p[13], p[14] = p[2] / h, p[4] / h, p[2] / h, p[4] / h, p[5] / h
        p[17] = (p[2] + before[2]) / (h * h)
        p[19] = (p[4] + before[4]) / (h * h)
        p[20] = (p[5] + before[5]) / (h * h)


@kernel
def convert(plots, i, dx, dy, dz, range_sigma, azimuth_sigma, elevation_sigma):
    """Convert plot `i` of a 3-D radar, measured at (dx, dy, dz) from it (m, rad): write its covariance, shift it.

    The shift is to the mean of the places that the angle errors allow, whose spread in range adds to the variance.
    """
    ground2 = dx * dx + dy * dy
    slant2 = ground2 + dz * dz
    ground = np.sqrt(ground2)
    slant = np.sqrt(slant2)
    east = dx / ground if ground > 0.0 else 0.0
    north = dy / ground if ground > 0.0 else 1.0
    flat = ground / slant
    steep = dz / slant
    turn2 = azimuth_sigma * azimuth_sigma
    tilt2 = elevation_sigma * elevation_sigma
    along = range_sigma * range_sigma + 0.5 * slant2 * tilt2 * tilt2
    across = max(ground2 * turn2, CROSS_RANGE_FLOOR)
    above = slant2 * tilt2
    radial = along * flat * flat + above * steep * steep + 0.5 * ground2 * turn2 * turn2
    slope = (along - above) * flat * steep
    plot = plots[i]
    plot["x"] -= 0.5 * (turn2 + tilt2) * dx
    plot["y"] -= 0.5 * (turn2 + tilt2) * dy
    plot["z"] -= 0.5 * tilt2 * dz
    plot["xx"] = radial * east * east + across * north * north
    plot["xy"] = (radial - across) * east * north
    plot["xz"] = slope * east
    plot["yy"] = radial * north * north + across * east * east
    plot["yz"] = slope * north
    plot["zz"] = along * steep * steep + above * flat * flat


@kernel
def convert_flat(plots, i, dx, dy, dz, range_sigma, azimuth_sigma, half_band):
    """Convert plot `i` of a 2-D radar, placed amid a band of heights (dz +- half_band, m), as `convert` does.

    Nothing is measured in height. A slant range leaves the ground range open between its values at the edges
    of the band; that interval enters as a uniform error. Approximated: the error is new at each plot.
    """
    ground2 = dx * dx + dy * dy
    slant2 = ground2 + dz * dz
    ground = np.sqrt(ground2)
    slant = np.sqrt(slant2)
    east = dx / ground if ground > 0.0 else 0.0
    north = dy / ground if ground > 0.0 else 1.0
    least = max(abs(dz) - half_band, 0.0)
    most = abs(dz) + half_band
    interval = np.sqrt(max(slant2 - least * least, 0.0)) - np.sqrt(max(slant2 - most * most, 0.0))
    turn2 = azimuth_sigma * azimuth_sigma
    along = range_sigma * slant / max(ground, 0.1 * slant)
    radial = along * along + interval * interval / 12.0 + 0.5 * ground2 * turn2 * turn2
    across = max(ground2 * turn2, CROSS_RANGE_FLOOR)
    plot = plots[i]
    plot["x"] -= 0.5 * turn2 * dx
    plot["y"] -= 0.5 * turn2 * dy
    plot["xx"] = radial * east * east + across * north * north
    plot["xy"] = (radial - across) * east * north
    plot["xz"] = 0.0
    plot["yy"] = radial * north * north + across * east * east
    plot["yz"] = 0.0
    plot["zz"] = UNKNOWN_HEIGHT
