"""Positions as people have them: degrees in all their forms, UTM and MGRS, and what is said of what has no one reading.

Published conversions:
- GeographicLib, manual page GeoConvert(1): 33.3 44.4, 33d18'N 44d24'E, 38n 444140.54 3684706.36.
- Palantir Foundry, "Convert MGRS to GeoPoint": the squares about 4Q FJ, each by its south-west corner.
- OpenSphere of the National Geospatial-Intelligence Agency, test/os/geo/conv/mgrs.test.js: 13SED1714696655.
- ICAO Annex 15 writes degrees, minutes and seconds packed, 331800N0442400E.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.quantities.coordinates import read_point
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.grids import from_utm

BAGHDAD = (33.3, 44.4)


@pytest.mark.parametrize(
    "text",
    [
        "33.3 N 44.4 E",
        "33.3, 44.4",
        "33.3 44.4",
        "+33.3;+44.4",
        "33.3°, 44.4°",
        "33.3°N 44.4°E",
        "33,3 N 44,4 E",
        "33 18 N 44 24 E",
        "33 18 00 N 44 24 00 E",
        "33°18'N, 44°24'E",
        "33°18'00\"N, 44°24'00\"E",
        "33°18\u20320.0″N 44°24\u20320.0″E",
        "33º 18' 0'' n 44º 24' 0'' e",
        "N 33° 18.0' E 44° 24.0'",
        "N33.3 E44.4",
        "33°18'00\", 44°24'00\"",
        "33:18:00N 44:24:00E",
        "33-18-00N 044-24-00E",
        # A hyphen that no line is broken at, as word processors write it, and one of the standard's own.
        "33\u201118\u201100N 044\u201024\u201000E",
        # As many decimals as a double has, and more.
        "33.2999999999999999 N 44.400000000000001 E",
        "33.30000000000000000, 44.40000000000000",
        "331800N0442400E",
        "3318N 04424E",
        "33d18'N 44d24'E",
        "N33 18.000 E044 24.000",
        "33.3N,44.4E",
        " 33.3 deg N , 44.4 deg E ",
    ],
)
def test_degrees_are_read_in_every_form(text: str) -> None:
    assert read_point(text) == pytest.approx(BAGHDAD, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["-33.9 18.4", "\u221233.9, 18.4", "\u201333.9, +18.4", "33.9 S 18.4 E", "33°54'S 18°24'E"]
)
def test_signs_and_letters_say_the_hemisphere(text: str) -> None:
    assert read_point(text) == pytest.approx((-33.9, 18.4), abs=1e-12)


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "error"),
    [
        ("38n 444140.54 3684706.36", *BAGHDAD, 1e-7),
        ("zone 38N 444140.54 3684706.36", *BAGHDAD, 1e-7),
        ("38S 444140.54 mE 3684706.36 mN", None, None, 0.0),
        ("UTM 38 north 444140.54, 3684706.36", *BAGHDAD, 1e-7),
        ("13SED1714696655", 39.7195959962, -104.7999483247, 1e-9),
        ("13S ED 17146 96655", 39.7195959962, -104.7999483247, 1e-9),
        ("4Q FJ 12345 67890", 21.409796671597924, -157.91608117421092, 1e-9),
        ("4qfj1234567890", 21.409796671597924, -157.91608117421092, 1e-9),
        ("4Q FJ 123 678", 21.40898645576642, -157.91652127483704, 1e-9),
    ],
)
def test_grids_agree_with_published_conversions(text: str, latitude: float, longitude: float, error: float) -> None:
    if latitude is None:
        with pytest.raises(InputError, match="may lie in band S, north of the equator, or south of it"):
            read_point(text)
    else:
        assert read_point(text) == pytest.approx((latitude, longitude), abs=error)


def test_utm_agrees_with_proj() -> None:
    pyproj = pytest.importorskip("pyproj", reason="the extra gis is not installed")
    draw = random.Random(1)  # noqa: S311  the same places each time
    for _ in range(60):
        zone, south = draw.randint(1, 60), draw.random() < 0.5
        easting, northing = draw.uniform(2e5, 8e5), draw.uniform(1.2e6, 9.3e6)
        there = pyproj.Transformer.from_crs(32700 + zone if south else 32600 + zone, 4326, always_xy=True)
        longitude, latitude = there.transform(easting, northing)
        assert from_utm(zone, south, easting, northing) == pytest.approx((latitude, longitude), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        # Two readings.
        ("44.82 N 20.46", "may be several positions; did you mean 44.82 N 20.46 E, or 44.82 N 20.46 W?"),
        ("44.82 20.46 E", "may be several positions; did you mean 44.82 N 20.46 E, or 44.82 S 20.46 E?"),
        ("44,82 N 20,46 O", "did you mean 44.82 N 20.46 E, or 44.82 N 20.46 W?"),
        ("44 49 12 20 27 36", "did you mean 44.82 N 20.46 E, or 20.46 N 44.82 E?"),
        ("34S 457000 4000000", "write 34 north 457000 4000000, or 34 south 457000 4000000"),
        # One reading, that is not taken without a word.
        ("20.46 E 44.82 N", "has its longitude first; did you mean 44.82 N 20.46 E?"),
        ("120.5, 35.2", "did you mean 35.2 N 120.5 E?"),
        ("44,82 20,46", "did you mean 44.82 N 20.46 E?"),
        ("44,82; 20,46", "did you mean 44.82 N 20.46 E?"),
        ("lat 44.82 lon 20.46", "did you mean 44.82 N 20.46 E?"),
        ("lon: 20.46, lat: 44.82", "did you mean 44.82 N 20.46 E?"),
        ("POINT(20.46 44.82)", "did you mean 44.82 N 20.46 E?"),
        ("geo:44.82,20.46", "did you mean 44.82 N 20.46 E?"),
        ("+44.82+020.46/", "did you mean 44.82 N 20.46 E?"),
        ("44.82 north 20.46 east", "did you mean 44.82 N 20.46 E?"),
        ("44.82 N 20.46 \u0415", "did you mean 44.82 N 20.46 E?"),
        ("34U DQ 57 63", "is no square of the grid; did you mean 34T DQ 57 63?"),
        ("34U 457000 4963000", "is not in band U; did you mean 34T 457000 4963000?"),
        ("34T 4963000 457000", "did you mean 34T 457000 4963000?"),
        # None.
        ("Belgrade", "is not a position; write for example 44.82 N 20.29 E"),
        ("44,82", "is one number, and a position has two"),
        ("44 60 N 20 0 E", "has 60 minutes or seconds, or more"),
        ("44.5 30 N 20 0 E", "has a fraction before its last part"),
        ("91 N 20 E", "is not on the earth"),
        ("44 N 181 E", "is not on the earth"),
        ("61T DQ 57 63", "there is no zone 61 (1 to 60)"),
        ("34T SQ 57 63", "zone 34 has no square SQ; write one whose first letter is from ABCDEFGH"),
        ("34T DQ 570 63", "has 3 digits east and 2 north"),
        ("34T DQ 5 6", "names a square of 10 km, which is no position"),
        ("34T DQ", "names a square of 100 km, which is no position"),
    ],
)  # fmt: skip
def test_what_has_no_one_reading_is_refused_with_what_it_may_mean(text: str, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        read_point(text)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # A turn has 360 degrees.
        ("44.8, 200", "44.8 N 160 W"),
        ("44.8 N 181 E", "44.8 N 179 W"),
        ("44.8 S 190.5 W", "44.8 S 169.5 E"),
        # GeoConvert(1) has 33.3 44.4 for 38n 444140.54 3684706.36, and d, m and s are marks there.
        ("38N 444,140.54 3,684,706.36", "33.3 N 44.4 E"),
        ("33d18m00s N 44d24m00s E", "33.3 N 44.4 E"),
        ("33d18m N 44d24m E", "33.3 N 44.4 E"),
        ("33d18m00sN44d24m00sE", "33.3 N 44.4 E"),
    ],
)
def test_the_nearest_reading_is_offered(text: str, meant: str) -> None:
    with pytest.raises(InputError) as caught:
        read_point(text)
    assert caught.value.instead == f"did you mean {meant}?"


def test_what_is_offered_can_be_typed() -> None:
    with pytest.raises(InputError) as caught:
        read_point("POINT(-70.65 -33.45)")
    assert read_point(str(caught.value.instead).removeprefix("did you mean ").rstrip("?")) == (-33.45, -70.65)


@given(st.text(alphabet="0123456789 .,;:-+NSEWnsewTDQzo°'\"d/()", max_size=130))
def test_any_text_is_a_point_on_the_earth_or_refused(text: str) -> None:
    try:
        latitude, longitude = read_point(text)
    except InputError:
        return
    assert abs(latitude) <= 90.0
    assert abs(longitude) <= 180.0


@pytest.mark.parametrize(
    "text", ["1 " * 60, " " * 200_000 + "x", "1" + " " * 117 + "N", "4 4" + " , " * 39, "1:" * 60, "9" * 10**6]
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError):
        read_point(text)
    assert time.perf_counter() - began < 0.5


def test_a_grid_loads_no_library() -> None:
    code = "import sys; from shieldwall.quantities.coordinates import read_point; read_point('34T DQ 57 63'); "
    code += "assert not {'pyproj', 'numpy', 'rasterio'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
