"""The sentences of a study's report: what was fought, what the answer hangs on, and what it does not say."""

from __future__ import annotations

from shieldwall.quantities.units import counted
from shieldwall.study import strata_words
from shieldwall.study.answer import Answer
from shieldwall.study.file import SALTELLI, Study
from shieldwall.study.report.drivers import subject as driven
from shieldwall.study.sample import Sample
from shieldwall.study.sensitivity import Driver, Screened
from shieldwall.study.sentence import figure, split_sentence
from shieldwall.study.sentence import words as measured

#: Factors that a sentence names, and that a table has of each option.
FEW, MOST_DRIVERS = 3, 24


def figures(study: Study) -> str:
    """Return how the catalogue's figures were drawn."""
    if study.varied is not None:
        return f"{counted(len(study.varied), 'factor')} over {study.design_rows} rows, all else central"
    return "drawn from their ranges in every battle" if study.draws == "sampled" else "at their central values"


def fought(answer: Answer) -> str:
    """Return in a sentence what stands behind the answer."""
    study = answer.study
    raids = f" against each of {counted(len(answer.raids), 'raid')}" if len(answer.raids) > 1 else ""
    strata = f", in {len(study.layers.out)} strata" if study.layers.out else ""
    whole = "" if answer.complete else " The study was stopped before all was fought."
    return (
        f"{counted(len(answer.results), 'battle')} of {counted(len(answer.options), 'option')}{raids}{strata}, all on "
        f"the same luck; catalogue figures {figures(study)}.{whole}"
    )


def caveats(answer: Answer) -> str:
    """Return how far the answer carries, in short."""
    return (
        f"Means of the battles of these models, not of real ones. {fought(answer)} Intervals hold with 95 %, those of "
        "differences all at once."
    )


def titles(study: Study) -> list[tuple[str, str, str]]:
    """Return what options and raids are: group, name and title."""
    found = []
    for group, named in (("option", study.options), ("raid", study.raids)):
        found += [(group, name, " ".join(str(changes.get("title", "")).split())) for name, changes in named.items()]
    return found if any(title for *_, title in found) else []


def sensitive(answer: Answer, option: str) -> list[str]:
    """Return, a sentence each, what the answer is most sensitive to."""
    study, found = answer.study, []
    if study.varied is None:
        found.append(
            "No figure was varied by itself, so this study does not tell which of them moves its answer; "
            + ("their ranges are in its intervals. " if study.draws == "sampled" else "their ranges are left out. ")
            + "The same study with “factors: all” tells."
        )
    else:
        found += moving(answer, option)
    if len(answer.raids) > 1:
        found.append(_raids(answer, option))
    if study.strata is not None:
        found.append(strata_words.asked(answer))
    if study.layers.out:
        options = dict.fromkeys([study.against, option])
        found += [strata_words.sentence(answer, one, study.measures[0]) for one in options]
    return found


def moving(answer: Answer, option: str, measure: str | None = None) -> list[str]:
    """Return, a sentence each, which factors move a measure, and what part of what varies is ignorance of them."""
    name = measure or answer.study.measures[0]
    if answer.study.design == SALTELLI:
        return [_indices(answer, option, name)]
    found = [_screening(answer, option, name)]
    if answer.can_split:
        found.append(split_sentence(answer.split(name), name, len(answer.options)))
    return found


def _indices(answer: Answer, option: str, measure: str) -> str:
    rows = answer.drivers(measure, option)[:FEW]
    named = ", ".join(f"{row.factor} ({100.0 * row.total.estimate:.0f} % in all)" for row in rows)
    return f"Of the variance of {driven(answer, option, measure)}, luck averaged out, most hangs on {named}."


def _screening(answer: Answer, option: str, measure: str) -> str:
    rows = answer.screening(measure, option)
    found = [row for row in rows if row.found]
    of = driven(answer, option, measure)
    if not found:
        return f"None of {len(rows)} figures moves {of} beyond chance."
    named = ", ".join(f"{row.factor} ({100.0 * row.share:.1f} %)" for row in found[:FEW])
    return (
        f"{len(found)} of {len(rows)} figures move{'s' if len(found) == 1 else ''} {of} beyond chance; "
        f"of all that varies, luck included, the most is by {named}."
    )


def _raids(answer: Answer, option: str) -> str:
    measure, against = answer.study.measures[0], answer.study.against
    rows = {row.option: row for row in answer.matrix()}
    more = {raid: rows[option].raids[raid].estimate - rows[against].raids[raid].estimate for raid in answer.raids}
    if option == against:
        means = {raid: rows[option].raids[raid].estimate for raid in answer.raids}
        low, high = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
        return (
            f"By raid {option} has from {figure(means[low], measure)} ({low}) to {figure(means[high], measure)} "
            f"({high}) {measured(measure)}."
        )
    low, high = min(more, key=more.__getitem__), max(more, key=more.__getitem__)
    return (
        f"By raid the difference of {option} from {against} goes from {figure(more[low], measure, True)} ({low}) to "
        f"{figure(more[high], measure, True)} ({high}) {measured(measure)}."
    )


def silent(answer: Answer, sample: Sample) -> list[str]:
    """Return, a sentence each, what the answer does not say."""
    study = answer.study
    raids = "this raid" if len(answer.raids) == 1 else f"these {len(answer.raids)} raids"
    found = [
        f"It holds for {raids} of one author, flown whatever the defence does; a share of them is no share of raids.",
        "The interval holds luck"
        + ("" if study.draws == "central" and study.varied is None else " and ignorance of the catalogue's figures")
        + ", not that a model may be wrong; no real engagement was compared with these models.",
        "Sites and routes are notional, and the terrain is coarse: it says nothing of a real site.",
        "Figures are public and encyclopaedic; two thirds are estimates. Each stands below with its range and source.",
    ]
    if study.draws == "central" and study.varied is None:
        found.append("All figures stood at their central values, so the interval hides what nobody knows of them.")
    if sample.battles < len(answer.results):
        found.append(
            f"Stages, costs and maps are read from the logs of {sample.battles} of the battles, evenly spread over "
            "them" + (", strata as often as they happen" if study.layers.out else "") + "; all else is of all battles."
        )
    found.append("Where a kill chain broke describes and does not prove a cause.")
    return found


def drivers(answer: Answer) -> list[tuple[str, list[Driver] | list[Screened]]]:
    """Return the factors of every option, the strongest first, with what they are those of."""
    if answer.study.varied is None:
        return []
    if answer.study.design == SALTELLI:
        return [(driven(answer, one), list(answer.drivers(option=one)[:MOST_DRIVERS])) for one in answer.options]
    return [(driven(answer, one), list(answer.screening(option=one)[:MOST_DRIVERS])) for one in answer.options]
