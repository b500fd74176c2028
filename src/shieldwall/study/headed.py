"""Between a study and the header of its folder: what its battles depend on, and the study that a folder holds."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from shieldwall.assembly.plan.code import code_hash
from shieldwall.catalogue.beside import OwnEntries
from shieldwall.catalogue.places import HERE, packages
from shieldwall.outlets.atomic_write import write_atomically
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text as load_scenario
from shieldwall.scenario import with_changes
from shieldwall.study.answer import Answer
from shieldwall.study.factors import Factor
from shieldwall.study.file import BUDGETS, Study, load_text, with_factors
from shieldwall.study.heads import StudyHeader
from shieldwall.study.store import HEADER, open_store
from shieldwall.study.strata import Strata
from shieldwall.terrain import load as load_terrain

#: The file of a folder that says what was asked last.
ASKED = "asked.json"


def header_of(study: Study) -> StudyHeader:
    """Return the header of a study's folder.

    Its budget is no part of it, so that more battles may be fought, nor are places of files, which differ from machine
    to machine.
    """
    base = study.base
    known: dict[str, Any] = {
        "text": without_budget(study.written.text),
        "file": Path(study.written.file).name,
        "scenario": base.text,
        "scenario_file": Path(base.file).name,
        "own_entries": dict(base.own.texts),
        "terrain": load_terrain(base.terrain).digest,
    }
    if study.varied is not None:
        known["factors"] = [factor.path for factor in study.varied]
    if study.written.strata is not None:
        known["strata"] = study.layers.plain()
    if study.written.twins is not None:
        known["twins"] = study.written.twins.in_header()
    code = hashlib.sha256(f"{code_hash()} {catalogue_hash()}".encode()).hexdigest()
    return StudyHeader(known, study.measures, code)


def without_budget(text: str) -> str:
    """Return the text of a study without how many battles are wanted, where it can be told apart."""
    for budget in BUDGETS:
        try:
            text = with_changes(text, {budget: None})
        except InputError:
            continue
    return text


def study_in(header: StudyHeader, folder: str | os.PathLike[str]) -> Study:
    """Return the study that a folder's header keeps, on the scenario that it keeps.

    Terrain of its author's is sought where it was, and else from here. InputError where Python replaced models in it.
    """
    known = header.study
    if "twins" in known:
        instead = "give it to what wrote it"
        raise InputError(f"in {os.fspath(folder)} models were replaced that no text names", instead=instead)
    own = OwnEntries.kept(known["own_entries"])
    file = str(_noted(folder).get("scenario_file") or known["scenario_file"])
    base = load_scenario(known["scenario"], file, own if own.texts else None)
    study = load_text(known["text"], known["file"], base)
    if study.varied == ():
        return with_factors(study, tuple(Factor(path, None) for path in known["factors"]))
    return as_tried(study, header)


def as_tried(study: Study, header: StudyHeader) -> Study:
    """Return a study with the strata that a folder's header keeps, so that no trial is fought again."""
    if study.strata is None or "strata" not in header.study:
        return study
    return study.model_copy().as_written(replace(study.written, strata=Strata.kept(header.study["strata"])))


def keep_budget(folder: str | os.PathLike[str], study: Study) -> None:
    """Note in a folder what is no part of its header: how many battles were asked for last, and of which file."""
    noted: dict[str, Any] = {name: getattr(study, name) for name in BUDGETS}
    noted["scenario_file"] = os.path.abspath(study.base.file) if Path(study.base.file).exists() else None  # noqa: PTH100
    write_atomically(Path(folder) / ASKED, json.dumps(noted).encode(), replace=True)


def kept_budget(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """Return how many battles a folder was last asked for; nothing where nobody can tell."""
    noted = _noted(folder)
    return {name: noted.get(name) for name in BUDGETS}


def _noted(folder: str | os.PathLike[str]) -> dict[str, Any]:
    try:
        noted = json.loads((Path(folder) / ASKED).read_bytes())
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def is_study_folder(place: str | os.PathLike[str]) -> bool:
    """Tell whether a path leads to a folder that a study wrote."""
    return (Path(place) / HEADER).is_file()


def open_answer(folder: str | os.PathLike[str]) -> Answer:
    """Return what a study folder says; InputError when it is none, of another format, or damaged."""
    store = open_store(folder)
    return Answer(study_in(store.header, folder), store.results())


@cache
def catalogue_hash() -> str:
    """Return the SHA-256 over the texts of the catalogue and of what packages bring to it, hexadecimal."""
    seal = hashlib.sha256()
    for folder in (HERE, *(package.folder for package in packages().good)):
        for path in sorted(Path(folder).rglob("*.yaml")):
            seal.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return seal.hexdigest()
