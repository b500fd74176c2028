"""CSV for spreadsheets of countries that write 0,5 for one half: semicolons between cells, commas in numbers."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?[0-9]+\.[0-9]+(?:e[+-]?[0-9]+)?", re.ASCII)


def with_decimal_comma(text: str) -> str:
    """Return a CSV text with semicolons between its cells and a comma in each cell that is a number; lines end alike.

    A number inside a text stays as it is. Cells with semicolons are quoted (RFC 4180).
    """
    written = io.StringIO()
    ending = "\r\n" if "\r\n" in text else "\n"
    writer = csv.writer(written, delimiter=";", lineterminator=ending)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow([cell.replace(".", ",") if _NUMBER.fullmatch(cell) else cell for cell in row])
    return written.getvalue()
