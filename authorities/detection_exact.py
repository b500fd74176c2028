"""How `detection_exact.csv` was made: by inverting the transform of the law numerically. Needs mpmath.

The sum of N pulses behind a square-law detector, noise power 1 per pulse, has the Laplace transform
    (1 + s)**-N * exp(-E s / (1 + s))           for a steady energy E, N times the ratio of one pulse;
    (1 + s)**(K - N) * (1 + s (1 + E / K))**-K  for an energy of gamma law, K = 1, N, 2, 2N in cases 1 to 4
(Marcum, RAND RM-754, 1947; Swerling, RAND RM-1217, 1954). Talbot's contour at 60 digits gives its
distribution function at the threshold, mpmath's incomplete gamma function the threshold. The package sums a
series instead. Steady cases are checked here against the Bessel integral of Marcum's Q function.
"""

import sys

from mpmath import mp, mpf

mp.dps = 60
PFA = ("1e-2", "1e-4", "1e-6", "1e-8", "1e-10")
PULSES = (1, 2, 3, 8, 24, 50, 100)
WANTED = ("0.01", "0.1", "0.5", "0.9", "0.99")


def threshold(pfa: mpf, pulses: int) -> mpf:
    """Level that noise alone exceeds with probability `pfa`."""
    guess = pulses + mp.sqrt(pulses) * mp.sqrt(-2 * mp.log(pfa)) - mp.log(pfa)
    return mp.findroot(
        lambda t: mp.log(mp.gammainc(pulses, t, mp.inf, regularized=True) / pfa),
        (pulses, guess),
        solver="anderson",
    )


def missed(ratio: mpf, level: mpf, pulses: int, swerling: int) -> mpf:
    """Probability that the sum stays below the level, by inversion of its transform."""
    energy = ratio * pulses
    shape = (0, 1, pulses, 2, 2 * pulses)[swerling]

    def transform(s: mpf) -> mpf:
        if shape == 0:
            return (1 + s) ** -pulses * mp.exp(-energy * s / (1 + s)) / s
        return (1 + s) ** (shape - pulses) * (1 + s * (1 + energy / shape)) ** -shape / s

    return mp.invertlaplace(transform, level, method="talbot", degree=120)


def missed_by_bessel(ratio: mpf, level: mpf, pulses: int) -> mpf:
    """The same for a steady target, by integrating the density."""
    energy = ratio * pulses

    def density(t: mpf) -> mpf:
        rise = (t / energy) ** (mpf(pulses - 1) / 2)
        return rise * mp.exp(-t - energy) * mp.besseli(pulses - 1, 2 * mp.sqrt(energy * t))

    return mp.quad(density, mp.linspace(0, level, 9))


def decibels_for(wanted: mpf, level: mpf, pulses: int, swerling: int) -> mpf:
    """Ratio of one pulse, rounded to 0.1 dB, near which the detection probability is the wanted one."""
    low, high = mpf(-40), mpf(60)
    mp.dps = 20
    while high - low > mpf("0.01"):
        middle = (low + high) / 2
        rare = 1 - missed(mpf(10) ** (middle / 10), level, pulses, swerling) < wanted
        low, high = (middle, high) if rare else (low, middle)
    mp.dps = 60
    return mpf(round(float(high), 1))


def main() -> None:
    """Print the table."""
    print("pd,pfa,pulses,swerling,snr_db")
    for pulses in PULSES:
        for pfa in PFA:
            level = threshold(mpf(pfa), pulses)
            for swerling in range(5):
                for wanted in WANTED:
                    if mpf(wanted) <= mpf(pfa):
                        continue
                    decibels = decibels_for(mpf(wanted), level, pulses, swerling)
                    ratio = mpf(10) ** (decibels / 10)
                    miss = missed(ratio, level, pulses, swerling)
                    if swerling == 0 and wanted == "0.5" and pulses <= 8:
                        other = missed_by_bessel(ratio, level, pulses)
                        if abs(other - miss) > mpf("1e-15"):
                            sys.exit(f"the two ways differ: {miss} and {other}")
                    print(
                        f"{mp.nstr(1 - miss, 16)},{pfa},{pulses},{swerling},{mp.nstr(decibels, 4)}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
