"""Points on the earth as people have them: degrees, minutes and seconds, signed pairs, UTM and MGRS.

What is written has one reading, or is refused with the readings that it may have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.quantities.grids import MGRS, UTM, Degrees, read_mgrs, read_utm

#: No position is longer, and the time to read one grows faster than its length.
LONGEST = 120
EXAMPLE = "write for example 44.82 N 20.29 E"
_FORMS = "44.82 N 20.29 E, 44°49'12\" N 20°17'24\" E, 44.82, 20.29 or 34T DQ 57000 63000"

_FRACTION = r"(?:[.,][0-9]{1,20})?"
_DEGREE_MARK = "(?:[°º˚]|[Dd](?:eg)?)"
_MINUTE_MARK = "['\u2032\u2019\u2018\u02b9\u00b4]"
_SECOND_MARK = f'(?:["″”“ʺ]|{_MINUTE_MARK}{_MINUTE_MARK})'
_HYPHEN = "[:\u2010\u2011-]"
_ANGLE = (
    rf"([0-9]{{1,3}}{_FRACTION})"
    rf"(?:(?:\s*(?:{_DEGREE_MARK}|{_HYPHEN})\s*|\s+)([0-9]{{1,2}}{_FRACTION})"
    rf"(?:(?:\s*(?:{_MINUTE_MARK}|{_HYPHEN})\s*|\s+)([0-9]{{1,2}}{_FRACTION})\s*{_SECOND_MARK}?|\s*{_MINUTE_MARK}?)"
    rf"|\s*{_DEGREE_MARK}?)"
)
_BETWEEN = r"[\s,;/]*"
_AFTER = rf"{_ANGLE}\s*([NSns]){_BETWEEN}{_ANGLE}\s*([EWew])"
_BEFORE = rf"([NSns])\s*{_ANGLE}{_BETWEEN}([EWew])\s*{_ANGLE}"
_TURNED = rf"{_ANGLE}\s*([EWew]){_BETWEEN}{_ANGLE}\s*([NSns])"
_TURNED_BEFORE = rf"([EWew])\s*{_ANGLE}{_BETWEEN}([NSns])\s*{_ANGLE}"
_PACKED_END = r"([0-9]{2})([0-9]{2}(?:\.[0-9]{1,6})?)?"
_PACKED = rf"([0-9]{{2}}){_PACKED_END}([NSns])\s*([0-9]{{3}}){_PACKED_END}([EWew])"
#: The minus of a keyboard stands last, since it would make a range elsewhere in an expression.
_MINUS = "\u2212\u2013\u2010\u2011-"
_SIGNED = (
    rf"([+{_MINUS}]?)([0-9]{{1,3}}(?:\.[0-9]{{1,20}})?)\s*{_DEGREE_MARK}?"
    rf"|([+{_MINUS}]?)([0-9]{{1,3}})\s*{_DEGREE_MARK}\s*([0-9]{{1,2}}(?:\.[0-9]{{1,20}})?)\s*{_MINUTE_MARK}"
    rf"(?:\s*([0-9]{{1,2}}(?:\.[0-9]{{1,20}})?)\s*{_SECOND_MARK})?"
)
_PAIR = rf"(?:{_SIGNED})(?:\s*[,;/]\s*|\s+)(?:{_SIGNED})"

SHAPE = rf"(?:{_AFTER}|{_BEFORE}|{_PACKED}|{_PAIR}|{UTM}|{MGRS})"
"""What a position looks like, as ECMAScript and Python read it alike; the reader knows what it may not say."""

_LETTERED = (
    (re.compile(_AFTER), (1, 2, 3), 4, (5, 6, 7), 8),
    (re.compile(_BEFORE), (2, 3, 4), 1, (6, 7, 8), 5),
    (re.compile(_PACKED), (1, 2, 3), 4, (5, 6, 7), 8),
)
_LETTERED_TURNED = (
    (re.compile(_TURNED), (5, 6, 7), 8, (1, 2, 3), 4),
    (re.compile(_TURNED_BEFORE), (6, 7, 8), 5, (2, 3, 4), 1),
)
_SIGNED_PAIR = re.compile(_PAIR)
_ZONED = re.compile(r"(?:UTM\s*)?(?:zone\s*)?[0-9]{1,2}\s*[C-HJ-NP-X]\b", re.IGNORECASE)
_COMMA_NUMBER = re.compile(r"[0-9]{1,3},[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?")
#: What people write around coordinates, and letters that look like ours.
_WORDS = (
    (r"\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|geo|wgs ?84|gps|mgrs)\b\.?", " "),
    (r"\b(?:degrees?|deg)\b", "°"),
    (r"\b(?:minutes?|min)\b", "'"),
    (r"\b(?:seconds?|sec)\b", '"'),
    (r"\bnorth\b", "N"), (r"\bsouth\b", "S"), (r"\beast\b", "E"), (r"\bwest\b", "W"),
    (r"(?<=[0-9])\s*d(?=\s*[0-9])", "°"), (r"(?<=[0-9])\s*m(?=\s*(?:[0-9]+(?:[.,][0-9]+)?\s*s\s*)?[NSEW])", "'"),
    (r"(?<=[0-9])\s*s(?=\s*[NSEW])", '"'), ("[\u0415\u0435]", "E"), ("[()\\[\\]:=]", " "), (rf"[{_MINUS}]", "-"),
    (r"(?<=[0-9])(?=[+-])", " "), (r"/\s*$", " "),
)  # fmt: skip


def read_point(text: str) -> Degrees:
    """Return latitude and longitude, degrees; InputError with the nearest reading, or the readings that it may have."""
    written = text.strip()
    if len(written) > LONGEST:
        raise InputError(f"{quoted(written)} is not a position", instead=EXAMPLE)
    found = _read(written)
    if found is None:
        raise _refused(written)
    latitude, longitude = found
    if abs(latitude) > 90.0 or abs(longitude) > 180.0:
        meant = []
        if abs(latitude) <= 90.0 and abs(longitude) <= 360.0:
            # Longitudes that count from 0 to 360, and those that go on beyond 180.
            meant.append(show_point(latitude, (longitude + 180.0) % 360.0 - 180.0))
        if _SIGNED_PAIR.fullmatch(written) and abs(latitude) <= 180.0 and abs(longitude) <= 90.0:
            meant.append(show_point(longitude, latitude))
        raise InputError(
            f"{quoted(written)} is not on the earth (latitude to 90 degrees, longitude to 180)",
            instead=f"did you mean {', or '.join(meant)}?" if meant else EXAMPLE,
        )
    return found


def show_point(latitude: float, longitude: float) -> str:
    """Write a point in degrees, to a metre."""
    north, east = f"{abs(latitude):.5f}".rstrip("0").rstrip("."), f"{abs(longitude):.5f}".rstrip("0").rstrip(".")
    return f"{north} {'N' if latitude >= 0.0 else 'S'} {east} {'E' if longitude >= 0.0 else 'W'}"


def _read(written: str) -> Degrees | None:
    for form, *places in _LETTERED:
        if match := form.fullmatch(written):
            return _lettered(written, match, *places)  # type: ignore[arg-type]
    for form, *places in _LETTERED_TURNED:
        if match := form.fullmatch(written):
            meant = show_point(*_lettered(written, match, *places))  # type: ignore[arg-type]
            raise InputError(f"{quoted(written)} has its longitude first", instead=f"did you mean {meant}?")
    # A comma between whole numbers without a blank may be a decimal comma.
    if (match := _SIGNED_PAIR.fullmatch(written)) and not _COMMA_NUMBER.fullmatch(written):
        parts = match.groups()
        return _signed(written, parts[:6]), _signed(written, parts[6:])
    return read_mgrs(written) or read_utm(written)


def _lettered(
    written: str,
    match: re.Match[str],
    north: tuple[int, ...],
    north_letter: int,
    east: tuple[int, ...],
    east_letter: int,
) -> Degrees:
    latitude = _angle(written, [match[part] for part in north])
    longitude = _angle(written, [match[part] for part in east])
    return (
        latitude if match[north_letter] in "Nn" else -latitude,
        longitude if match[east_letter] in "Ee" else -longitude,
    )


def _signed(written: str, parts: tuple[str | None, ...]) -> float:
    plain_sign, plain, sign, *marked = parts
    angle = _angle(written, [plain] if plain is not None else marked)
    return -angle if (plain_sign or sign or "+") in _MINUS else angle


def _angle(written: str, parts: list[str | None]) -> float:
    """Degrees, minutes and seconds as degrees; only the last may have a fraction, and sixty make one of the next."""
    said = [part.replace(",", ".") for part in parts if part is not None]
    if any("." in part for part in said[:-1]):
        raise InputError(f"{quoted(written)} has a fraction before its last part", instead=f"write {_FORMS}")
    if any(float(part) >= 60.0 for part in said[1:]):
        raise InputError(f"{quoted(written)} has 60 minutes or seconds, or more", instead=f"write {_FORMS}")
    # One division, so that degrees with whole minutes and seconds are as exact as a double can be.
    whole = sum(float(part) * 60.0 ** (len(said) - 1 - place) for place, part in enumerate(said))
    return float(whole / 60.0 ** (len(said) - 1))


def _refused(written: str) -> InputError:
    """The error of what cannot be read as it stands, with each reading that it may have."""
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[.,][0-9]*)?\s*[°NSEWnsew]?", written):
        return InputError(
            f"{quoted(written)} is one number, and a position has two",
            instead=f'{EXAMPLE}; a pair with a comma needs quotes inside brackets, as in "44.82, 20.29"',
        )
    readings = list(dict.fromkeys(show_point(*one) for one in _readings(written)))
    if not readings:
        return InputError(f"{quoted(written)} is not a position", instead=EXAMPLE)
    several = "may be several positions" if len(readings) > 1 else "is not a position"
    return InputError(f"{quoted(written)} {several}", instead=f"did you mean {', or '.join(readings[:4])}?")


def _readings(written: str) -> Iterator[Degrees]:
    """Yield what may be meant, the likeliest first."""
    plain = unicodedata.normalize("NFKC", written)
    lon_first = re.match(r"\W*(?:point|lon|geojson)", plain, re.IGNORECASE) is not None
    plain = re.sub(r"^\W*point\b", " ", plain, flags=re.IGNORECASE)
    for pattern, instead in _WORDS:
        plain = re.sub(pattern, instead, plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s+", " ", re.sub(r"\s*,\s*(?=[,;]|$)", " ", plain)).strip(" ,;.")
    pointed = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", plain)
    # Thousands of metres that are set apart, after a zone.
    joined = re.sub(r"(?<=[0-9])[,.'](?=[0-9]{3}(?![0-9]))", "", plain) if _ZONED.match(plain) else plain
    for one in (plain, joined, pointed):
        try:
            found = _read(one)
        except InputError as error:
            # A longitude that stands first is read when the two are turned round.
            yield from _turned(one) if "longitude first" in error.message else ()
            continue
        if found is not None:
            order = found[::-1] if lon_first else found
            yield from _on_earth(order)
            return
    yield from _of_numbers(pointed)


def _turned(written: str) -> Iterator[Degrees]:
    for form, *places in _LETTERED_TURNED:
        if match := form.fullmatch(written):
            yield from _on_earth(_lettered(written, match, *places))  # type: ignore[arg-type]


def _of_numbers(plain: str) -> Iterator[Degrees]:
    """Yield the points of plain numbers: degrees and minutes, or with seconds; one letter may be missing.

    An O is east in German and west in French.
    """
    south, west = re.search(r"[Ss]", plain) is not None, re.search(r"[Ww]", plain) is not None
    unknown_east = re.search(r"[EWew]", plain) is None and re.search(r"[NSns]", plain) is not None
    unknown_north = re.search(r"[NSns]", plain) is None and re.search(r"[EWew]", plain) is not None
    if re.search(r"[A-DF-MP-RT-VX-Za-df-mp-rt-vx-z]", plain):
        return
    numbers = [float(one) for one in _NUMBER.findall(plain)]
    half = len(numbers) // 2
    if len(numbers) not in (2, 4, 6) or any(not 0.0 <= one < 60.0 for one in numbers[1:half] + numbers[half + 1 :]):
        return
    latitude = sum(one / 60.0**place for place, one in enumerate(numbers[:half]))
    longitude = sum(one / 60.0**place for place, one in enumerate(numbers[half:]))
    for north in (1.0, -1.0) if unknown_north else (-1.0 if south else 1.0,):
        for east in (1.0, -1.0) if unknown_east else (-1.0 if west else 1.0,):
            yield from _on_earth((north * latitude, east * longitude))
    if not (south or west or unknown_east or unknown_north):
        yield from _on_earth((longitude, latitude))


def _on_earth(found: Degrees) -> Iterator[Degrees]:
    if abs(found[0]) <= 90.0 and abs(found[1]) <= 180.0:
        yield found
