"""A run folder that is cut short, damaged or made up is refused in words, or read: nothing else ever happens.

Every case follows from its seed, so a failure repeats.
"""

from __future__ import annotations

import copy
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import shieldwall as sw
from shieldwall.outlets.acmi import acmi
from shieldwall.quantities.errors import InputError
from shieldwall.record.folder import write
from shieldwall.record.recording import Recording

FILES = ("header.json", "log.parquet", "film.parquet", "scene.npz", "outcomes.parquet")
DAMAGES = 12
JUNK: list[Any] = [
    None, True, 0, -1, 3, 2**63, 10**400, 1e308, -0.5, "", "x", "red/plain-pair/1", "nan", "\u202e", [], {}, [1],
    [1, 2, 3], [None], {"a": 1}, [[]], ["x"], [0.0, 0.0, 0.0, "x"], "2019-10-24T08:00:00Z", float("1e300"),
]  # fmt: skip
NUMBERS = [np.nan, np.inf, -np.inf, 0.0, -1.0, 5.0, 67.0, 250.0, 1e5, 1e30]
ROWS = [-2, -1, 0, 1, 5, 8, 12, 17, 18, 20, 60, 100]


@pytest.fixture(scope="module")
def battle(tmp_path_factory: pytest.TempPathFactory) -> tuple[sw.Run, Path]:
    run = sw.run("one-battery")
    return run, run.save(tmp_path_factory.mktemp("kept") / "run")


def asked(folder: Path, good: sw.Run) -> str:
    """Ask everything of a folder; the refusal, empty when it was read."""
    try:
        run = sw.open(folder)
        for name in run.header["threats"]:
            run.explain(name)
        assert run.compare(good).course.events[1] == good.events().height
        assert good.compare(run).fates is not None
        assert acmi(run.recording, with_tracks=True).startswith("FileType=")
    except InputError as error:
        return str(error)
    return ""


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Cut short, flip bits, overwrite, take out, put in or append."""
    spoilt, place = bytearray(content), rng.randrange(len(content))
    match rng.randrange(6):
        case 0:
            del spoilt[place:]
        case 1:
            for _ in range(rng.choice([1, 1, 8, 64])):
                spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        case 2:
            spoilt[place : place + 40] = rng.randbytes(rng.randrange(1, 40))
        case 3:
            del spoilt[place : place + rng.randrange(1, 2000)]
        case 4:
            spoilt[place:place] = bytes(rng.randrange(1, 100))
        case _:
            spoilt += rng.randbytes(rng.randrange(1, 200))
    return bytes(spoilt)


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_is_refused_or_read(battle: tuple[sw.Run, Path], tmp_path: Path, file: str) -> None:
    good, run_folder = battle
    rng = random.Random(file)  # noqa: S311  numbers of a test, not a secret
    content = (run_folder / file).read_bytes()
    folder = shutil.copytree(run_folder, tmp_path / "run")
    refusals = []
    for _ in range(DAMAGES):
        (folder / file).write_bytes(damaged(content, rng))
        refusals.append(asked(folder, good))
    refused = [refusal for refusal in refusals if refusal]
    assert all(refusal.isprintable() and file in refusal for refusal in refused if file != "header.json")
    # Of a header only what it says counts, and a bit may fall on a space; of the rest its hash knows every bit.
    assert len(refused) == DAMAGES or (refused and file == "header.json")


@pytest.mark.parametrize("file", FILES)
def test_a_file_cut_short_anywhere_is_refused(battle: tuple[sw.Run, Path], tmp_path: Path, file: str) -> None:
    good, run_folder = battle
    content = (run_folder / file).read_bytes()
    folder = shutil.copytree(run_folder, tmp_path / "run")
    for share in (0.0, 0.01, 0.3, 0.7, 0.99):
        (folder / file).write_bytes(content[: int(share * len(content))])
        assert "is cut short or damaged; run its scenario again" in asked(folder, good)
    (folder / file).unlink()
    assert asked(folder, good)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of all that a header holds, of long lists the first few."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:4]):
            yield from leaves(inner, (*path, number))


def invented(header: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A header in which something is missing, is called otherwise, or is junk; every part of it is as likely."""
    made = copy.deepcopy(header)
    part = rng.choice([key for key in made if key != "format"])
    *parents, last = rng.choice([path for path in leaves(made) if path[0] == part])
    holder = made
    for key in parents:
        holder = holder[key]
    match rng.randrange(4):
        case 0 if isinstance(holder, dict):
            del holder[last]
        case 1 if isinstance(holder, dict):
            holder["x"] = holder.pop(last)
        case _:
            holder[last] = copy.deepcopy(rng.choice(JUNK))
    return made


def scrambled(table: NDArray[np.void], rng: random.Random) -> NDArray[np.void]:
    """A table in which some numbers are others, or that ends early, or whose rows stand otherwise."""
    rows = table.copy()
    for _ in range(rng.choice([1, 3, 10])):
        field = rng.choice(rows.dtype.names or ())
        rows[field][rng.randrange(rows.size)] = rng.choice(NUMBERS if rows.dtype[field].kind == "f" else ROWS)
    match rng.randrange(8):
        case 0:
            rows = rows[: rng.randrange(rows.size)]
        case 1:
            rows = rows[rng.sample(range(rows.size), rows.size)]
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_a_made_up_run_is_refused_or_read(battle: tuple[sw.Run, Path], tmp_path: Path, seed: int) -> None:
    """Its header goes with its tables, so that only what it says can give it away."""
    good, _ = battle
    rng = random.Random(seed)  # noqa: S311
    recording = good.recording
    read = 0
    for number in range(8):
        header = invented(recording.header, rng) if rng.random() < 0.6 else recording.header
        log = scrambled(recording.log, rng) if rng.random() < 0.5 else recording.log
        film = scrambled(recording.film, rng) if rng.random() < 0.4 else recording.film
        try:
            folder = write(Recording(header, log, film, recording.scene), None, tmp_path / str(number))
        except ValueError:
            continue  # a number that JSON cannot hold
        refusal = asked(folder, good)
        assert refusal.isprintable()
        read += not refusal
    assert read < 8
