"""The yardstick's tracker: packed float32 gates, nearest neighbour, Kalman corrections; for speed only."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numba
import numpy as np

# Not kept on disk: numba's cache does not notice an edit in another file, and compiling takes some ten seconds.
compiled: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy", _nrt=False)

FREE, TENTATIVE, CONFIRMED = 0, 1, 2

# What a replication does, counted in `tally`.
LOOKS, VISIBLE, DETECTIONS, PAIRS, UPDATES, STARTS, CONFIRMATIONS, STEPS, LAUNCHES, ARRIVALS, KILLS = range(11)
# Entries of `marks`: rows of the track table in use, row from which to look for a free one, gates packed,
# missiles launched, first missile that may be in the air.
USED, FROM, PACKED, LAUNCHED, FIRST = range(5)


@compiled
def predict(tracks, covariance, k, t):
    """Advance a track: 21 terms, place (6), place with velocity (9, by rows), velocity (6), white acceleration."""
    dt = t - tracks[k].t
    if dt <= 0.0:
        return
    track, p = tracks[k], covariance[k]
    track.x += track.vx * dt
    track.y += track.vy * dt
    track.z += track.vz * dt
    track.t = t
    noise = 400.0 * dt
    mixed, placed, squared = noise * dt * 0.5, noise * dt * dt / 3.0, dt * dt
    p[0] += 2.0 * dt * p[6] + squared * p[15] + placed
    p[1] += dt * (p[7] + p[9]) + squared * p[16]
    p[2] += dt * (p[8] + p[12]) + squared * p[17]
    p[3] += 2.0 * dt * p[10] + squared * p[18] + placed
    p[4] += dt * (p[11] + p[13]) + squared * p[19]
    p[5] += 2.0 * dt * p[14] + squared * p[20] + placed
    p[6] += dt * p[15] + mixed
    p[7] += dt * p[16]
    p[8] += dt * p[17]
    p[9] += dt * p[16]
    p[10] += dt * p[18] + mixed
    p[11] += dt * p[19]
    p[12] += dt * p[17]
    p[13] += dt * p[19]
    p[14] += dt * p[20] + mixed
    p[15] += noise
    p[18] += noise
    p[20] += noise


@compiled
def inverted(p, plot):
    """Inverse of a track's and a plot's summed covariance of place, six terms."""
    a, b, c = p[0] + plot.xx, p[1] + plot.xy, p[2] + plot.xz
    d, e, f = p[3] + plot.yy, p[4] + plot.yz, p[5] + plot.zz
    xx, xy, xz = d * f - e * e, c * e - b * f, b * e - c * d
    scale = 1.0 / (a * xx + b * xy + c * xz)
    yy, yz, zz = a * f - c * c, b * c - a * e, a * d - b * b
    return xx * scale, xy * scale, xz * scale, yy * scale, yz * scale, zz * scale


@compiled
def distance(tracks, covariance, k, plots):
    """Squared Mahalanobis distance of a track and the plot."""
    track, plot = tracks[k], plots[0]
    xx, xy, xz, yy, yz, zz = inverted(covariance[k], plot)
    dx, dy, dz = plot.x - track.x, plot.y - track.y, plot.z - track.z
    return dx * (xx * dx + 2.0 * (xy * dy + xz * dz)) + dy * (yy * dy + 2.0 * yz * dz) + zz * dz * dz


@compiled
def times(inverse, a, b, c):
    """A row vector times a symmetric matrix."""
    xx, xy, xz, yy, yz, zz = inverse
    return a * xx + b * xy + c * xz, a * xy + b * yy + c * yz, a * xz + b * yz + c * zz


@compiled
def dot(u, a, b, c):
    """Inner product."""
    return u[0] * a + u[1] * b + u[2] * c


@compiled
def update(tracks, covariance, k, plots):
    """Correct a track by the plot."""
    track, plot, p = tracks[k], plots[0], covariance[k]
    inverse = inverted(p, plot)
    dx, dy, dz = plot.x - track.x, plot.y - track.y, plot.z - track.z
    a0, a1, a2, a3, a4, a5 = p[0], p[1], p[2], p[3], p[4], p[5]
    b0, b1, b2, b3, b4, b5, b6, b7, b8 = p[6], p[7], p[8], p[9], p[10], p[11], p[12], p[13], p[14]
    gx, gy, gz = times(inverse, a0, a1, a2), times(inverse, a1, a3, a4), times(inverse, a2, a4, a5)
    hx, hy, hz = times(inverse, b0, b3, b6), times(inverse, b1, b4, b7), times(inverse, b2, b5, b8)
    track.x += dot(gx, dx, dy, dz)
    track.y += dot(gy, dx, dy, dz)
    track.z += dot(gz, dx, dy, dz)
    track.vx += dot(hx, dx, dy, dz)
    track.vy += dot(hy, dx, dy, dz)
    track.vz += dot(hz, dx, dy, dz)
    p[0], p[1], p[2] = a0 - dot(gx, a0, a1, a2), a1 - dot(gx, a1, a3, a4), a2 - dot(gx, a2, a4, a5)
    p[3], p[4], p[5] = a3 - dot(gy, a1, a3, a4), a4 - dot(gy, a2, a4, a5), a5 - dot(gz, a2, a4, a5)
    p[6], p[7], p[8] = b0 - dot(gx, b0, b3, b6), b1 - dot(gx, b1, b4, b7), b2 - dot(gx, b2, b5, b8)
    p[9], p[10], p[11] = b3 - dot(gy, b0, b3, b6), b4 - dot(gy, b1, b4, b7), b5 - dot(gy, b2, b5, b8)
    p[12], p[13], p[14] = b6 - dot(gz, b0, b3, b6), b7 - dot(gz, b1, b4, b7), b8 - dot(gz, b2, b5, b8)
    p[15] -= dot(hx, b0, b3, b6)
    p[16] -= dot(hx, b1, b4, b7)
    p[17] -= dot(hx, b2, b5, b8)
    p[18] -= dot(hy, b1, b4, b7)
    p[19] -= dot(hy, b2, b5, b8)
    p[20] -= dot(hz, b2, b5, b8)


@compiled
def start(tracks, covariance, k, plots):
    """Begin a tentative track on the plot."""
    track, plot, p = tracks[k], plots[0], covariance[k]
    track.x, track.y, track.z, track.t = plot.x, plot.y, plot.z, plot.t
    track.vx = track.vy = track.vz = 0.0
    track.status, track.history, track.looks = TENTATIVE, 1, 0
    track.radar, track.rounds, track.truth = plot.radar, 0, plot.truth
    p[:] = 0.0
    p[0], p[1], p[2], p[3], p[4], p[5] = plot.xx, plot.xy, plot.xz, plot.yy, plot.yz, plot.zz
    p[15], p[18], p[20] = 4e4, 4e4, 400.0


@compiled
def pack(tracks, covariance, gates, slots, used, t):
    """Pack the expected place and the gate of every track into dense columns, once a scan; return how many."""
    count = 0
    for k in range(used):
        if tracks[k].status == FREE:
            continue
        dt, p = t - tracks[k].t, covariance[k]
        xx, yy = p[0] + dt * (2.0 * p[6] + dt * p[15]), p[3] + dt * (2.0 * p[10] + dt * p[18])
        gates[0, count] = tracks[k].x + tracks[k].vx * dt
        gates[1, count] = tracks[k].y + tracks[k].vy * dt
        gates[2, count] = 4.0 * sqrt(max(xx, yy) + 400.0 * dt * dt * dt / 3.0)
        slots[count] = k
        count += 1
    return count


@compiled
def associate(tracks, covariance, gates, slots, words, plots, marks, tally):
    """Give the plot to the nearest track whose gate holds it, or begin a track."""
    plot = plots[0]
    x, y = np.float32(plot.x), np.float32(plot.y)
    reach = np.float32(4.0 * sqrt(max(plot.xx, plot.yy)))
    east, north, width, hits = gates[0], gates[1], gates[2], words.view(np.uint8)
    packed = marks[PACKED]
    for j in range(packed):
        hits[j] = (abs(x - east[j]) < width[j] + reach) & (abs(y - north[j]) < width[j] + reach)
    best, least = -1, 16.0
    for word in range((packed + 7) >> 3):
        if words[word] == 0:
            continue
        for j in range(8 * word, min(8 * word + 8, packed)):
            if hits[j] == 0:
                continue
            predict(tracks, covariance, slots[j], plot.t)
            tally[PAIRS] += 1
            apart = distance(tracks, covariance, slots[j], plots)
            if apart < least:
                best, least = j, apart
    if best >= 0:
        k = slots[best]
        update(tracks, covariance, k, plots)
        east[best] = 1e18
        if tracks[k].radar == plot.radar:
            tracks[k].history |= 1
        tracks[k].truth = plot.truth
        tally[UPDATES] += 1
        return
    k = marks[FROM]
    while k < marks[USED] and tracks[k].status != FREE:
        k += 1
    marks[FROM] = k
    if k < len(tracks):
        start(tracks, covariance, k, plots)
        marks[USED] = max(marks[USED], k + 1)
        tally[STARTS] += 1
