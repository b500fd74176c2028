"""Another name in a scenario's text: all that refers to it follows, and nothing else changes by a byte."""

from __future__ import annotations

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.quantities.positions import Position
from shieldwall.scenario import load_text
from shieldwall.scenario.fields import Waypoint
from shieldwall.scenario.mentions import leaves, naming
from shieldwall.scenario.renaming import SECTIONS, renamed

HERE = ("blue.units", "places")
#: Every value of a scenario that is a word, a place or a point of a route, and in which mappings of the text the names
#: stand that it may take; none for a name of the catalogue, of a file, of a plug-in, or for words of the author's.
READ: dict[str, tuple[str, ...]] = {
    "title": (), "question": (), "terrain": (), "origin": (), "needs.#": (), "catalogue": (),
    "blue.command.post": ("blue.units",), "blue.command.doctrine": (), "blue.command.method": (),
    "blue.links.#.name": (), "blue.links.#.joins.#": ("blue.units",),
    "blue.units.*.is": (), "blue.units.*.at": HERE, "blue.units.*.under": ("blue.units",),
    "blue.units.*.deputy": ("blue.units",), "blue.units.*.method": (), "blue.units.*.guards": HERE,
    "blue.zones.*.around": HERE, "blue.zones.*.corners.#": HERE,
    "red.routes.*.#": HERE, "red.units.*.is": (), "red.units.*.route": ("red.routes",),
    "red.units.*.orbit.around": HERE, "red.units.*.mission.strike": HERE, "red.units.*.mission.release": (),
    "red.units.*.mission.on": HERE, "red.units.*.mission.look": HERE, "red.units.*.jammer.is": (),
    "places.*.at": HERE,
    "traffic.airways.*.#": HERE, "traffic.flights.*.is": (), "traffic.flights.*.airway": ("traffic.airways",),
    "corridors.*.along": ("traffic.airways",), "corridors.*.points.#": HERE,
}  # fmt: skip

#: Names within names and beside themselves: of an entry, of a unit of length, of a bearing; remarks that say them all.
TEXT = """\
# s400 guards the depot
scenario: 1
title: s400 and depot
question: Does s400 stop it?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 15 min
blue:
  command: {post: "pantsir-s1", doctrine: salvo}  # pantsir-s1 commands
  links:
  - name: 'ring'  # the ring
    joins: [pantsir-s1, p-18, # pantsir-s1
            km]
    delay: 1 s
  units:
    # pantsir-s1:
    pantsir-s1: # pantsir-s1:
      is: pantsir-s1   # pantsir-s1 of the catalogue
      at: 2 km south of depot
    pantsir-s1-b: {is: pantsir-s1, at: 1 km east of pantsir-s1, under: pantsir-s1, guards: "pantsir-s1"}
    "p-18":
      "is": p-18
      at: '3 km north of pantsir-s1'
      under: >-
        pantsir-s1
    km: {is: p-18, at: 2 km east of depot}
    north: {is: p-18, at: 4 km north of km}
    ? target
    : is: p-18
      at: 7 km
        south of depot
  zones:
    depot: {around: 1 km east of depot, radius: 2 km}
red:
  routes:
    depot: [30 km south of depot, 5 km north of km at 90 m agl, "target  depot at 80 m agl"]
    depot-2:
    - 44.2 N 20.1 E
    - target target
  units:
    depot: {is: shahed-class, route: depot, height: 150 m agl, speed: 50 m/s, mission: {strike: depot}}
    more: {is: strike-fighter, route: depot-2, height: 150 m agl, speed: 200 m/s,
           mission: {release: guided-bomb, on: target, at: 9 km}}
places:
  depot: {at: 44.80 N 20.30 E, value: 10}  # depot: depot
"""


def only_names(before: str, after: str, old: str, new: str) -> int:
    """How many names were exchanged, when nothing else was."""
    lines = list(zip(before.splitlines(), after.splitlines(), strict=True))
    assert all(
        one == other or one.split("#")[0].replace(old, new) == other.split("#")[0].replace(old, new)
        for one, other in lines
    )
    assert [one.partition("#")[2] for one, _ in lines] == [other.partition("#")[2] for _, other in lines]
    return round((len(after) - len(before)) / (len(new) - len(old)))


def test_every_value_that_reads_a_name_is_known() -> None:
    known = {".".join(path): set(note.paths) for path, note in naming().items()}
    found = {".".join(path) for path, notes in leaves() if notes[0] in (str, Position, Waypoint)}
    assert {path: known.get(path, set()) for path in found} == {path: set(names) for path, names in READ.items()}


def test_every_mapping_of_names_is_known() -> None:
    named = {".".join(path[: path.index("*")]) for path, _ in leaves() if "*" in path}
    assert named | {"blue.links"} == set(SECTIONS)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("blue.units.pantsir-s1", 8),  # the key, the post, a net, two positions, two posts, one that is guarded
        ("blue.units.pantsir-s1-b", 1),
        ("blue.units.p-18", 2),
        ("blue.units.km", 4),  # the key, a net, a position of 4 km and a waypoint of 5 km
        ("blue.units.north", 1),
        ("blue.units.target", 3),  # the key behind a question mark, a waypoint and a mission
        ("blue.zones.depot", 1),
        ("places.depot", 8),  # the key, three positions and a zone, two waypoints, a mission
        ("red.routes.depot", 2),
        ("red.routes.depot-2", 2),
        ("red.units.depot", 1),
        ("blue.links.1", 1),
    ],
)
def test_name_and_all_that_refers_to_it(path: str, count: int) -> None:
    old = "ring" if path == "blue.links.1" else path.rpartition(".")[2]
    after = renamed(TEXT, path, "a-quite-new_name")
    assert only_names(TEXT, after, old, "a-quite-new_name") == count
    load_text(after)
    new = "blue.links.1" if path == "blue.links.1" else f"{path.rpartition('.')[0]}.a-quite-new_name"
    assert renamed(after, new, old) == TEXT
    assert renamed(TEXT, path, old) == TEXT
    windows = TEXT.replace("\n", "\r\n")
    assert renamed(windows, path, "a-quite-new_name") == after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        ("blue.units.km", "depot", '"depot" is taken: a place is called so'),
        ("places.depot", "north", '"north" is taken: a unit of blue is called so'),
        ("red.routes.depot", "depot-2", '"depot-2" is taken: a route is called so'),
        ("blue.units.km", "s 400", '"s 400" is not a name'),
        ("blue.units.km", "S400", "s400"),
        ("blue.units.km", "", '"" is not a name'),
        ("blue.units.km", "none", "the word that deletes"),
        ("blue.units.km", "inf", "cannot be called that"),
        ("blue.units.km", "at", "would mean something else"),
        ("blue.units.nobody", "one", 'there is no "nobody" in blue.units'),
        ("blue.links.2", "one", 'there is no "2" in blue.links'),
        ("blue.links.ring", "one", 'there is no "ring" in blue.links'),
        ("traffic.flights.x", "one", 'there is no "x" in traffic.flights'),
        ("blue.command", "one", "nothing with a name"),
        ("title", "one", "nothing with a name"),
    ],
)
def test_refused_in_words(path: str, name: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        renamed(TEXT, path, name)
    assert said in f"{refused.value.message} {refused.value.instead}"
    assert refused.value.path == path


def test_what_may_mean_either_of_two_is_left_alone() -> None:
    both = TEXT.replace("places:\n", "places:\n  km: {at: 44.8 N 20.4 E, value: 1}\n")
    with pytest.raises(InputError, match=r'a place is called "km" too, and .* may mean either'):
        renamed(both, "blue.units.km", "radar")
    # What nothing refers to that could mean the other gets its own name back.
    apart = TEXT.replace("places:\n", "places:\n  p-18: {at: 44.8 N 20.4 E, value: 1}\n")
    load_text(renamed(apart, "places.p-18", "town"))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("under: pantsir-s1,", 'under: "pantsir\\x2ds1",'),
        ("    km: {", '    "k\\x6d": {'),
        ("under: >-\n        pantsir-s1\n", "under: >-  # pantsir-s1\n        pantsir-s1\n"),
    ],
)
def test_name_that_is_written_otherwise_is_left_alone(was: str, now: str) -> None:
    text = TEXT.replace(was, now)
    assert text != TEXT
    with pytest.raises(InputError, match="written so that it cannot be changed"):
        renamed(text, "blue.units.km" if "km" in was else "blue.units.pantsir-s1", "other")


def test_scenario_that_extends_another_is_left_alone() -> None:
    text = "scenario: 1\nextends: one-battery\ntitle: x\nquestion: y\nplaces: {town: {at: 44.7 N 20.2 E, value: 1}}\n"
    load_text(text)
    with pytest.raises(InputError, match="its names may stand in the scenario that it extends"):
        renamed(text, "places.town", "city")


def test_text_that_is_no_scenario_yet_can_be_put_right() -> None:
    text = "blue: {units: {a: {at: 1 km east of b}, b: 7, c: [b]}, links: nets, command: {post: [b]}}\nplaces: b\n"
    assert renamed(text, "blue.units.b", "x") == text.replace("of b", "of x").replace(" b: 7", " x: 7")


def test_aircraft_of_blue_and_units_do_not_share_a_name() -> None:
    text = "blue: {units: {s400: {}}}\ntraffic: {flights: {cap: {side: blue}, a320: {airway: a}}, airways: {a: []}}\n"
    with pytest.raises(InputError, match='"cap" is taken: a flight is called so'):
        renamed(text, "blue.units.s400", "cap")
    with pytest.raises(InputError, match='"s400" is taken: a unit of blue is called so'):
        renamed(text, "traffic.flights.cap", "s400")
    assert renamed(text, "traffic.flights.a320", "s400") == text.replace("a320", "s400")
    assert renamed(text, "traffic.airways.a", "balkan") == text.replace("way: a", "way: balkan").replace(
        "{a:", "{balkan:"
    )
