"""How the coefficients in `kernels/elementary.py` were made. Needs mpmath; prints them, lowest power first.

All are minimax in the relative error of the whole function, by Remez exchange on a dense grid. The
splittings of pi/2 and ln 2 have so many trailing zeros that their products with the counts of a range
reduction are exact.
"""

from collections.abc import Callable

from mpmath import mp, mpf

mp.dps = 50
GRID = 1200
Real = Callable[[mpf], mpf]


def nodes(low: mpf, high: mpf, count: int) -> list[mpf]:
    """Chebyshev extrema on an interval, ends included, in rising order."""
    return [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * k / (count - 1)) for k in range(count)]


def remez(
    wanted: Real, weight: Real, low: float, high: float, upper: int, lower: int = 0
) -> tuple[list[float], list[float], mpf]:
    """Quotient P/Q, Q(0) = 1, with the least largest weighted error; P, Q and that error."""
    grid = [x for x in nodes(mpf(low), mpf(high), GRID) if x != 0]
    values = [wanted(x) for x in grid]
    weights = [weight(x) for x in grid]
    count = upper + lower + 2
    picked = [round(k * (len(grid) - 1) / (count - 1)) for k in range(count)]
    above, below = [mpf(0)], [mpf(1)]
    for turn in range(12):
        for _ in range(1 if lower == 0 else 6):
            rows = [
                [grid[i] ** k for k in range(upper + 1)]
                + [-values[i] * grid[i] ** k for k in range(1, lower + 1)]
                + [(-1) ** n / weights[i] * mp.polyval(below[::-1], grid[i])]
                for n, i in enumerate(picked)
            ]
            solved = mp.lu_solve(mp.matrix(rows), mp.matrix([values[i] for i in picked]))
            above = [solved[k] for k in range(upper + 1)]
            below = [mpf(1)] + [solved[upper + k] for k in range(1, lower + 1)]
        fitted = [mp.polyval(above[::-1], x) / mp.polyval(below[::-1], x) for x in grid]
        errors = [w * (f - v) for f, v, w in zip(fitted, values, weights, strict=True)]
        peaks = alternating_peaks(errors)
        while len(peaks) > count:
            peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
        if len(peaks) < count or (peaks == picked and turn > 1):
            break
        picked = peaks
    return [float(c) for c in above], [float(c) for c in below], max(abs(e) for e in errors)


def alternating_peaks(errors: list[mpf]) -> list[int]:
    """Index of the largest error in each run of one sign."""
    peaks: list[int] = []
    for i, error in enumerate(errors):
        if peaks and errors[peaks[-1]] * error > 0:
            if abs(error) > abs(errors[peaks[-1]]):
                peaks[-1] = i
        else:
            peaks.append(i)
    return peaks


def pieces(value: mpf, bits: int, count: int) -> list[float]:
    """Split a constant into pieces of so many bits each, the last one rounded to a full double."""
    parts: list[float] = []
    for _ in range(count - 1):
        unit = mpf(2) ** (int(mp.floor(mp.log(abs(value), 2))) + 1 - bits)
        parts.append(float(mp.floor(value / unit) * unit))
        value -= parts[-1]
    return [*parts, float(value)]


def show(name: str, above: list[float], below: list[float] | None = None, error: mpf | None = None) -> None:
    """Print one table, or the two of a quotient, and the error."""
    print(f"{name}{'' if error is None else f'   (relative error {mp.nstr(error, 3)})'}")
    for c in above:
        print(f"    {c!r},")
    if below and len(below) > 1:
        show("  divided by", below)


def quantile(p: mpf) -> mpf:
    """x with probability p below it in the standard normal distribution."""
    return mp.sqrt(2) * mp.erfinv(2 * p - 1)


def middle(v: mpf) -> mpf:
    """Normal quantile of 1/2 + q over q, for v = 0.425 squared less q squared."""
    q = mp.sqrt(mpf("0.180625") - v) if v < mpf("0.180625") else mpf("1e-20")
    return quantile(mpf("0.5") + q) / q


def tail(v: mpf) -> mpf:
    """Minus the normal quantile of p, for v = sqrt(-ln p) - 1.6."""
    return -quantile(mp.exp(-((v + mpf("1.6")) ** 2)))


def log_series(z: mpf) -> mpf:
    """2 atanh(s) / s for z = s squared: the logarithm of (1 + s) / (1 - s), over s."""
    return 2 * mp.atanh(mp.sqrt(z)) / mp.sqrt(z)


def erlang(s: mpf) -> mpf:
    """Mean-one quantile of the Erlang law of order 2 over s, for s = sqrt(-ln u), u the chance of more."""
    x = mp.findroot(lambda x: x - mp.log1p(x) - s * s, s * s + mp.sqrt(2) * s, solver="newton")
    return x / 2 / s


def main() -> None:
    """Print every table."""
    show("ln 2", pieces(mp.ln(2), 40, 2))
    show("pi/2", pieces(mp.pi / 2, 33, 4))
    show("pi/4, of which up to four are added", pieces(mp.pi / 4, 50, 2))
    show("2/3", pieces(mpf(2) / 3, 53, 2))
    show("1/ln 10", pieces(1 / mp.ln(10), 53, 2))
    edge = mp.ln(2) / 2 * mpf("1.0005")
    show("exp", *remez(lambda r: (mp.exp(r) - 1 - r) / r**2, lambda r: r**2 / mp.exp(r), -edge, edge, 9))
    edge = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2
    show("log", *remez(lambda z: (log_series(z) - 2) / z, lambda z: z / 2, 0, edge, 6))
    beyond = remez(lambda z: (log_series(z) - 2 - 2 * z / 3) / z**2, lambda z: z**2, 0, edge, 6)
    show("log, after its cubic term", *beyond)
    edge = (mp.pi / 4) ** 2 * mpf("1.002")
    show("sin", *remez(lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, lambda z: z, 0, edge, 5))
    show("cos", *remez(lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2, lambda z: z**2, 0, edge, 5))
    edge = mp.tan(mp.pi / 8) ** 2 * mpf("1.0001")
    show("atan", *remez(lambda z: (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, lambda z: z, 0, edge, 11))
    show("asin", *remez(lambda z: (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, lambda z: z, 0, 0.25, 13))
    show("normal quantile, middle", *remez(middle, lambda v: 1 / middle(v), 0, mpf("0.180625"), 7, 7))
    show("normal quantile, tail", *remez(tail, lambda v: 1 / tail(v), 0, 4.8, 8, 8))
    show("Erlang quantile", *remez(erlang, lambda s: 1 / erlang(s), 1e-9, 6.1, 4, 3))


if __name__ == "__main__":
    main()
