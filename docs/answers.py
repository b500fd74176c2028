"""The pages of built-in studies: `make answers` fights them and writes docs/answers/, a quarter of an hour.

`python docs/answers.py [NAME ...] [--replications N]` makes some of them, or with less; `--check` makes none, but
fights the first battles of each again and marks the pages that an earlier model made (`answer_logs`). What a person
remarks on an answer stands in benchmarks/answers/ and is mirrored in, by `--remarks` without a battle. Battles are kept
in out/answers, so that what was interrupted goes on.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import answer_logs
import answer_rows
import numpy as np
import pictures

from shieldwall.outlets.captioned import CaptionedFigure
from shieldwall.scenario import with_changes
from shieldwall.study.answer import Answer
from shieldwall.study.ask import prepared
from shieldwall.study.ask import study as ask
from shieldwall.study.but_for import ButFor, but_for
from shieldwall.study.but_for_words import MEANING, paragraph
from shieldwall.study.cells import cells
from shieldwall.study.file import TITLES, Study, load_text, names, source
from shieldwall.study.headed import header_of
from shieldwall.study.ideal import IDEALS
from shieldwall.study.report import words
from shieldwall.study.report.differences import beyond, differences
from shieldwall.study.report.drivers import tornado
from shieldwall.study.report.flow import flow, parts
from shieldwall.study.report.raids import raid_matrix
from shieldwall.study.sample import Sample, kept_sample
from shieldwall.study.sensitivity import Screened
from shieldwall.study.sentence import figure
from shieldwall.study.sentence import words as measured
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.watching import watched

HOUSE = Path(__file__).resolve().parents[1]
FOLDER = answer_logs.FOLDER


class Page(NamedTuple):
    """Of which options the page of a study has causes, and the story of a leaker."""

    causes: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()


PAGES = {
    "s400-or-not": Page(("without", "sensors", "both"), ("sensors", "both")),
    "linked-or-alone": Page(("as-they-are", "alone"), ("alone",)),
    "what-matters": Page(),
}
#: Between these headings stand the remarks.
REMARKS, AFTER_REMARKS = "## What surprises", "## What the answer does not say"
#: Draws of luck for each link made ideal, and of these for every two.
DRAWS, PAIR_DRAWS = 100, 20
#: Figures that a table has, workers, digits of a hash that name a folder.
MOST_FIGURES, WORKERS, DIGITS = 12, 2, 12
#: Leakers of a battle from which on a table names them; words of a caption that are of the report.
LEAST, NO_ROOM = 0.15, " Numbers that have no room stand in the tables below."
TELLS = (
    "Means with half of their 95 % intervals. Differences are of pairs of battles on the same luck; their intervals "
    "hold all at once over the options of a table, and those that leave zero out stand in bold."
)


class Made:
    """An answer with what its page shows beside it."""

    def __init__(self, name: str, answer: Answer, sample: Sample, causes: Sequence[tuple[str, ButFor]]) -> None:
        self.name, self.answer, self.sample, self.causes = name, answer, sample, causes
        self.subject = answer.most_different
        self.ended = [parts(answer, sample, number) for number in range(len(answer.options))]
        self.pictures = {one.name: one for one in self._pictures() if one is not None}

    def _pictures(self) -> Iterator[CaptionedFigure | None]:
        answer, measure = self.answer, self.answer.study.measures[0]
        yield differences(answer, measure)
        yield raid_matrix(answer, measure)
        yield tornado(answer, self.subject)
        yield flow(answer, self.ended, self.sample.battles)


def make(name: str, replications: int | None = None) -> None:
    """Fight a study, write its page, its pictures and what it is compared by."""
    began = time.monotonic()
    study = asked(name, replications)
    header = header_of(prepared(study)[0].study)
    folder = HOUSE / "out" / "answers" / f"{name}-{header.hash[:DIGITS]}-{header.code[:DIGITS]}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with watched() as watch:
        answer = ask(study, workers=WORKERS, watch=watch, out=folder, resume=folder.exists())
    if not answer.complete:
        sys.exit("interrupted; the same command goes on")
    causes = [(option, _cause(answer, option)) for option in PAGES[name].causes]
    made = Made(name, answer, kept_sample(answer, folder, WORKERS), causes)
    answer_logs.write(name, study)
    for shown in made.pictures.values():
        path = FOLDER / f"{name}-{shown.name}.png"
        path.write_bytes(pictures.as_png(shown, name.encode()))
    (FOLDER / f"{name}.md").write_text(page(made), encoding="utf-8")
    print(f"docs/answers/{name}.md: {len(answer.results)} battles, {time.monotonic() - began:.0f} s", flush=True)


def asked(name: str, replications: int | None) -> Study:
    """Return a built-in study, with other battles of each cell where that is said; with factors, other rows."""
    text, file = source(name)
    study = load_text(text, file)
    if replications is None:
        return study
    budget = "replications" if study.varied is None else "rows"
    return load_text(with_changes(text, {budget: replications}, file), file)


def _cause(answer: Answer, option: str) -> ButFor:
    """But for what an option would have stopped more of the first raid."""
    study = answer.study
    number = answer.options.index(option) * len(answer.raids)
    draws = min(DRAWS, study.wanted)
    pairs = PAIR_DRAWS if draws == DRAWS else 0
    return but_for(cells(study)[number].scenario, range(draws), study.seed, study.draws, pairs, WORKERS)


def page(made: Made) -> str:
    """Return the page."""
    answer, name = made.answer, made.name
    blocks = [f"# {TITLES[name]}"]
    blocks.append(f"<!-- Written by `make answers`; edit benchmarks/answers/{name}.md instead. -->")
    blocks.append(_prose(f"**Question.** {answer.study.question}"))
    blocks.append(_prose(f"**Answer.** {answer.sentence()}"))
    blocks += [_prose(words.fought(answer)), *_titles(answer)]
    blocks += ["## What each option comes to", _prose(TELLS), *_compared(answer), *_picture(made, "options")]
    if len(answer.raids) > 1:
        blocks += ["## Option against raid", *_raids(answer), *_picture(made, "raids")]
    if answer.study.varied is not None:
        blocks += ["## What drives it", *_drivers(made), *_picture(made, "drivers")]
    if made.causes:
        blocks += ["## But for what", *_but_for(made)]
    blocks += ["## Where the kill chain broke", *_picture(made, "kill-chain"), *_broken(made), *_rows(made)]
    blocks.append(_remarks(name))
    blocks += [AFTER_REMARKS, "\n".join(_bullet(one) for one in words.silent(answer, made.sample))]
    blocks += ["## Make it yourself", *_commands(answer, name)]
    blocks += ["## Sources", *_sources(made.sample)]
    return "\n\n".join(blocks) + "\n"


def _titles(answer: Answer) -> Iterator[str]:
    rows = words.titles(answer.study)
    for group in ("option", "raid"):
        mine = [(f"`{name}`", title) for of, name, title in rows if of == group and title]
        if mine:
            yield _table([(group, "what it is"), *mine])


def _compared(answer: Answer) -> Iterator[str]:
    """A table for each measure."""
    against = answer.study.against
    for measure in answer.study.measures:
        counted = "Share of all value destroyed" if measure == "damage_share" else _capital(measured(measure))
        rows = [(counted, "mean", f"more than `{against}`", "95 %", "pairs up, down")]
        for row in answer.compare(measure):
            alone = row.option == against
            more = ("", "", "") if alone else (
                _bold(figure(row.more.estimate, measure, True), beyond(row)),
                f"{figure(row.more.low, measure, True)} to {figure(row.more.high, measure, True)}",
                f"{row.up}, {row.down} of {row.pairs}",
            )  # fmt: skip
            rows.append((f"`{row.option}`", _with_half(row.value, measure), *more))
        yield _table(rows)


def _raids(answer: Answer) -> Iterator[str]:
    measure = answer.study.measures[0]
    yield _prose(f"Mean {measured(measure)}; the worst raid of each option in bold. The last column takes all alike.")
    rows = [
        (f"`{row.option}`",
         *(_bold(_with_half(row.raids[raid], measure), raid == row.worst) for raid in answer.raids),
         _with_half(row.average, measure))
        for row in answer.matrix(measure)
    ]  # fmt: skip
    yield _table([("", *(f"`{raid}`" for raid in answer.raids), "all"), *rows])


def _drivers(made: Made) -> Iterator[str]:
    answer = made.answer
    yield _prose(" ".join(words.sensitive(answer, made.subject)))
    yield _prose(_over_rows(answer, made.subject))
    for subject, rows in words.drivers(answer):
        found = [row for row in rows if isinstance(row, Screened) and row.found][:MOST_FIGURES]
        if not found:
            yield _prose(f"{_capital(subject)}: no figure moves it beyond chance.")
            continue
        yield _table(
            [(_capital(subject), "share of all that varies", "more of the figure"),
             *((f"`{row.factor}`", f"{100.0 * row.share:.1f} %", "adds" if row.slope > 0.0 else "takes away")
               for row in found)]
        )  # fmt: skip


def _over_rows(answer: Answer, option: str) -> str:
    """How much an option differs from the baseline from one row of figures to another."""
    against, measure = answer.study.against, answer.study.measures[0]
    means = dict(zip(answer.options, answer.values().mean(axis=1), strict=True))
    ends = (figure(float(end), measure, True) for end in np.quantile(means[option] - means[against], (0.1, 0.5, 0.9)))
    low, middle, high = ends
    few, most = (100.0 * float(np.mean(means[option] < share * means[against])) for share in (0.25, 0.75))
    return (
        f"From one row of figures to another the difference of `{option}` goes from {low} in one row of ten over "
        f"{middle} in the median to {high} in nine of ten, with luck of {answer.study.wanted} battles. In {few:.0f} % "
        f"of the rows `{option}` has less than a quarter of the {measured(measure)} that `{against}` has, in "
        f"{100.0 - most:.0f} % "
        "more than three quarters."
    )


def _but_for(made: Made) -> Iterator[str]:
    against = f" against `{made.answer.raids[0]}`" if len(made.answer.raids) > 1 else ""
    yield _prose(
        f"Which single link of the kill chain, made ideal, would have stopped how many leakers of a battle{against}: "
        f"{made.causes[0][1].draws} draws of luck each, as they stand and with that link ideal "
        "([ask but for what](../how-to/ask-but-for-what.md) says what each ideal is). " + MEANING
    )
    rows: list[tuple[str, ...]] = [("", *(f"`{option}`" for option, _ in made.causes))]
    rows.append(("leakers as it stands", *(f"{found.leakers:.1f}" for _, found in made.causes)))
    for number, link in enumerate(IDEALS):
        stopped = [found.links[number].stopped for _, found in made.causes]
        rows.append(
            (f"stopped by {link.name}",
             *(_bold(f"{one.mean:.1f} ± {one.half:.1f}", abs(one.mean) > one.half) for one in stopped))
        )  # fmt: skip
    yield _table(rows)
    for option, found in made.causes:
        yield _prose(f"**`{option}`.** {paragraph(found)}")


def _broken(made: Made) -> Iterator[str]:
    """Where leakers of the baseline, and of the option that differs most from it, were held, and why most."""
    options = dict.fromkeys([made.answer.study.against, made.subject])
    rows: list[tuple[str, ...]] = [("option", "how far it came", "leakers", "most of them because")]
    for option in options:
        for part in made.ended[made.answer.options.index(option)]:
            if part.words.startswith("leaked") and part.number.estimate >= LEAST:
                why = "; ".join(f"{reason} ({number:.1f})" for reason, number in part.reasons if number >= LEAST)
                rows.append((f"`{option}`", part.words.removeprefix("leaked, "), f"{part.number.estimate:.1f}", why))
    yield _table(rows)


def _rows(made: Made) -> Iterator[str]:
    answer, name = made.answer, made.name
    against = f" against `{answer.raids[0]}`" if len(answer.raids) > 1 else ""
    yield _prose(
        f"Rows of the logs of {min(answer_rows.BATTLES, answer.battles)} battles of each option{against}: how long "
        "before their end leakers were first seen by anybody, tracked by any unit, and so on, and how many ever were."
    )
    yield _table(list(answer_rows.table(answer)))
    for story in answer_rows.stories(answer, PAGES[name].stories):
        yield _prose(
            f"One leaker of `{story.option}`, held up as most were in the first battle of this option; `shieldwall "
            f"run --from out/{name} --row {story.row} -o out/one` fights it again:"
        )
        yield f"```console\n$ shieldwall explain out/one {story.threat}\n{story.words.strip()}\n```"


def _picture(made: Made, name: str) -> Iterator[str]:
    shown = made.pictures.get(name)
    if shown is not None:
        yield f"![{shown.title}]({made.name}-{shown.name}.png)"
        yield _prose(f"*{shown.title}. {shown.caption.replace(NO_ROOM, '')}*")


def _remarks(name: str) -> str:
    return (HOUSE / "benchmarks" / "answers" / f"{name}.md").read_text(encoding="utf-8").strip()


def mirror(name: str) -> None:
    """Put the remarks of today on a page, which is otherwise left as it is."""
    path = FOLDER / f"{name}.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(f"{REMARKS}\n")
    path.write_text(f"{before}{_remarks(name)}\n\n{AFTER_REMARKS}{rest.partition(AFTER_REMARKS)[2]}", encoding="utf-8")


def _commands(answer: Answer, name: str) -> Iterator[str]:
    study = answer.study
    subject = answer.options.index(answer.most_different) * len(answer.raids)
    number = int((answer.results["cell"] == subject).argmax())
    budget = f" --replications {study.replications}" if study.varied is None else ""
    lines = [
        (f"shieldwall study {name} --plan", "how long it takes"),
        (f"shieldwall study {name}{budget} -o out/{name}", "the same battles, with a report"),
        (f"shieldwall study out/{name} --but-for", "which link would have stopped how many"),
        (f"shieldwall run --from out/{name} --row {number} -o out/one", f"one battle of `{answer.most_different}`"),
    ]
    wide = max(len(command) for command, _ in lines)
    yield "```console\n" + "\n".join(f"$ {command:{wide}}  # {what}" for command, what in lines) + "\n```"
    yield _prose(
        f"The study is `src/shieldwall/study/library/{name}.yaml`, its seed {study.seed}. Beside this page stand the "
        f"[hashes of its first battles]({name}.json), which are fought again with every change of the code: "
        "`python docs/answers.py --check`."
    )


def _sources(sample: Sample) -> Iterator[str]:
    values, sources = sample.sources["values"], sample.sources["sources"]
    guessed = sum(value["grade"] == "D" for value in values)
    yield _prose(
        f"{len(values)} figures of {len(sample.sources['entries'])} entries of the catalogue were drawn; {guessed} are "
        "estimates of our own ([assumptions](../assumptions.md)). The others are cited from:"
    )
    yield "\n".join(_bullet(f"{_plain(one['title'])}{_address(one)}") for _, one in sorted(sources.items()))


def _plain(text: str) -> str:
    return text.replace("[", "(").replace("]", ")").replace("|", "/").replace("<", "(").replace(">", ")")


def _address(one: dict[str, Any]) -> str:
    address = one.get("address") or one.get("url")
    return f", <{address}>" if address else ""


def _with_half(value: Interval, measure: str) -> str:
    return f"{figure(value.estimate, measure).removesuffix(' %')} ± {figure(value.half, measure)}"


def _bold(text: str, is_bold: bool) -> str:
    return f"**{text}**" if is_bold else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *others = rows
    lines = [head, ("---",) * len(head), *others]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in lines)


def _bullet(text: str) -> str:
    return fill(f"- {' '.join(text.split())}", 120, subsequent_indent="  ", break_long_words=False,
                break_on_hyphens=False)  # fmt: skip


def _prose(text: str) -> str:
    return fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)


def main() -> int:
    """Make the pages, or check them; return 1 where a page is made by an earlier model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="built-in studies, all without any", metavar="NAME")
    parser.add_argument("--replications", type=int, help="battles of each cell, or rows, not those of the file")
    parser.add_argument("--check", action="store_true", help="fight the first battles again and mark the pages")
    parser.add_argument("--remarks", action="store_true", help="mirror the remarks of today, and fight nothing")
    given = parser.parse_args()
    wanted = given.names or list(names())
    if unknown := [name for name in wanted if name not in PAGES]:
        parser.error(f"no built-in study is called {unknown[0]}; there are {', '.join(PAGES)}")
    stale = False
    for name in wanted:
        if not given.check:
            mirror(name) if given.remarks else make(name, given.replications)
            continue
        found = answer_logs.check(name)
        stale |= bool(found)
        print(
            f"docs/answers/{name}.md: {f'made by an earlier model, {len(found)} battles differ' if found else 'true'}"
        )
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
