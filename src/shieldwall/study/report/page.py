"""The page: the question, the answer in a sentence, pictures, what it hangs on, what it does not say, every source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shieldwall.exercise.simulate import planned
from shieldwall.outlets import tables
from shieldwall.outlets.captioned import CaptionedFigure
from shieldwall.outlets.report import SHOWN_DIGITS, ready
from shieldwall.outlets.template import template, text
from shieldwall.outlets.words import money
from shieldwall.quantities.units import counted
from shieldwall.quantities.visible import visible
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.study.answer import Answer
from shieldwall.study.but_for_words import MEANING
from shieldwall.study.causes import Cause
from shieldwall.study.cells import cells
from shieldwall.study.headed import header_of, without_budget
from shieldwall.study.report import words
from shieldwall.study.report.convergence import convergence
from shieldwall.study.report.differences import beyond, differences
from shieldwall.study.report.drivers import tornado
from shieldwall.study.report.ends import box_of, ends_map
from shieldwall.study.report.exchange import Exchange, exchange, exchanges
from shieldwall.study.report.flow import Part, cells_of, flow, parts
from shieldwall.study.report.raids import raid_matrix
from shieldwall.study.report.spread import spread, spreads
from shieldwall.study.sample import Sample
from shieldwall.study.sentence import figure
from shieldwall.study.statistics.intervals import enough
from shieldwall.study.strata_words import rows

HOUSE, TEMPLATE, STYLE_SHEET = "shieldwall.study.report", "page.html.j2", "page.css"


def report(answer: Answer, sample: Sample, causes: Sequence[Cause] = ()) -> str:
    """Return the report of a study as one HTML page that asks nothing of any network and runs no script.

    `causes` are what links made ideal would have stopped, where that was asked.

    Raises InputError for fewer than two battles of each cell, and, saying what to install, without the packages of the
    extra `report`.
    """
    ready()
    enough(answer.values()[0, 0])
    page_of = template(TEMPLATE, HOUSE)
    study, measure = answer.study, answer.study.measures[0]
    subject = answer.most_different
    ended = [parts(answer, sample, number) for number in range(len(answer.options))]
    spent = exchanges(answer, sample)
    pictures = _pictures(answer, sample, subject, ended, spent)
    page: str = page_of.render(
        study=study,
        answer=answer,
        measure=measure,
        sentence=answer.sentence(),
        caveats=words.caveats(answer),
        fought=words.fought(answer),
        sensitive=words.sensitive(answer, subject),
        silent=words.silent(answer, sample),
        causes=causes,
        meaning=MEANING,
        titles=words.titles(study),
        subject=subject,
        figures={one.name: (number, one) for number, one in enumerate(pictures, 1)},
        maps=[one.name for one in pictures if one.name.startswith("map-")],
        compared={name: answer.compare(name) for name in study.measures},
        raids=answer.matrix(measure) if len(answer.raids) > 1 else [],
        drivers=words.drivers(answer),
        strata=rows(answer, measure),
        ended=list(zip(answer.options, ended, strict=True)),
        spent=spent,
        spreads=spreads(answer, measure),
        values=tables.values(sample.sources),
        provenance=_provenance(answer),
        sampled=sample.battles,
        names=[Path(file).name for file in (study.written.file, study.base.file)],
        style_sheet=text("report.css") + text(STYLE_SHEET, HOUSE),
        figure=figure,
        beyond=beyond,
        money=money,
        text=visible(without_budget(study.written.text)),
        visible=visible,
    )
    return page


def _pictures(
    answer: Answer, sample: Sample, subject: str, ended: Sequence[Sequence[Part]], spent: Sequence[Exchange]
) -> list[CaptionedFigure]:
    """Return the pictures in the order in which they stand; those with nothing to show are left out."""
    measure = answer.study.measures[0]
    drawn = [
        differences(answer, measure),
        raid_matrix(answer, measure),
        spread(measure, spreads(answer, measure)),
        tornado(answer, subject),
        flow(answer, ended, sample.battles),
        *_maps(answer, sample, subject),
        exchange(spent, sample.battles),
        convergence(answer, measure),
    ]
    return [one for one in drawn if one is not None]


def _maps(answer: Answer, sample: Sample, subject: str) -> list[CaptionedFigure]:
    """Return a map of the baseline, and one of the option that differs most from it, of the same ground."""
    box = box_of(sample)
    if box is None:
        return []
    options = [answer.options.index(name) for name in dict.fromkeys([answer.study.against, subject])]
    scene = planned(cells(answer.study)[cells_of(answer, options[0])[0]].scenario).scene
    ground = Recording(sample.known[options[0]], np.zeros(0, EVENT), np.zeros(0, SAMPLE), scene)
    return [ends_map(answer, sample, ground, option, box) for option in options]


def _provenance(answer: Answer) -> list[tuple[str, str]]:
    from shieldwall import __version__

    study, header = answer.study, header_of(answer.study)
    return [
        ("Study", Path(study.written.file).name),
        ("Scenario", study.scenario),
        ("Battles", counted(len(answer.results), "battle")),
        ("Seed", str(study.seed)),
        ("Catalogue figures", words.figures(study)),
        ("Version", f"Shieldwall {__version__}"),
        ("Study, SHA-256", header.hash[:SHOWN_DIGITS]),
        ("Code and catalogue, SHA-256", header.code[:SHOWN_DIGITS]),
    ]
