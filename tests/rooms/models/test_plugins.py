"""Plug-ins: models of each family reach their switch, broken ones are left out and reported, an edit is noticed."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from shieldwall.kernels.sources import PLUGIN_GROUP, import_closure
from shieldwall.models import installed
from shieldwall.models.families import FAMILIES
from shieldwall.scenario import template

HEAD = """
from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import UNNUMBERED
"""
SENSOR = """
@kernel(inline=True)
def signal(sensors, s, distance, sine, rate, rcs, size):
    return sensors[s].own_1 * rcs, 7.0 * rcs
"""
DECLARED = 'MODEL = Model("sensors", "{name}", UNNUMBERED, signal, card="x"{more})\n'


def sensor(name: str, more: str = "", kernel: str = SENSOR) -> str:
    return HEAD + kernel + DECLARED.format(name=name, more=more and f", {more}")


GOOD = {
    "factor": sensor("factor", 'parameters={"factor": Parameter("1", 0.0, 9.0, "a factor")}'),
    "wadded": HEAD
    + """
@kernel
def kill_probability(weapons, w, miss, toughness):
    return 0.25 if miss < 3.0 else 0.0

MODEL = Model("weapons", "wadded", UNNUMBERED, kill_probability, card="x")
""",
    "beacon": HEAD
    + """
@kernel
def needs_support(homing):
    return homing == 1

MODEL = Model("guidance", "beacon", UNNUMBERED, needs_support, seeker=True, card="x")
""",
    "volley": HEAD
    + """
@kernel
def rounds(salvo):
    return salvo + 1

MODEL = Model("doctrines", "volley", UNNUMBERED, rounds, card="x")
""",
    "blinking": HEAD
    + """
from shieldwall.models.commands.conduct import RADIATES

@kernel
def conduct(alone, radiates, since, depth):
    changes = since >= (20.0 if radiates else 40.0)
    return RADIATES if radiates != changes else 0

MODEL = Model("commands", "blinking", UNNUMBERED, conduct, card="x")
""",
}

REACHED = """
import json
import numpy as np
from shieldwall.models.plugins import members
from shieldwall.models.sensors.switch import signal
from shieldwall.models.weapons.switch import kill_probability
from shieldwall.models.guidance.switch import has_seeker, needs_support
from shieldwall.models.commands.switch import conduct
from shieldwall.models.doctrines.switch import rounds_before_look
from shieldwall.state.sensor import SENSOR
from shieldwall.state.weapon import WEAPON
number = {model.name: model.number for _, model in members().models}
sensors, weapons = (np.zeros(2, layout).view(np.recarray) for layout in (SENSOR, WEAPON))
sensors.kind[:], sensors.own_1[:] = (number["factor"], 2), 5.0
weapons.kind[:], weapons.prior[:] = (number["wadded"], 1), 0.5
print(json.dumps([
    number,
    [signal(sensors, s, 1e4, 0.1, 50.0, 2.0, 1.0) for s in (0, 1)],
    [kill_probability(weapons, w, 1.0, 1.0) for w in (0, 1)],
    [[needs_support(n, homing) for homing in (0, 1)] + [has_seeker(n)] for n in (number["beacon"], 0)],
    [rounds_before_look(n, 3) for n in (number["volley"], 0, 1)],
    [conduct(number["blinking"], False, on, since, -1.0) for on, since in ((True, 19.0), (True, 20.0), (False, 40.0))],
    [conduct(n, False, False, 0.0, -1.0) for n in (0, 1, 2)],
]))
"""


@pytest.mark.parametrize("plain", ["0", "1"])
def test_a_model_of_each_family_is_reached(site: Any, plain: str) -> None:
    for name, text in GOOD.items():
        site.install(f"the-{name}", {f"the_{name}.py": text}, models={name: f"the_{name}:MODEL"})
    done = site.python(REACHED, NUMBA_DISABLE_JIT=plain)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        # By name, from 64 on.
        {"beacon": 64, "blinking": 65, "factor": 66, "volley": 67, "wadded": 68},
        [[10.0, 14.0], [1e9, 1e9]],
        [0.25, 0.5],
        [[False, True, True], [True, True, False]],
        [4, 1, 3],
        [2, 0, 2],
        [2, 3, 0],
    ]


FAULTS = """
from shieldwall.models.plugins import members
from shieldwall.catalogue.places import packages
for plugin, error in (*members().faults, *packages().faults):
    print(plugin.name, str(error), sep="\\t")
"""
#: What a module holds, and what is said of it.
BROKEN = {
    "missing": ("import no_such_package\n", "cannot be imported (ModuleNotFoundError: No module named 'no_such"),
    "leaving": ("raise SystemExit(3)\n", "cannot be imported (SystemExit: 3)"),
    "circle": (
        "from shieldwall.models.sensors.switch import signal\n",
        "cannot be imported (ImportError: a plug-in may not import what is made of the plug-ins",
    ),
    "number": ("MODEL = 3\n", "broken_number:MODEL is int and not a Model"),
    "called": (sensor("otherwise"), 'its entry point is called "called" and its model "otherwise"; call both alike'),
    "radar": (sensor("radar"), "the name radar belongs to a built-in model of sensors"),
    "claims": (sensor("claims").replace("UNNUMBERED, signal", "0, signal"), "it claims the number 0, and plug-ins"),
    "movers": (sensor("movers").replace('"sensors"', '"movers"'), 'the family "movers" cannot be reached'),
    "unit": (
        sensor("unit", 'parameters={"height": Parameter("ft", 0.0, 1.0, "up")}'),
        'its parameter height has the unit "ft"; known are',
    ),
    "range": (
        sensor("range", 'parameters={"height": Parameter("m", 1.0, 1.0, "up")}'),
        "the range of its parameter height, 1 to 1, is none",
    ),
    "many": (
        sensor("many", 'parameters={f"p{n}": Parameter("m", 0.0, 1.0, "up") for n in range(9)}'),
        "it declares 9 parameters, and sensors may have 8",
    ),
    "shape": (sensor("shape", 'parameters={"height": 3.0}'), "its declaration is not one (AttributeError: "),
    "reason": (sensor("reason", "reasons=(999,)"), "it may log the reasons 999, which do not exist"),
    "few": (
        sensor("few", kernel="@kernel\ndef signal(sensors, s, distance):\n    return 1.0, 1.0\n"),
        "its kernel is signal(sensors, s, distance), not (sensors, s, distance, sine, rate, rcs, size)",
    ),
    "single": (
        sensor("single", kernel=SENSOR.replace(", 7.0 * rcs", "")),
        "and should answer two floats, neither negative",
    ),
    "negative": (sensor("negative", kernel=SENSOR.replace("7.0", "-7.0")), "and should answer two floats, neither"),
    "falls": (sensor("falls", kernel=SENSOR.replace("7.0", "[][0]")), "its kernel signal fails when it is tried (Ind"),
}


def test_broken_plugins_are_left_out_and_reported(site: Any) -> None:
    for name, (text, _) in BROKEN.items():
        site.install(f"broken-{name}", {f"broken_{name}.py": text}, models={name: f"broken_{name}:MODEL"})
    for number in (1, 2):
        site.install(f"twin-{number}", {f"twin_{number}.py": sensor("twin")}, models={"twin": f"twin_{number}:MODEL"})
    done = site.python(FAULTS, NUMBA_DISABLE_JIT="1")
    assert (done.returncode, done.stderr) == (0, "")
    faults = [line.split("\t") for line in done.stdout.splitlines()]
    assert sorted(name for name, _ in faults) == sorted([*BROKEN, "twin", "twin"])
    for name, message in faults:
        package = f"broken-{name}" if name in BROKEN else "twin-"
        assert message.startswith(f"the plug-in {name} of {package}")
        assert f"remove it with: pip uninstall {package}" in message
        assert BROKEN.get(name, ("", "brings a model of that name, too"))[1] in message


def test_kernels_that_do_not_compile_are_left_out(site: Any) -> None:
    plain = SENSOR.replace("@kernel(inline=True)", "")
    site.install(
        "broken-plain", {"broken_plain.py": sensor("plain", kernel=plain)}, models={"plain": "broken_plain:MODEL"}
    )
    odd = SENSOR.replace("7.0 * rcs", "open(rcs)")
    site.install("broken-odd", {"broken_odd.py": sensor("odd", kernel=odd)}, models={"odd": "broken_odd:MODEL"})
    done = site.python(FAULTS)
    assert (done.returncode, done.stderr) == (0, "")
    faults = dict(line.split("\t") for line in done.stdout.splitlines())
    assert "signal is not compiled; decorate it with shieldwall.kernels.compiled.kernel" in faults["plain"]
    assert "its kernel signal fails when it is tried (TypingError: " in faults["odd"]


ENTRY = """
id: {name}
is: radar/rotating
title: A radar of a plug-in
class: vhf-surveillance
antenna_height: {{value: 8 m, defined: a test}}
instrumented_range: {{value: 300 km, defined: a test}}
reference_range: {{value: 250 km, at: {{rcs: 1 m2, pfa: 1e-6}}, low: 200 km, high: 300 km,
                  cite: {cite}, grade: C, checked: no}}
cost: {{value: 1 M USD, defined: a test}}
{more}
"""
SOURCES = "{name}:\n  title: A source of a plug-in\n"
FACTOR = "model: factor\nparameters: {factor: {value: 2, low: 1, high: 3, estimate: a test}}"


def entries(package: str, name: str, source: str, cite: str, more: str = "") -> dict[str, str]:
    return {
        f"{package}/__init__.py": "raise SystemExit('a folder of entries is never imported')\n",
        f"{package}/data/entries/{name}.yaml": ENTRY.format(name=name, cite=cite, more=more),
        f"{package}/data/sources.yaml": SOURCES.format(name=source),
    }


def test_entries_that_clash_are_left_out(site: Any) -> None:
    site.install("clash-entry", entries("clash_entry", "p-18", "own", "own"), catalogue={"a": "clash_entry.data"})
    site.install("clash-source", entries("clash_source", "x", "cmo-3676", "own"), catalogue={"b": "clash_source.data"})
    site.install("no-folder", {"no_folder.py": ""}, catalogue={"c": "no_folder.data"})
    done = site.python(FAULTS, NUMBA_DISABLE_JIT="1")
    faults = dict(line.split("\t") for line in done.stdout.splitlines())
    assert "the plug-in a of clash-entry 1.2 is left out: the catalogue has an entry p-18 already" in faults["a"]
    assert "cmo-3676 of its sources.yaml is there already" in faults["b"]
    assert '"no_folder.data" is not a package with a folder' in faults["c"]
    # What is built in is as it was, and says on stderr what is wrong.
    shown = site.shieldwall("catalogue", "p-18", "--json")
    assert json.loads(shown.stdout)["title"] == "P-18 early-warning radar"
    assert [line.partition(" is left out")[0] for line in shown.stderr.splitlines()] == [
        "the plug-in a of clash-entry 1.2",
        "the plug-in b of clash-source 1.2",
        "the plug-in c of no-folder 1.2",
    ]
    blamed = site.shieldwall("catalogue", "x")
    assert blamed.returncode == 2
    assert "error: the plug-in b of clash-source 1.2 is left out" in blamed.stderr


def test_an_entry_brings_its_sources_and_its_models_parameters(site: Any) -> None:
    site.install("the-factor", {"the_factor.py": GOOD["factor"]}, models={"factor": "the_factor:MODEL"})
    site.install("more", entries("more", "more", "own", "own", FACTOR), catalogue={"more": "more.data"})
    shown = site.shieldwall("catalogue", "more", "--json")
    assert shown.returncode == 0, shown.stderr
    page = json.loads(shown.stdout)
    values = {value["path"]: value for value in page["values"]}
    assert (values["parameters.factor"]["value"], values["parameters.factor"]["high"]) == ("2", "3")
    assert "more" in {entry["id"] for entry in json.loads(site.shieldwall("catalogue", "--json").stdout)}
    schema = json.loads(site.shieldwall("schema", "entry").stdout)
    assert schema["$defs"]["Radar"]["properties"]["model"]["enum"] == ["factor"]


#: What is spoilt of an entry, and what is said of it; lines are those of the entry.
SPOILT = {
    "no-such-model": (("model: factor", "model: facto"), "line 11, model: no installed plug-in brings a model"),
    "no-model": (("model: factor\n", ""), "parameters belong to a model; add model: NAME"),
    "no-parameters": ((FACTOR, "model: factor"), "is missing; add factor: {value"),
    "unknown-parameter": (("{factor: {", "{factr: {"), 'unknown key "factr"; did you mean factor?'),
    "out-of-bounds": (
        ("value: 2, low: 1, high: 3", "value: 2, low: 1, high: 30"),
        '"30" is out of bounds; write from 0',
    ),
    "wrong-unit": (("value: 2, low", "value: 2 m, low"), '"2 m" is a length, not a ratio'),
    "unknown-source": (("cite: own", "cite: foreign"), 'cites an unknown source "foreign"'),
}


def test_wrong_entries_say_where_and_what_to_type(site: Any) -> None:
    site.install("the-factor", {"the_factor.py": GOOD["factor"]}, models={"factor": "the_factor:MODEL"})
    files = entries("more", "more", "own", "own", FACTOR)
    for name, ((before, after), _) in SPOILT.items():
        text = files["more/data/entries/more.yaml"].replace("id: more", f"id: {name}")
        assert before in text
        files[f"more/data/entries/{name}.yaml"] = text.replace(before, after)
    site.install("more", files, catalogue={"more": "more.data"})
    for name, (_, message) in SPOILT.items():
        done = site.shieldwall("catalogue", name)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr, done.stderr
        assert f"{name}.yaml line " in done.stderr
    # One that cannot be read hides no other.
    listing = site.shieldwall("catalogue", "--json")
    assert {"more", "p-18"} <= {entry["id"] for entry in json.loads(listing.stdout)}
    assert "no-such-model.yaml" in listing.stderr


def test_a_scenario_says_what_it_needs(site: Any, tmp_path: Path) -> None:
    site.install("the-volley", {"the_volley.py": GOOD["volley"]}, models={"volley": "the_volley:MODEL"})
    site.install("broken-odd", {"broken_odd.py": "import nothing_there\n"}, models={"odd": "broken_odd:MODEL"})

    def checked(needs: str, doctrine: str) -> tuple[int, str]:
        file = tmp_path / "x.yaml"
        text = template().replace("doctrine: shoot-look-shoot", f"doctrine: {doctrine}")
        file.write_text(text.replace("lasts: 15 min", f"lasts: 15 min\nneeds: [{needs}]"), encoding="utf-8")
        done = site.shieldwall("check", str(file))
        return done.returncode, done.stderr

    code, message = checked("The_Volley", "volley")
    assert code == 0
    # A plug-in that does not work is reported, and stops nothing that does without it.
    assert message.startswith("the plug-in odd of broken-odd 1.2 is left out")
    assert message.count("\n") == 1
    code, message = checked("shieldwall-none", "salvo")
    assert code == 2
    assert 'needs.1: the scenario needs the plug-ins of "shieldwall-none", which is not installed' in message
    assert "install it, for example with: pip install shieldwall-none" in message
    code, message = checked("broken-odd", "salvo")
    assert code == 2
    assert "needs.1: the plug-in odd of broken-odd 1.2 is left out" in message
    code, message = checked("the-volley", "odd")
    assert code == 2
    assert "blue.command.doctrine: the plug-in odd of broken-odd 1.2 is left out" in message
    assert "Traceback" not in message


EDITED = """
import numpy as np
from shieldwall.models.sensors.switch import MODELS, signal
from shieldwall.state.sensor import SENSOR
sensors = np.zeros(1, SENSOR).view(np.recarray)
sensors.kind[:], sensors.own_1[:] = MODELS[-1].number, 5.0
value = signal(sensors, 0, 1e4, 0.1, 50.0, 2.0, 1.0)
print(MODELS[-1].name, value[1], sum(signal.whole.stats.cache_hits.values()))
"""


def test_an_edit_of_a_plugin_is_noticed(site: Any) -> None:
    site.install("the-factor", {"the_factor.py": GOOD["factor"]}, models={"factor": "the_factor:MODEL"})
    assert site.python(EDITED).stdout == "factor 14.0 0\n"
    assert site.python(EDITED).stdout == "factor 14.0 1\n"
    module = site.folder / "the_factor.py"
    module.write_text(module.read_text(encoding="utf-8").replace("7.0", "8.0"), encoding="utf-8")
    assert site.python(EDITED).stdout == "factor 16.0 0\n"


FOLDERS = """
import sys
import shieldwall.engine.run
from shieldwall.kernels.compiled import Kernel
for module in list(sys.modules.values()):
    for made in vars(module).values():
        if isinstance(made, Kernel) and made.__module__ == module.__name__:
            print(made.__module__, made._folder("whole").name, made._folder("part").name)
"""
SENSORS = "shieldwall.models.sensors.switch"


def folders(site: Any) -> dict[str, list[str]]:
    """Where the code of each module of the engine is kept: wholes, and parts."""
    lines = (line.split() for line in site.python(FOLDERS).stdout.splitlines())
    return {module: places for module, *places in lines}


def elsewhere(now: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> list[set[str]]:
    """The modules whose wholes, and those whose parts, have another place now."""
    return [{name for name in before if before[name][kind] != now[name][kind]} for kind in (0, 1)]


def test_a_plugin_makes_anew_what_leads_to_it_and_nothing_else(site: Any) -> None:
    """Machine code holds what it calls; a part holds only how it is called, so that of the switch alone is another."""
    alone = folders(site)
    site.install("the-factor", {"the_factor.py": GOOD["factor"]}, models={"factor": "the_factor:MODEL"})
    installed_too = folders(site)
    module = site.folder / "the_factor.py"
    module.write_text(module.read_text(encoding="utf-8").replace("7.0", "8.0"), encoding="utf-8")
    edited = folders(site)
    assert set(edited) == set(installed_too) == {*alone, "the_factor"}
    leads = {name for name in alone if SENSORS in import_closure(name, Path(str(find_spec(name).origin)))}
    assert {SENSORS, "shieldwall.engine.sense.look", "shieldwall.engine.run"} < leads < set(alone)
    assert elsewhere(installed_too, alone) == [leads, {SENSORS}]
    assert elsewhere(edited, installed_too) == [{*leads, "the_factor"}, {SENSORS, "the_factor"}]


def test_a_plugin_that_comes_to_work_is_noticed(site: Any) -> None:
    text = "import wanted\n" + GOOD["factor"]
    site.install("the-factor", {"the_factor.py": text}, models={"factor": "the_factor:MODEL"})
    assert site.python(EDITED).stdout.split()[0] == "perfect"
    # Neither the plug-in nor its metadata changes, only what it needs is there now.
    (site.folder / "wanted.py").write_text("", encoding="utf-8")
    assert site.python(EDITED).stdout == "factor 14.0 0\n"


def test_the_page_that_says_how_says_the_truth(site: Any) -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/write-a-model.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^   ```(\w+)\n(.*?)^   ```", page, flags=re.MULTILINE | re.DOTALL))
    groups = tomllib.loads(textwrap.dedent(blocks["toml"]))["project"]["entry-points"]
    files = {
        "hazy_radar/__init__.py": "",
        "hazy_radar/hazy.py": blocks["python"],
        "hazy_radar/catalogue/entries/hazy-p-18.yaml": blocks["yaml"],
    }
    site.install("hazy-radar", files, **{group.partition(".")[2]: points for group, points in groups.items()})
    assert site.python(FAULTS).stdout == ""
    shown = json.loads(site.shieldwall("catalogue", "hazy-p-18", "--json").stdout)
    assert {value["path"]: value["value"] for value in shown["values"]}["parameters.length"] == "400 km"
    for name, family in FAMILIES.items():
        assert f"| `{name}` | `({', '.join(family.passes)})` |" in page


def test_the_group_is_that_of_the_cache() -> None:
    assert installed.MODELS_GROUP == PLUGIN_GROUP
