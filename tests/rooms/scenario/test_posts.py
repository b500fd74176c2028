"""The tree of posts as it is written: what is refused, what is warned of, and what an old file means."""

from __future__ import annotations

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text
from shieldwall.scenario.posts import post_of, post_warnings
from shieldwall.text import loader

TREE = """\
scenario: 1
title: A tree
question: Who commands whom?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 8 min
blue:
  command: {post: group}
  links:
    - {name: upper, joins: [group, battalion, own], delay: 1 s}
    - {name: lower, joins: [battalion, battery, stand-by], delay: 1 s}
  units:
    group: {is: s-400-command-post, at: 44.95 N 20.30 E}
    battalion: {is: s-400-command-post, at: 44.85 N 20.30 E, deputy: stand-by}
    battery: {is: pantsir-s1, at: 44.80 N 20.30 E, under: battalion}
    stand-by: {is: s-400-command-post, at: 44.82 N 20.30 E, under: battalion}
    own: {is: pantsir-s1, at: 45.00 N 20.30 E}
red:
  units: {}
"""


def test_who_commands_whom_is_read_from_under_and_the_highest_post_commands_the_rest() -> None:
    blue = load_text(TREE, "x.yaml").blue
    assert {name: post_of(blue, name) for name in blue.units} == {
        "group": None, "battalion": "group", "battery": "battalion", "stand-by": "battalion", "own": "group",
    }  # fmt: skip


BATTERY = "20.30 E, under: battalion}\n    stand-by"
UNIT = "blue.units"
#: What is written, in place of what, and the complaint with its line.
REFUSED = {
    "nobody": (
        BATTERY,
        BATTERY.replace("battalion", "batalion"),
        f'line 15, {UNIT}.battery.under: "batalion" is no unit of blue; did you mean battalion?',
    ),
    "itself": (
        BATTERY,
        BATTERY.replace("battalion", "battery"),
        f'line 15, {UNIT}.battery.under: "battery" is named as its own post; name another',
    ),
    "a circle": (
        "deputy: stand-by}",
        "under: battery}",
        (
            f"line 14, {UNIT}.battalion.under: these posts go in a circle: battalion under battery under battalion; "
            "leave under out at the highest of them"
        ),
    ),
    "over the highest": (
        "44.95 N 20.30 E}",
        "44.95 N 20.30 E, under: own}",
        f'line 13, {UNIT}.group.under: "group" is the highest post; delete under, or write post: own',
    ),
    "several": (
        "deputy: stand-by}",
        "count: 2, spread: 1 km}",
        f'line 15, {UNIT}.battery.under: "battalion" has 2 members; name a unit with a count of 1',
    ),
    "a deputy of nobody": (
        "45.00 N 20.30 E}",
        "45.00 N 20.30 E, deputy: battery}",
        f'line 17, {UNIT}.own.deputy: "own" commands nobody whom a deputy could take over; delete it',
    ),
    "a deputy from elsewhere": (
        "deputy: stand-by}",
        "deputy: own}",
        (
            f'line 14, {UNIT}.battalion.deputy: a deputy is one of the post\'s own units, and "own" is not; '
            "write under: battalion there"
        ),
    ),
    "a deputy without links": (
        "[battalion, battery, stand-by]",
        "[battalion, battery]",
        (
            f'line 14, {UNIT}.battalion.deputy: no net joins the deputy "stand-by" with any unit of battalion; '
            "write for example links: [{name: net, joins: [stand-by, battery], delay: 1 s}]"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_tree_that_cannot_be_is_refused_with_its_line(case: str) -> None:
    old, new, message = REFUSED[case]
    assert TREE.count(old) == 1
    with pytest.raises(InputError) as caught:
        load_text(TREE.replace(old, new), "x.yaml")
    assert f"x.yaml {message}" in str(caught.value).splitlines()


def warned(text: str) -> list[tuple[str | None, str]]:
    return [
        (one.path, one.message) for one in post_warnings(load_text(text, "x.yaml"), loader.load_text(text, "x.yaml"))
    ]


def test_a_tree_whose_nets_join_all_is_not_warned_of() -> None:
    assert warned(TREE) == []


def test_who_cannot_be_commanded_is_told_and_what_happens_instead() -> None:
    text = TREE.replace("joins: [group, battalion, own]", "joins: [group, stand-by]")
    text = text.replace("45.00 N 20.30 E}", "45.00 N 20.30 E, without_post: silent}")
    assert warned(text) == [
        (
            "blue.units.battalion",
            "no net joins it with the post group: it reports to nobody, hears nothing and commands its units alone",
        ),
        ("blue.units.own", "no net joins it with the post group: it reports to nobody, hears nothing and never fires"),
    ]


def test_whom_a_deputy_cannot_take_over_is_told() -> None:
    more = "    far: {is: pantsir-s1, at: 44.70 N 20.30 E, under: battalion}\nred:"
    text = TREE.replace("red:", more).replace("[group, battalion, own]", "[group, battalion, own, far]")
    assert warned(text) == [
        ("blue.units.battalion.deputy", "no net joins the deputy stand-by with far, which it cannot take over")
    ]
