"""Every built-in study, and the one to begin from: it is whole, its options differ, and its cells are scenarios."""

from __future__ import annotations

import pytest

from shieldwall.study.cells import cells, check
from shieldwall.study.file import Study, load, load_text, names, template

STUDIES = {**{name: name for name in names()}, "template": ""}


def study(name: str) -> Study:
    return load(name) if name != "template" else load_text(template(), "template.yaml")


@pytest.mark.parametrize("name", STUDIES)
def test_options_and_raids_differ(name: str) -> None:
    read = study(name)
    made = cells(read)
    check(read, made)
    assert len({cell.scenario.text for cell in made}) == len(read.options) * len(read.raids)


@pytest.mark.parametrize("name", STUDIES)
def test_every_option_says_what_it_is(name: str) -> None:
    read = study(name)
    plain = [option for option, changes in read.options.items() if changes and "title" not in changes]
    assert not plain
    assert read.question.endswith("?")
