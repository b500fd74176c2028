"""Parts and wholes: what is compiled for other kernels, what for Python, and what another process finds again."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np
import pytest

import shieldwall
from shieldwall.kernels.compiled import Kernel, kernel
from shieldwall.kernels.draws import normals
from shieldwall.kernels.linking import parts_of, types_of

SOURCE = Path(shieldwall.__file__).parents[1]
pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="needs the compiler")


@kernel
def third(x):
    return 3.0 * x + len((x, x))


@kernel
def second(x):
    return third(x) + third(x + 1.0)


@kernel
def first(x):
    return second(x) - third(x)


def test_what_only_kernels_call_has_no_machine_code() -> None:
    assert first(2.0) == 11.0
    parts = {part.origin[1]: part for part in parts_of(first, (numba.float64,))}
    assert set(parts) == {"first", "second", "third"}
    assert "whole" not in vars(second)
    for part in parts.values():
        assert len(list(part.get_defined_functions())) == 1
        with pytest.raises((RuntimeError, ValueError)):
            part._get_compiled_object()


def test_only_what_python_enters_can_be_seen_from_outside() -> None:
    """A part too long to be merged into its callers takes what it reads, not headers of arrays as a stranger would."""

    key = 1

    def plain(table):
        return normals(key, 2, 3, 4, 5, table[0])[0] + normals(key, 2, 3, 4, 5, table[1])[1]

    # What holds a variable of where it was made is not kept: code loaded from the cache cannot be inspected.

    entered = Kernel(plain)
    table = np.array([6, 7])
    assert entered(table) == normals(1, 2, 3, 4, 5, 6)[0] + normals(1, 2, 3, 4, 5, 7)[1]
    whole = entered.whole.overloads[entered.whole.signatures[0]].library
    linkages = {function.name: function.linkage.name for function in whole.get_defined_functions()}
    assert len(linkages) > 2
    assert {"plain" in name for name, linkage in linkages.items() if linkage != "internal"} == {True}


ENTERED_BEFORE = """
import numpy as np, numba
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, sincos
from shieldwall.scenario import load
from shieldwall.exercise.simulate import Simulator, planned
Simulator(planned(load("one-battery"))).simulate(1, 0)
@numba.njit
def stranger(values, found):
    for i in range(values.shape[0]):
        sine, cosine = sincos(values[i])
        found[i] = exp(values[i]) + sine + cosine
values, found = np.array([0.0, 1.0]), np.zeros(2)
stranger(values, found)
assert found.tolist() == [float(exp(x) + sum(sincos(x))) for x in values], found
"""


@pytest.mark.long
def test_what_is_internal_to_one_is_not_taken_for_what_another_calls() -> None:
    """Machine code in memory is linked by names: those of internal functions must be no names of others."""
    done = subprocess.run([sys.executable, "-c", ENTERED_BEFORE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_kernel_may_be_called_by_kernels_and_by_python() -> None:
    assert [third(1.0), second(1.0), first(1.0)] == [5.0, 13.0, 8.0]


def test_a_function_that_knows_nothing_of_parts_may_call_kernels() -> None:
    @numba.njit
    def stranger(x):
        return first(x) + second(x)

    assert stranger(2.0) == 11.0 + 8.0 + 11.0


ROOT = [("x", np.float64), ("y", np.float64)]
BRANCH = [*ROOT, ("z", np.float64)]


@kernel(inline=True)
def _moved(row, x):
    row["x"] += x


@kernel
def move_first(rows, others):
    _moved(rows[0], 1.0)
    _moved(others[0], 2.0)


def test_a_record_that_begins_as_another_is_its_own_type() -> None:
    """Numba takes it for the shorter one's kind where both are known, and warns; a warning here is an error."""
    rows, others = np.zeros(1, ROOT), np.zeros(1, BRANCH)
    move_first(rows, others)
    assert (rows["x"][0], others["x"][0]) == (1.0, 2.0)


class Group(NamedTuple):
    """Two tables that kernels pass on together."""

    rows: Any
    others: Any


@kernel
def _weighed(group):
    return group.rows["x"][0] + group.others["z"][0]


@kernel
def weigh(group):
    return _weighed(group)


def test_names_tell_groups_of_other_tables_apart_and_are_short() -> None:
    """With all columns of all tables in its name, that of an engine's function had 35 000 characters, at every call."""
    rows, others = np.zeros(1, ROOT), np.zeros(1, BRANCH)
    rows["x"], others["x"], others["z"] = 1.0, 5.0, 2.0
    groups = Group(rows, others), Group(others, others)
    assert [weigh(group) for group in groups] == [3.0, 7.0]
    parts = [part for group in groups for part in parts_of(weigh, types_of(group))]
    names = {function.name for part in parts for function in part.get_defined_functions()}
    assert len(names) == 4
    assert max(map(len, names)) < 160


PACKAGE = {
    "__init__.py": "",
    "made.py": """
        import os
        from shieldwall.kernels.compiled import kernel
        from shieldwall.kernels.sources import count_in

        # As a switch is made of what is installed.
        text = f"def low(x): return {os.environ.get('MADE')}"
        count_in(__name__, text)
        names = {"__name__": __name__}
        exec(compile(text, __file__, "exec"), names)
        low = kernel(names["low"])
        """,
    "callers.py": """
        from shieldwall.kernels.compiled import kernel
        from .made import low

        @kernel
        def middle(x):
            return low(x) / 2

        @kernel
        def top(x):
            return middle(x) + 1.0
        """,
    "deep.py": """
        from shieldwall.kernels.compiled import Kernel, kernel

        @kernel
        def low(x):
            return x + 1.0

        @kernel
        def middle(x):
            return 2.0 * low(x)

        @kernel
        def top(x):
            return middle(x) + low(x)

        @kernel
        def other(x):
            return middle(x) - low(x)
        """,
}
SCRIPT = """
import sys
from importlib import import_module
module = import_module(f"parts_case.{sys.argv[2]}")
value = getattr(module, sys.argv[1])(3.0)
counted = [sum(getattr(module, name).part.stats.cache_misses.values()) for name in ("low", "middle")]
print(value, *counted)
"""


@pytest.fixture
def printed_by(tmp_path: Path):
    package = tmp_path / "parts_case"
    package.mkdir()
    for name, text in PACKAGE.items():
        (package / name).write_text(textwrap.dedent(text))
    environment = {
        **os.environ,
        "SHIELDWALL_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}",
    }

    def call(name: str, module: str = "deep", **more: str) -> str:
        """What a kernel makes of 3 in a process of its own, and how often `low` and `middle` were compiled there."""
        command = [sys.executable, "-B", "-c", SCRIPT, name, module]
        started = environment | more
        return subprocess.run(command, env=started, capture_output=True, text=True, check=True).stdout.strip()

    return call


def test_another_process_finds_parts_again(printed_by) -> None:
    assert printed_by("top") == "12.0 1 1"
    # The whole is there: nothing is compiled.
    assert printed_by("top") == "12.0 0 0"
    # Another whole is made of the same parts.
    assert printed_by("other") == "4.0 0 0"


def test_processors_share_parts_and_each_has_its_machine_code(printed_by, tmp_path: Path) -> None:
    assert printed_by("top") == "12.0 1 1"
    assert printed_by("top", NUMBA_CPU_NAME="generic") == "12.0 0 0"
    assert len(list((tmp_path / "cache").rglob("whole-top-*"))) == 2


def test_a_part_finds_its_callees_though_they_were_compiled_anew(printed_by, tmp_path: Path) -> None:
    assert printed_by("top") == "12.0 1 1"
    (found,) = (tmp_path / "cache").rglob("part-low-*")
    found.unlink()
    # Every process gives a function the same name, so `middle` is called with the `low` of now.
    assert printed_by("other") == "4.0 1 0"


def test_a_part_stays_while_what_it_calls_is_made_otherwise_and_returns_the_same_type(printed_by) -> None:
    assert printed_by("top", "callers", MADE="x + 1.0") == "3.0 1 1"
    assert printed_by("top", "callers", MADE="x + 1.0") == "3.0 0 0"
    assert printed_by("top", "callers", MADE="x * 3.0") == "5.5 1 0"
    # A caller that took this for a float would read its bits as one.
    assert printed_by("top", "callers", MADE="7") == "4.5 1 1"
