"""A study as its author writes it: a question, options and raids as changes of one scenario, measures and a budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.scenario import Scenario
from shieldwall.scenario import load as load_scenario
from shieldwall.scenario import names as scenario_names
from shieldwall.study.measures import NAMED
from shieldwall.text import loader
from shieldwall.text.fields import Choice, Line, Name, Prose, Quantity, Shape, Whole
from shieldwall.text.library import Library
from shieldwall.text.nodes import Node
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked, first, validate

_LIBRARY = Library("shieldwall.study", "study")

#: What a study without options or without raids compares.
AS_WRITTEN = "as-written"
#: What every study measures that says nothing.
USUAL = ("leakers", "damage_share")
#: Seed and replication are words of the generator's key.
MOST = 2**32 - 1
#: What only one of may be said.
BUDGETS = ("replications", "precision")
#: What a raid may change, beside the words that say what it is.
RAID = ("red",)
#: Keys of an option or a raid that are words about it and change nothing.
WORDS = ("title",)

_CHANGES = {
    "type": "object",
    "properties": {"title": {"type": "string", "description": "What it is, in a few words."}},
}
Changes = Annotated[dict[str, Any], Shape(_CHANGES), Example("{blue.units.s400.rounds: 0}")]
_MeasureName = Annotated[str, Choice(tuple(NAMED)), Example("leakers")]
_Precision = Annotated[float, Quantity("number", low=1e-9, high=1e9), Example("0.01")]


def _version(value: int) -> int:
    if value != 1:
        raise InputError(f"format {value} is not known", instead="write study: 1")
    return value


@dataclass(frozen=True)
class StudyText:
    """What a study was read from, and the scenario that it is about."""

    text: str
    file: str
    root: Node
    base: Scenario


class Study(Checked):
    """A question that many runs answer: options against raids, on the same random numbers."""

    version: Annotated[int, Whole(0, 99), AfterValidator(_version), Shape({"enum": [1, "1"]}), Example("1")] = Field(
        alias="study", description="Format of the study."
    )
    question: Annotated[Prose, Example("What does the S-400 add?")] = Field(description="The question that it answers.")
    scenario: Annotated[Line, Example("slavic-shield-2019")] = Field(
        description="A built-in scenario, or a path from the folder of the study."
    )
    options: dict[Annotated[Name, Example("without")], Changes] = Field(
        default={AS_WRITTEN: {}},
        description="What is compared, by name: what each has otherwise than the scenario, {} for nothing.",
        examples=[{"as-it-is": {}, "no-rounds": {"blue.units.s400.rounds": 0}}],
    )
    baseline: Annotated[Name, Example("as-it-is")] | None = Field(
        default=None, description="Option that the others are compared with; the first where nothing is said."
    )
    raids: dict[Annotated[Name, Example("twice")], Changes] = Field(
        default={AS_WRITTEN: {}},
        description="Raids against which every option is fought: what each has otherwise in red.",
        examples=[{"as-written": {}, "twice": {"red.units.stealth.count": 8}}],
    )
    measures: tuple[_MeasureName, ...] = Field(
        default=USUAL, description="What is counted in every battle; the first is the one that answers the question."
    )
    replications: Annotated[int, Whole(2, MOST), Example("400")] | None = Field(
        default=None, description="Battles of each option against each raid."
    )
    precision: _Precision | None = Field(
        default=None,
        description="In place of replications: half of the 95 % interval of each difference in the first measure, "
        "in its own unit, at which the study stops.",
    )
    seed: Annotated[int, Whole(0, MOST), Example("1")] = Field(default=1, description="Seed of all draws.")
    draws: Annotated[Literal["sampled", "central"], Choice(("sampled", "central")), Example("central")] = Field(
        default="sampled",
        description="Whether each battle draws the catalogue's figures from their ranges, or has the central ones.",
    )

    _written: StudyText = PrivateAttr()

    @property
    def written(self) -> StudyText:
        """What it was read from."""
        return self._written

    @property
    def base(self) -> Scenario:
        """The scenario that its options and raids change."""
        return self._written.base

    @property
    def against(self) -> str:
        """The option that the others are compared with."""
        return self.baseline or next(iter(self.options))

    def as_written(self, written: StudyText) -> Study:
        """Return this study with what it was read from."""
        self._written = written
        return self

    def node(self, group: str, name: str) -> Node | None:
        """Return the text of an option or a raid, None where nothing is said; `group` is "options" or "raids"."""
        stated = self._written.root.child(group)
        return stated.child(name) if stated is not None else None


def load(name_or_path: str | Path) -> Study:
    """Load a built-in study by name or a file by path.

    Raises InputError, with file, line, path and what to type instead, for anything that does not fit.
    """
    return load_text(*source(name_or_path))


def load_text(text: str, file: str = "study", base: Scenario | None = None) -> Study:
    """Load a study from its text; its scenario is sought from the folder of `file`, or is `base`."""
    root = loader.load_text(text, file)
    study = validate(root, Study)
    if errors := [*_contradictions(study, root), *_beyond_red(study, root)]:
        raise first(errors)
    return study.as_written(StudyText(text, file, root, base or _scenario(study.scenario, root)))


def names() -> tuple[str, ...]:
    """Return the names of the built-in studies."""
    return _LIBRARY.names()


def source(name_or_path: str | Path) -> tuple[str, str]:
    """Return the text of a study and the name of its file; InputError when there is none."""
    return _LIBRARY.source(name_or_path)


def template() -> str:
    """Return the text of a small commented study to begin from."""
    return _LIBRARY.template()


def budget(replications: int | None, precision: float | None) -> dict[str, int | float]:
    """Return what a caller asks for in place of the file's budget; InputError for both, or for nothing to fight."""
    asked: Mapping[str, int | float | None] = {"replications": replications, "precision": precision}
    stated = {name: value for name, value in asked.items() if value is not None}
    if len(stated) > 1:
        raise InputError("replications and precision contradict each other", instead="give one of them")
    if replications is not None and not 2 <= replications <= MOST:
        raise InputError(f"{replications} replications have no interval", instead=f"write from 2 to {MOST}")
    if precision is not None and not 0.0 < precision < float("inf"):
        raise InputError(f"a precision of {precision:g} is never reached", instead="write for example 0.01")
    return stated


def with_budget(study: Study, replications: int | None, precision: float | None) -> Study:
    """Return a study with another budget, where one is given."""
    stated = budget(replications, precision)
    if not stated:
        return study
    changed = study.model_copy(update=dict.fromkeys(BUDGETS) | stated)
    return changed.as_written(study.written)


def _scenario(name: str, root: Node) -> Scenario:
    """The scenario that a study names; one beside it by its path from the study's folder."""
    node = root.nearest(("scenario",))
    built_in = name in scenario_names()
    if not built_in and not name.endswith((".yaml", ".yml")):
        guess = guessed(name, scenario_names())
        raise node.error(
            f"there is no built-in scenario {quoted(name)}",
            f"{guess}write one of {', '.join(scenario_names())}, or a path such as my.yaml",
        )
    try:
        return load_scenario(name if built_in else str(Path(root.file).parent / name))
    except InputError as error:
        where = f"{error.file}: " if error.file else ""
        raise error if error.line else node.error(f"{where}{error.message}", error.instead) from None


def _contradictions(study: Study, root: Node) -> list[InputError]:
    """What cannot be answered: two budgets, a baseline that is no option, a measure named twice, no option at all."""
    found = []
    if study.replications is not None and study.precision is not None:
        found.append(root.nearest(("precision",)).error("replications are stated, too", "keep one of the two"))
    if study.baseline is not None and study.baseline not in study.options:
        guess = guessed(study.baseline, study.options)
        found.append(
            root.nearest(("baseline",)).error(
                f"{quoted(study.baseline)} is no option", f"{guess}write one of {', '.join(study.options)}"
            )
        )
    measures = root.nearest(("measures",))
    if len(set(study.measures)) < len(study.measures):
        found.append(measures.error("a measure is named twice", "name each once"))
    if not study.measures:
        found.append(measures.error("nothing is measured", f"write for example [{', '.join(USUAL)}]"))
    for group, stated in (("options", study.options), ("raids", study.raids)):
        if not stated:
            found.append(root.nearest((group,)).error(f"there are no {group}", f"leave {group} out, or name one"))
    return found


def _beyond_red(study: Study, root: Node) -> list[InputError]:
    """Raids that change anything but the raid."""
    found = []
    for name in study.raids:
        stated = root.child("raids")
        node = stated.child(name) if stated is not None else None
        for key, child in node.value.items() if node is not None and isinstance(node.value, dict) else ():
            if key.partition(".")[0] not in (*RAID, *WORDS):
                found.append(
                    child.error(
                        f"a raid changes nothing but {', '.join(RAID)}", f"write {key} under options, or delete it"
                    )
                )
    return found
