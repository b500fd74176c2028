"""Physical and geodetic constants, SI, each with its source."""

from __future__ import annotations

from typing import Final

STANDARD_GRAVITY: Final = 9.80665
"""m/s2. 3rd General Conference on Weights and Measures (1901), declaration on the unit of mass and weight."""

SPEED_OF_LIGHT: Final = 299_792_458.0
"""m/s, exact. 17th General Conference on Weights and Measures (1983), resolution 1."""

BOLTZMANN: Final = 1.380649e-23
"""J/K, exact. 26th General Conference on Weights and Measures (2018), resolution 1."""

NOISE_TEMPERATURE: Final = 290.0
"""K. Standard noise temperature, H. T. Friis, Noise Figures of Radio Receivers, Proc. IRE 32 (1944)."""

WGS84_SEMI_MAJOR: Final = 6_378_137.0
"""m, exact by definition. NGA.STND.0036, World Geodetic System 1984, table 3.1."""

WGS84_FLATTENING: Final = 1.0 / 298.257223563
"""Exact by definition. NGA.STND.0036, World Geodetic System 1984, table 3.1."""

WGS84_SEMI_MINOR: Final = WGS84_SEMI_MAJOR * (1.0 - WGS84_FLATTENING)
"""m. Derived: a (1 - f), 6 356 752.3142 m."""

WGS84_ECCENTRICITY_SQUARED: Final = WGS84_FLATTENING * (2.0 - WGS84_FLATTENING)
"""Derived: f (2 - f), 6.694 379 990 14e-3."""

WGS84_GRAVITATION: Final = 3.986004418e14
"""m3/s2, the earth's gravitational constant. NGA.STND.0036, World Geodetic System 1984, table 3.1."""

WGS84_ROTATION: Final = 7.292115e-5
"""rad/s. NGA.STND.0036, World Geodetic System 1984, table 3.1."""

WGS84_OBLATENESS: Final = 1.082629821313e-3
"""J2, the second zonal harmonic. Derived from the four above as that of a level ellipsoid, W. A. Heiskanen and
H. Moritz, Physical Geodesy (1967), equation 2-90."""

EARTH_RADIUS: Final = 6_371_000.0
"""m. The documented radius of a spherical earth, which refraction multiplies: the mean 6 371 008.8 m of
GRS 80 (H. Moritz, J. Geodesy 74 (2000)) to the kilometre."""

REFRACTION_FACTOR: Final = 4.0 / 3.0
"""Effective over true earth radius in a standard atmosphere. J. C. Schelleng, C. R. Burrows, E. B. Ferrell,
Ultra-Short-Wave Propagation, Proc. IRE 21 (1933)."""
