"""What a run came to, on one screen: damage, fates, leakers with their reasons, rounds, warning, losses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.analysis.rows import Log
from shieldwall.cli.paper import grid, heading, indented, quiet, sheet
from shieldwall.quantities.units import show as quantity
from shieldwall.record.kinds import IMPACT

if TYPE_CHECKING:
    from rich.console import Console

    from shieldwall.exercise import Run

#: Leakers that are told one by one, and the width of a full bar of damage.
MOST_LEAKERS, BAR = 12, 20
FATES = ("killed", "leaked", "delivered")


def plain(run: Run, folder: Path | None) -> dict[str, Any]:
    """Return the summary as plain data: what was run, its measures, damage, rounds, a row for each threat."""
    header = run.header
    told = {
        name: header[name]
        for name in ("title", "question", "file", "seed", "replication", "sampled", "version")
    }
    return {
        **told,
        "folder": str(folder) if folder else None,
        "measures": run.measures,
        "damage": damage(run),
        "rounds": rounds(run),
        "outcomes": run.outcomes().to_dicts(),
    }


def damage(run: Run) -> list[dict[str, Any]]:
    """Return each defended place with its value and the share of it that was destroyed, the worst first."""
    log = Log(run.recording)
    taken = {log.name(int(log.whom[row])): float(log.v1[row]) for row in log.rows(IMPACT).tolist()}
    rows = []
    for name, place in run.header["places"].items():
        if place["value"] > 0.0 or name in taken:
            hardness = place["hardness"]
            share = min(1.0, taken[name] / hardness if hardness > 0.0 else 1.0) if name in taken else 0.0
            rows.append({"place": name, "value": place["value"], "destroyed": share})
    return sorted(rows, key=lambda row: (-row["destroyed"] * row["value"], row["place"]))


def rounds(run: Run) -> list[dict[str, Any]]:
    """Return for each weapon the rounds fired, left and that killed; the bursts of guns are a row of their own."""
    log, measures = Log(run.recording), run.measures
    kills = Counter(log.weapon_of(name) for name in run.outcomes()["killed_by"].to_list() if name)
    rows = [
        {
            "weapon": run.header["weapons"].get(weapon, {}).get("title", weapon),
            "fired": measures["shots"].get(weapon, 0),
            "left": left,
            "kills": kills[weapon],
        }
        for weapon, left in measures["rounds_left"].items()
    ]
    if measures["bursts"]:
        rows.append({"weapon": "gun bursts", "fired": measures["bursts"], "left": None, "kills": kills[""]})
    return rows


def show(run: Run, folder: Path | None) -> None:
    """Print the summary; `folder` is where the run was kept."""
    console = sheet()
    _show_head(console, run)
    _show_damage(console, damage(run))
    _show_fates(console, run)
    leakers = run.outcomes().filter(run.outcomes()["fate"] == "leaked").sort("t_s").to_dicts()
    _show_leakers(console, leakers)
    _show_rounds(console, run)
    _show_rest(console, run.measures)
    _show_way_on(console, run, folder, leakers)


def _show_head(console: Console, run: Run) -> None:
    header, measures = run.header, run.measures
    draw = (
        "catalogue values drawn from their ranges"
        if header["sampled"]
        else "catalogue values at their central figures"
    )
    console.print(heading(header["title"]))
    console.print(Text(header["question"], style="italic"))
    console.print(quiet(f"seed {header['seed']}, replication {header['replication']}, {draw}"))
    console.print()
    released = run.outcomes()["carrier"].count()
    weapons = f" and {released} weapons released" if released else ""
    console.print(
        Text.assemble(
            f"Of {measures['threats'] - released} threats{weapons}, ",
            (f"{measures['killed']} were killed", "green"),
            " and ",
            (f"{measures['leakers']} leaked", "red" if measures["leakers"] else "green"),
            f". Damage: {_percent(measures['damage_share'])} of what is defended, by value.",
        )
    )


def _show_damage(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    table = grid("place", ">value", ">destroyed", "", show_header=True)
    mark = "█" if console.encoding.lower().startswith("utf") else "#"
    for row in rows:
        full = round(BAR * row["destroyed"])
        bar = Text.assemble((mark * full, "red"), (mark * (BAR - full), "bright_black")) if full else Text("")
        table.add_row(_short(row["place"]), f"{row['value']:g}", _percent(row["destroyed"]), bar)
    _section(console, "Damage", table)


def _show_fates(console: Console, run: Run) -> None:
    table = grid("system", ">in all", *(f">{fate}" for fate in FATES), "other")
    by_system: dict[str, Counter[str]] = {}
    for system, fate in run.outcomes().select("system", "fate").iter_rows():
        by_system.setdefault(system, Counter())[fate] += 1
    for system, fates in by_system.items():
        other = ", ".join(f"{count} {fate}" for fate, count in fates.items() if fate not in FATES)
        table.add_row(system, str(fates.total()), *(_count(fates[fate], fate) for fate in FATES), other)
    _section(console, "Fates", table)


def _show_leakers(console: Console, leakers: Sequence[dict[str, Any]]) -> None:
    if not leakers:
        return
    table = grid("threat", "reached", ">at", "the defence came to", "because")
    for leaker in leakers[:MOST_LEAKERS]:
        name = leaker["threat"].removeprefix("red/")
        table.add_row(
            name, _short(leaker["place"] or ""), _clock(leaker["t_s"]), leaker["stage"], leaker["reason"]
        )
    _section(console, "Leakers", table)
    if len(leakers) > MOST_LEAKERS:
        console.print(indented(quiet(f"and {len(leakers) - MOST_LEAKERS} more")))


def _show_rounds(console: Console, run: Run) -> None:
    rows = rounds(run)
    if not rows:
        return
    table = grid("weapon", ">fired", ">kills", ">left")
    for row in rows:
        left = "" if row["left"] is None else str(row["left"])
        table.add_row(row["weapon"], _count(row["fired"]), _count(row["kills"], "killed"), left)
    _section(console, "Rounds", table)


def _show_rest(console: Console, measures: dict[str, Any]) -> None:
    table = grid("", "", show_header=False)
    first, warning = measures["first_detection_s"], measures["warning_s"]
    seen = (
        f"{_clock(first)} after the start, {measures['first_detection_km']:.0f} km away"
        if first is not None
        else "none"
    )
    table.add_row("first detection", seen)
    if warning is not None:
        table.add_row("warning", f"{warning / 60:.1f} min from detection to arrival, the median")
    losses = ", ".join(_short(name) for name in measures["own_losses"])
    table.add_row("own losses", Text(losses, style="red") if losses else "none")
    blue, red = (quantity(measures[f"cost_{side}"], "money", digits=3) for side in ("blue", "red"))
    table.add_row("cost", f"{blue} to the defence, {red} to the raid")
    _section(console, "Warning and cost", table)


def _show_way_on(console: Console, run: Run, folder: Path | None, leakers: Sequence[dict[str, Any]]) -> None:
    console.print()
    if folder is None:
        console.print(quiet("Keep this run and its report with: -o DIR"))
        return
    console.print(Text.assemble("Report: ", (str(folder / "report.html"), "bold")), soft_wrap=True)
    told = leakers[0]["threat"] if leakers else next(iter(run.header["threats"]), None)
    if told:
        console.print(
            Text.assemble("One story: ", (f"shieldwall explain {folder} {told}", "bold")), soft_wrap=True
        )


def _section(console: Console, title: str, table: Any) -> None:
    console.print()
    console.print(heading(title))
    console.print(indented(table))


def _short(name: str) -> str:
    return name.removeprefix("place/").removeprefix("blue/")


def _count(number: int, fate: str = "") -> Text:
    colour = {"killed": "green", "leaked": "red", "delivered": "yellow"}.get(fate, "")
    return Text(str(number), style=colour) if number else quiet("-")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
