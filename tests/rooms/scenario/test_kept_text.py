"""The text of a scenario is kept byte for byte: what `check` calls sound is run, kept, opened, compared, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import shieldwall as sw
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text, template, with_changes

PLAIN = template()[template().index("scenario: 1") :]
#: Marks that people meet in texts from other programs: no-break space, soft hyphen, zero-width space and joiners, word
#: joiner, byte order mark, directions, a joined emoji with its selector, a private letter, one beyond the first plane.
MARKS = "\u00a0\u202f\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e\u2066👨\u200d👩\u200d👧\ufe0f\ue000\U00020000"
FORMS = {
    "LF": PLAIN,
    "CR LF": PLAIN.replace("\n", "\r\n"),
    "CR": PLAIN.replace("\n", "\r"),
    "mixed": PLAIN.replace("\n", "\r\n", 5),
    "byte order mark": "\ufeff" + PLAIN,
    "byte order mark, CR LF": "\ufeff" + PLAIN.replace("\n", "\r\n"),
    "no end": PLAIN.rstrip("\n"),
    "in a comment": f"# {MARKS}\n{PLAIN}# {MARKS}\r\n",
    "in title and question": PLAIN.replace("title: ", f"title: x{MARKS}").replace("question: ", f"question: x{MARKS}"),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_sound_is_kept_and_read_again(tmp_path: Path, form: str, save_bare: Any) -> None:
    content = FORMS[form].encode()
    (tmp_path / "x.yaml").write_bytes(content)
    run = sw.run(str(tmp_path / "x.yaml"))
    back = sw.open(run.save(tmp_path / "run"))
    assert back.header["scenario"].encode() == content
    assert back.explain("red/drones/1").startswith("red/drones/1: ")
    assert back.compare(run).same
    other = sw.run(load_text(PLAIN, "x.yaml"))
    compared = back.compare(other)
    assert bool(compared.text) == (form != "LF")
    assert compared.course.divergence is None
    assert back.title == (other.title if "title" not in form else sw.load(str(tmp_path / "x.yaml")).title)
    # Kept once more, it is the same again.
    assert sw.open(save_bare(back, tmp_path / "again")).header == back.header


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("path", "value"),
    [("red.units.drones.count", "3"), ("weather.rain", "5 mm/h"), ("red.units.drones.height", "90 m agl")],
)
def test_a_change_keeps_the_ends_of_lines(form: str, path: str, value: str) -> None:
    text = FORMS[form]
    changed = with_changes(text, {path: value})
    load_text(changed)
    added = len(changed.splitlines()) - len(text.splitlines())
    assert changed.count("\r\n") - text.count("\r\n") == (added if "CR LF" in form or form == "mixed" else 0)
    assert changed.startswith("\ufeff") == text.startswith("\ufeff")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_error_names_the_line_whatever_ends_it(end: str) -> None:
    number = PLAIN[: PLAIN.index("lasts:")].count("\n") + 1
    for wrong in ("lasts: 15 km", "lasts: \0"):
        text = PLAIN.replace("lasts: 15 min", wrong).replace("\n", end)
        with pytest.raises(InputError, match=f"line {number}"):
            load_text(text)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_that_is_no_text_is_found_in_its_line(tmp_path: Path, end: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: 1" + end + b"# \xc3\xbc" + end + b"b: \xff" + end)
    with pytest.raises(ValueError, match="line 3: is not UTF-8 text"):
        sw.load(str(tmp_path / "x.yaml"))
