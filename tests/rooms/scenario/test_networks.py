"""Nets, switches and partners: what cannot be is refused, and what has no effect is said, each with its line."""

from __future__ import annotations

import math

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text
from shieldwall.scenario.load import parsed
from shieldwall.scenario.networks import net_warnings
from shieldwall.scenario.posts import near, post_warnings

GOOD = """\
scenario: 1
title: A test
question: What leaks?
terrain: serbia
start: 2019-10-24T08:00Z
lasts: 30 min
blue:
  command: {post: cp}
  links:
    - {name: ring, joins: [cp, gun, far], delay: 1 s}
  units:
    cp: {is: s-400-command-post, at: 44.80 N 20.30 E}
    gun: {is: pantsir-s1, at: 44.80 N 20.34 E}
    far: {is: p-18, at: 44.90 N 20.30 E}
red:
  routes: {low: [44.50 N 20.00 E, target cp]}
  units:
    drone: {is: shahed-class, route: low, height: 90 m agl, speed: 50 m/s, mission: {strike: cp}}
"""
GUN, FAR, RING = "is: pantsir-s1,", "is: p-18,", "far], delay: 1 s}"


def ring(words: str) -> tuple[str, str]:
    return RING, f"far], delay: 1 s, {words}}}"


REFUSED = {
    "plots by voice": (
        *ring("medium: voice, carries: plots"),
        "line 10, blue.links.1.carries: nobody speaks plots; write carries: tracks, or leave it out",
    ),
    "rounds led by voice": (
        *ring("medium: voice, allows: fire-control"),
        "line 10, blue.links.1.allows: no round is led by voice; write medium: data, or allows: cueing",
    ),
    "plots at intervals": (
        *ring("every: 30 s"),
        "line 10, blue.links.1.every: plots go over a net at each scan; write carries: tracks, or leave every out",
    ),
    "no capacity": (
        *ring("capacity: 0 per s"),
        (
            'line 10, blue.links.1.capacity: "0 per s" is out of bounds; '
            "write a rate of repetition from 0.000277778 per s to 1e+06 per s"
        ),
    ),
    "a failure without an end": (*ring("breaks: {every: 40 min}"), "line 10, blue.links.1.breaks.for: is missing"),
    "a switch without a time": (
        GUN,
        f"{GUN} switch: {{degrades: off}},",
        "line 13, blue.units.gun.switch: it does not say when it acts; add for example at: 10 min, or on: raid",
    ),
    "a switch with two times": (
        GUN,
        f"{GUN} switch: {{degrades: off, at: 9 min, on: raid}},",
        "line 13, blue.units.gun.switch: it says both when it acts and on what; keep either at or on",
    ),
    "after what": (
        GUN,
        f"{GUN} switch: {{degrades: off, at: 9 min, after: 1 min}},",
        "line 13, blue.units.gun.switch.after: after what?; write at: TIME alone, or on: raid with after: TIME",
    ),
    "an unknown loss": (
        GUN,
        f"{GUN} switch: {{degrades: radars, at: 9 min}},",
        (
            'line 13, blue.units.gun.switch.degrades: "radars" is not known here; did you mean radar? '
            "write one of off, radar, network, no-launch"
        ),
    ),
    "a partner that fires": (
        GUN,
        f"{GUN} partner: warning,",
        (
            "line 13, blue.units.gun.partner: pantsir-s1 fires, and a partner takes no orders; "
            "name a radar, or delete partner: it is a unit then"
        ),
    ),
    "a partner that commands": (
        "is: s-400-command-post,",
        "is: s-400-command-post, partner: both,",
        "line 12, blue.units.cp.partner: the post is no partner from outside; delete it, or name another post",
    ),
    "itself": (
        "[cp, gun, far]",
        "[cp, cp]",
        'line 10, blue.links.1.joins.2: "cp" is joined twice; name it once',
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(case: str) -> None:
    old, new, message = REFUSED[case]
    assert GOOD.count(old) == 1
    with pytest.raises(InputError) as caught:
        load_text(GOOD.replace(old, new), "x.yaml")
    assert f"x.yaml {message}" in str(caught.value)


SAID = {
    "loses all": (*ring("fails: 1"), "blue.links.1.fails", "net ring loses every message"),
    "a late switch": (
        GUN,
        f"{GUN} switch: {{degrades: off, at: 40 min}},",
        "blue.units.gun.switch.at",
        "it acts at 40 min, after the exercise has ended",
    ),
    "an idle switch": (
        GUN,
        f"{GUN} switch: {{degrades: off, at: 4 min, chance: 0}},",
        "blue.units.gun.switch.chance",
        "this switch never acts",
    ),
    "nothing to launch": (
        FAR,
        f"{FAR} switch: {{degrades: no-launch, at: 4 min}},",
        "blue.units.far.switch.degrades",
        "p-18 launches nothing",
    ),
    "no radar": (
        "is: s-400-command-post,",
        "is: s-400-command-post, switch: {degrades: radar, at: 4 min},",
        "blue.units.cp.switch.degrades",
        "s-400-command-post has no radar to lose",
    ),
    "no net to lose": (
        "[cp, gun, far], delay: 1 s}\n  units:\n    cp: {is: s-400-command-post, at: 44.80 N 20.30 E}\n    gun: {",
        (
            "[cp, far], delay: 1 s}\n  units:\n    cp: {is: s-400-command-post, at: 44.80 N 20.30 E}\n    gun: "
            "{switch: {degrades: network, at: 4 min}, "
        ),
        "blue.units.gun.switch.degrades",
        "no net joins it, so that it has none to lose",
    ),
    "a partner apart": (
        (
            "[cp, gun, far], delay: 1 s}\n  units:\n    cp: {is: s-400-command-post, at: 44.80 N 20.30 E}\n"
            "    gun: {is: pantsir-s1, at: 44.80 N 20.34 E}\n    far: {"
        ),
        (
            "[cp, gun], delay: 1 s}\n  units:\n    cp: {is: s-400-command-post, at: 44.80 N 20.30 E}\n"
            "    gun: {is: pantsir-s1, at: 44.80 N 20.34 E}\n    far: {partner: both, "
        ),
        "blue.units.far",
        "no net joins it with the post cp: the post neither warns it nor is warned",
    ),
    "outdone": (
        RING,
        RING + "\n    - {name: spare, joins: [gun, cp], delay: 2 s}",
        "blue.links.2",
        'net spare carries nothing: "ring" joins the same units and is as quick',
    ),
    "nobody is led": (*ring("allows: fire-control"), "blue.links.1.allows", "no unit that it joins may do so"),
    "nobody follows": (*ring("allows: awareness"), "blue.command.post", "no unit may act on an order of cp"),
    "a unit that may not follow": (
        *ring("allows: awareness"),
        "blue.units.gun",
        "pantsir-s1 may only be aware of what cp tells it: it refuses every order, and fires by itself when it hears",
    ),
}


def said(text: str) -> list[tuple[str, str]]:
    """Path and message of each warning about the network of a text."""
    scenario, root = load_text(text, "x.yaml"), parsed(text, "x.yaml")
    found = [*net_warnings(scenario, root), *post_warnings(scenario, root)]
    return [(one.path or "", one.message) for one in found]


@pytest.mark.parametrize("case", SAID)
def test_what_has_no_effect_is_said(case: str) -> None:
    old, new, path, words = SAID[case]
    assert GOOD.count(old) == 1
    found = said(GOOD.replace(old, new))
    assert [place for place, message in found if words in message] == [path], found


@pytest.mark.parametrize("words", ["", "medium: voice", "capacity: 20 per s", "breaks: {every: 1 h, for: 1 min}"])
def test_what_has_an_effect_is_passed_in_silence(words: str) -> None:
    assert not said(GOOD.replace(*ring(words)) if words else GOOD)


def test_over_several_nets_units_are_joined_where_routing_is_adaptive_and_no_partner_passes_on() -> None:
    chain = RING + "\n    - {name: on, joins: [far, out], delay: 1 s}"
    text = GOOD.replace(RING, chain).replace("    far:", "    out: {is: p-18, at: 44.70 N 20.30 E}\n    far:")
    assert "out" not in near(load_text(text, "x.yaml").blue, "cp")
    adaptive = text.replace("  links:", "  routing: adaptive\n  links:")
    assert "out" in near(load_text(adaptive, "x.yaml").blue, "cp")
    assert not said(adaptive)
    outside = adaptive.replace("far: {is: p-18,", "far: {is: p-18, partner: warning,")
    assert "out" not in near(load_text(outside, "x.yaml").blue, "cp")


def test_by_voice_a_net_carries_tracks_and_few_of_them() -> None:
    def net(words: str) -> object:
        return load_text(GOOD.replace(*ring(words)), "x.yaml").blue.links[0]

    voice, data, told = net("medium: voice"), net("fails: 0"), net("carries: tracks")
    assert [(one.of_plots, one.rate) for one in (voice, data, told)] == [  # type: ignore[attr-defined]
        (False, 0.1),
        (True, math.inf),
        (False, math.inf),
    ]
