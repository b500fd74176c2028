"""A study as its author writes it: a question, options and raids as changes of one scenario, measures and a budget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.scenario import Scenario
from shieldwall.scenario import load as load_scenario
from shieldwall.scenario import names as scenario_names
from shieldwall.study.factors import ALL, CITED, Factor, read_factors
from shieldwall.study.measures import NAMED
from shieldwall.study.strata import READINESS, Strata, check_battles, read_units
from shieldwall.study.twins import Twins
from shieldwall.study.work import LUCK_OF_A_ROW
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
FEWEST = 2
#: Seed and replication are words of the generator's key.
MOST = 2**32 - 1
#: Battles of each cell where nobody says how many.
REPLICATIONS = 100
#: Designs of factors, with their rows and the battles of each row where nobody says how many.
LATIN: Final = "latin"
SALTELLI: Final = "saltelli"
ROWS = {LATIN: (400, 2), SALTELLI: (128, 4)}
#: What only one of may be said.
BUDGETS = ("replications", "precision")
#: What a raid may change, beside the words that say what it is.
RAID = ("red",)
#: Keys of an option or a raid that are words about it and change nothing.
WORDS = ("title",)
#: What the built-in studies are called; another has its name for a title.
TITLES = {
    "s400-or-not": "With an S-400 or not",
    "linked-or-alone": "Linked or alone",
    "what-matters": "Which figures matter",
}

_CHANGES = {
    "type": "object",
    "properties": {"title": {"type": "string", "description": "What it is, in a few words."}},
}
Changes = Annotated[dict[str, Any], Shape(_CHANGES), Example("{blue.units.s400.rounds: 0}")]
_END = {"type": ["string", "number"], "description": "An end of the range, with its unit."}
_SPAN = {"type": "object", "properties": {"low": _END, "high": _END}, "required": ["low", "high"]}
_FACTORS = {
    "oneOf": [
        {"enum": [ALL]},
        {"type": "object", "additionalProperties": {"oneOf": [{"enum": [CITED]}, _SPAN]}},
    ]
}
_STRATA = {"oneOf": [{"enum": [READINESS]}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_MeasureName = Annotated[str, Choice(tuple(NAMED)), Example("leakers")]
_Precision = Annotated[float, Quantity("number", low=1e-9, high=1e9), Example("0.01")]


def _version(value: int) -> int:
    if value != 1:
        raise InputError(f"format {value} is not known", instead="write study: 1")
    return value


@dataclass(frozen=True)
class StudyText:
    """What a study was read from, the scenario that it is about, its factors, and the models that Python replaces.

    `factors` is None where it has none, and empty where they are all figures and nobody has counted them yet. `strata`
    is None until its trial was fought.
    """

    text: str
    file: str
    root: Node
    base: Scenario
    factors: tuple[Factor, ...] | None = None
    strata: Strata | None = None
    twins: Twins | None = None


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
    replications: Annotated[int, Whole(1, MOST), Example("400")] | None = Field(
        default=None, description="Battles of each option against each raid, two at least; with factors, of each row."
    )
    precision: _Precision | None = Field(
        default=None,
        description="In place of replications: half of the 95 % interval of each difference in the first measure, "
        "in its own unit, at which the study stops.",
    )
    factors: Annotated[Any, Shape(_FACTORS)] = Field(
        default=None,
        description="What the answer may hang on: figures of the catalogue over their cited ranges or stated ones, "
        "values of the scenario over stated ones; or all figures.",
        examples=[{"91n6e.reference_range": "cited", "blue.links.2.delay": {"low": "0.5 s", "high": "20 s"}}],
    )
    design: Annotated[Literal["latin", "saltelli"], Choice((LATIN, SALTELLI)), Example("saltelli")] = Field(
        default=LATIN,
        description="How factors are varied: all in every row, which screens many and parts luck from ignorance; or so "
        "that Sobol's indices of a few are known.",
    )
    rows: Annotated[int, Whole(10, 1_000_000), Example("400")] | None = Field(
        default=None,
        description="Rows of that design; replications are then those of each row.",
    )
    strata: Annotated[Any, Shape(_STRATA)] = Field(
        default=None,
        description="Units whose readiness makes strata, each fought by itself and counted by how often it happens: up "
        "to three, or `readiness` for those that a trial finds to matter most.",
        examples=[["s400", "s400-cp"]],
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
    def varied(self) -> tuple[Factor, ...] | None:
        """Its factors, None for none; nothing where they are all figures, which plans must tell."""
        return self._written.factors

    @property
    def design_rows(self) -> int:
        """Rows of its design, 0 where it has no factors."""
        return 0 if self.varied is None else self.rows or ROWS[self.design][0]

    @property
    def matrices(self) -> int:
        """How often each row of its design is fought, with other figures: once, or for A, B and each factor."""
        return 1 if self.design == LATIN else 2 + len(self.varied or ())

    @property
    def wanted(self) -> int:
        """Battles of each cell, or of each row of its design, where nothing is said of precision."""
        return self.replications or (REPLICATIONS if self.varied is None else ROWS[self.design][1])

    @property
    def layers(self) -> Strata:
        """Its strata; of no unit where it asks for none, or none was found to matter."""
        return self._written.strata or Strata()

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
    about = base or _scenario(study.scenario, root)
    stated = root.child("factors")
    factors = None if stated is None else read_factors(stated, about)
    if study.strata is not None:
        read_units(root.nearest(("strata",)))
    return study.as_written(StudyText(text, file, root, about, factors))


def names() -> tuple[str, ...]:
    """Return the names of the built-in studies."""
    return _LIBRARY.names()


def source(name_or_path: str | Path) -> tuple[str, str]:
    """Return the text of a study and the name of its file; InputError when there is none."""
    return _LIBRARY.source(name_or_path)


def template() -> str:
    """Return the text of a small commented study to begin from."""
    return _LIBRARY.template()


def with_budget(study: Study, replications: int | None, precision: float | None) -> Study:
    """Return a study with what a caller asks for in place of its budget; InputError for what contradicts itself."""
    if replications is None and precision is None:
        return study
    if replications is not None and precision is not None:
        raise InputError("replications and precision contradict each other", instead="give one of them")
    if replications is not None and (fault := _too_few(study, replications)):
        raise InputError(fault[0], instead=fault[1])
    if precision is not None and not 0.0 < precision < inf:
        raise InputError(f"a precision of {precision:g} is never reached", instead="write for example 0.01")
    if precision is not None and study.factors is not None:
        raise InputError("a study with factors has so many rows", instead="write rows and replications in its file")
    changed = study.model_copy(update={"replications": replications, "precision": precision})
    return changed.as_written(study.written)


def with_factors(study: Study, factors: tuple[Factor, ...] | None) -> Study:
    """Return a study with other factors, such as all of them by name, or without any."""
    return study.model_copy().as_written(replace(study.written, factors=factors))


def with_strata(study: Study, strata: Strata) -> Study:
    """Return a study with the strata that its trial found; InputError where its battles are too few for them."""
    if study.precision is None:
        check_battles(strata, study.wanted)
    return study.model_copy().as_written(replace(study.written, strata=strata))


def with_twins(study: Study, twins: Twins) -> Study:
    """Return a study with models replaced in some of its options; InputError for a name that is no option."""
    for name in twins.changes:
        if name not in study.options:
            instead = f"{guessed(name, study.options)}name one of {', '.join(study.options)}"
            raise InputError(f"{quoted(name)} is no option", instead=instead)
    return study.model_copy().as_written(replace(study.written, twins=twins))


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
    if study.factors is None and study.rows is not None:
        found.append(root.nearest(("rows",)).error("there are no factors", "delete rows, or write factors"))
    if study.replications is not None and (fault := _too_few(study, study.replications)):
        found.append(root.nearest(("replications",)).error(*fault))
    if study.factors is not None and study.precision is not None:
        found.append(root.nearest(("precision",)).error("a design has so many rows", "write rows and replications"))
    if study.factors is not None and study.strata is not None:
        found.append(root.nearest(("strata",)).error("a design has no strata", "leave out strata, or factors"))
    measures = root.nearest(("measures",))
    if len(set(study.measures)) < len(study.measures):
        found.append(measures.error("a measure is named twice", "name each once"))
    if not study.measures:
        found.append(measures.error("nothing is measured", f"write for example [{', '.join(USUAL)}]"))
    for group, stated in (("options", study.options), ("raids", study.raids)):
        if not stated:
            found.append(root.nearest((group,)).error(f"there are no {group}", f"leave {group} out, or name one"))
    return found


def _too_few(study: Study, replications: int) -> tuple[str, str] | None:
    """What is wrong with a number of replications, and what to write."""
    if study.factors is None:
        if FEWEST <= replications <= MOST:
            return None
        return f"{replications} replications have no interval", f"write from {FEWEST} to {MOST}"
    if not 1 <= replications <= LUCK_OF_A_ROW:
        return f"a row has no {replications} replications", f"write from 1 to {LUCK_OF_A_ROW}, and more rows"
    return None


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
