"""CSV with a decimal comma, read back by another reader that is told of both."""

from __future__ import annotations

import csv
import io

import polars as pl
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.outlets.data_tables import DataTable
from shieldwall.outlets.decimal_comma import with_decimal_comma


def test_numbers_have_a_comma_and_texts_stay() -> None:
    table = DataTable("a", ("name", "share, %", "t"), [("a; b, 1.5", 0.5, None), ("1.2.3", -1.25e-7, 3)])
    text = table.csv(decimal_comma=True)
    assert text == 'name;share, %;t\r\n"a; b, 1.5";0,5;\r\n1.2.3;-1,25e-07;3\r\n'
    assert list(csv.reader(io.StringIO(table.csv(), newline="")))[1] == ["a; b, 1.5", "0.5", ""]


def test_another_reader_gets_the_numbers() -> None:
    found = pl.read_csv(with_decimal_comma("a,b\n1.5,x\n-2.25,y\n").encode(), separator=";", decimal_comma=True)
    assert found.rows() == [(1.5, "x"), (-2.25, "y")]


def test_line_ends_are_kept() -> None:
    assert with_decimal_comma("a,b\n1.0,2\n") == "a;b\n1,0;2\n"


def test_where_no_table_is_written_it_is_refused() -> None:
    result = CliRunner().invoke(app, ["export", "nothing", "--to", "acmi", "--decimal-comma"])
    assert result.exit_code == 2
    assert "only tables have a decimal comma; add --to tables, or leave it out" in result.stderr
