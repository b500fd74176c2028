"""What a run came to, on one screen: damage, fates, leakers with their reasons, rounds, warning, losses."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.analysis.absent import absent
from shieldwall.analysis.prose import clock as _clock
from shieldwall.analysis.rows import Log
from shieldwall.cli.cautions import show_warnings
from shieldwall.cli.paper import grid, heading, indented, named, new_console, quiet, typed
from shieldwall.quantities.units import counted
from shieldwall.quantities.units import show as quantity
from shieldwall.record.kinds import BURST, IMPACT, LAUNCHED

if TYPE_CHECKING:
    from rich.console import Console

    from shieldwall.exercise import Run

REPORT = "report.html"
#: Leakers named of those with one reason, and the width of a full bar of damage.
MOST_NAMED, BAR = 4, 20
NO_BREAK = "\u00a0"
#: Fates that always have a column.
MAIN_FATES = ("killed", "leaked")
#: Columns of a terminal from which there is room for bars.
WIDE = 64


def plain(run: Run, folder: Path | None) -> dict[str, Any]:
    """Return the summary as plain data: what was run, its measures, damage, rounds, a row for each threat."""
    header = run.header
    facts = {name: header[name] for name in ("title", "question", "file", "seed", "replication", "sampled", "version")}
    return {
        **facts,
        "folder": str(folder) if folder else None,
        "warnings": [warning.plain() for warning in run.warnings],
        "not_ready": absent(header),
        "measures": run.measures,
        "damage": damage(run),
        "rounds": rounds(run),
        "outcomes": run.outcome_rows,
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
    """Return for each weapon the rounds (of a gun: bursts) fired, those that killed, and those left."""
    log, header = Log(run.recording), run.header
    loaded, fired, kills = Counter[str](), Counter[str](), Counter[str]()
    for unit in header["units"].values():
        loaded.update(unit["rounds"])
    fired.update(_weapon(log, log.names[who]) for who in log.who[log.rows(LAUNCHED, BURST)].tolist())
    kills.update(_weapon(log, row["killed_by"]) for row in run.outcome_rows if row["killed_by"] is not None)
    return [
        {
            "weapon": weapon,
            "title": header["weapons"].get(weapon, {}).get("title", weapon),
            "fired": fired[weapon],
            "kills": kills[weapon],
            "left": loaded[weapon] - fired[weapon],
        }
        for weapon in sorted({*loaded, *fired}, key=lambda name: (-fired[name], name))
    ]


def _weapon(log: Log, name: str) -> str:
    """The weapon of a round, or the gun of the unit whose channel fired a burst."""
    weapon = log.weapon_of(name)
    if weapon:
        return weapon
    held = log.header["units"].get(log.unit_of(name), {}).get("rounds", {})
    return next((own for own in held if log.header["entries"][own]["kind"] == "gun"), "guns")


def show(run: Run, folder: Path | None) -> None:
    """Print the summary; `folder` is where the run was kept."""
    console = new_console()
    _show_head(console, run)
    _show_damage(console, damage(run))
    _show_fates(console, run)
    leakers = sorted((row for row in run.outcome_rows if row["fate"] == "leaked"), key=lambda row: row["t_s"])
    _show_leakers(console, leakers)
    _show_rounds(console, run)
    _show_rest(console, run.measures)
    _show_next_steps(console, run, folder, leakers)


def _show_head(console: Console, run: Run) -> None:
    header, measures = run.header, run.measures
    draw = (
        "catalogue values drawn from their ranges" if header["sampled"] else "catalogue values at their central figures"
    )
    console.print(heading(header["title"]))
    console.print(Text(header["question"], style="italic"))
    console.print(quiet(f"seed {header['seed']}, replication {header['replication']}, {draw}"))
    show_warnings(console, run.warnings)
    console.print()
    released = sum(row["carrier"] is not None for row in run.outcome_rows)
    weapons = f" and {counted(released, 'weapon')} released" if released else ""
    flying = measures["flying"]
    console.print(
        Text.assemble(
            f"Of {counted(measures['threats'] - released, 'threat')}{weapons}, ",
            (f"{measures['killed']} {'was' if measures['killed'] == 1 else 'were'} killed", "green"),
            ", " if flying else " and ",
            (f"{measures['leakers']} leaked", "red" if measures["leakers"] else "green"),
            (f" and {flying} still flew when the exercise ended" if flying else "", "yellow"),
            f". Damage: {_percent(measures['damage_share'])} of what is defended, by value.",
        )
    )


def _show_damage(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    bars = console.width >= WIDE
    table = grid("place", ">value", ">destroyed", *([""] if bars else []))
    lost, intact = "█░" if console.encoding.lower().startswith("utf") else "#."
    for row in rows:
        full = round(BAR * row["destroyed"])
        bar = Text.assemble((lost * full, "red"), (intact * (BAR - full), "dim"))
        table.add_row(_short(row["place"]), f"{row['value']:g}", _percent(row["destroyed"]), *([bar] if bars else []))
    _section(console, "Damage", table)


def _show_fates(console: Console, run: Run) -> None:
    by_system: dict[str, Counter[str]] = {}
    for row in run.outcome_rows:
        by_system.setdefault(row["system"], Counter())[row["fate"]] += 1
    met = Counter[str]()
    for fates in by_system.values():
        met.update(fates)
    columns = [fate for fate in met if fate not in MAIN_FATES]
    columns = [*MAIN_FATES, *sorted(columns)]
    table = grid("system", ">in all", *(f">{fate}" for fate in columns))
    for system, fates in by_system.items():
        table.add_row(system, str(fates.total()), *(_count(fates[fate], fate) for fate in columns))
    _section(console, "Fates", table)


def _show_leakers(console: Console, leakers: Sequence[dict[str, Any]]) -> None:
    """Print the leakers by what held longest at the furthest stage, the commonest first."""
    if not leakers:
        return
    why: dict[tuple[str, str], list[str]] = {}
    for leaker in leakers:
        # No break inside one leaker's name, place and time.
        named = f"{_short(leaker['threat'])} ({_short(leaker['place'] or '')} {_clock(leaker['t_s'])})"
        why.setdefault((leaker["stage"], leaker["reason"]), []).append(named.replace(" ", NO_BREAK))
    table = grid(">", "", show_header=False)
    for (stage, reason), names in sorted(why.items(), key=lambda item: -len(item[1])):
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        listed = textwrap.fill(", ".join(names[:MOST_NAMED]) + more, console.width - 9, break_on_hyphens=False)
        reason_and_names = Text.assemble(f"{stage}, but {reason}\n", (listed.replace(NO_BREAK, " "), "dim"))
        table.add_row(Text(str(len(names)), style="red"), reason_and_names)
    _section(console, "Leakers, by how far the defence came with them", table)


def _show_rounds(console: Console, run: Run) -> None:
    rows = rounds(run)
    if not rows:
        return
    table = grid("weapon", ">fired", ">kills", ">left")
    for row in rows:
        table.add_row(row["title"], _count(row["fired"]), _count(row["kills"], "killed"), str(row["left"]))
    _section(console, "Rounds and bursts", table)


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
    if measures["victims"]:
        table.add_row("victims", Text(", ".join(_short(name) for name in measures["victims"]), style="red"))
    if measures["misidentified"] or measures["spared"]:
        said = f"{measures['misidentified']} others held hostile, {measures['spared']} threats held for others"
        table.add_row("identity", f"{said}, of which {measures['leakers_spared']} leaked")
    losses = ", ".join(_short(name) for name in measures["own_losses"])
    table.add_row("own losses", Text(losses, style="red") if losses else "none")
    blue, red = (quantity(measures[f"cost_{side}"], "money", digits=3) for side in ("blue", "red"))
    table.add_row("cost", f"{blue} to the defence, {red} to the raid")
    _section(console, "Warning and cost", table)


def _show_next_steps(console: Console, run: Run, folder: Path | None, leakers: Sequence[dict[str, Any]]) -> None:
    console.print()
    if folder is None:
        console.print(quiet("Keep this run and its report with: -o DIR"))
        return
    report = folder / REPORT
    if report.exists():
        console.print(Text.assemble("Report: ", (named(report), "bold")), soft_wrap=True)
    else:
        console.print(
            quiet(f'Kept in {named(folder)}; for a report too: pip install "shieldwall[report]"'), soft_wrap=True
        )
    threat = leakers[0]["threat"] if leakers else next(iter(run.header["threats"]), None)
    if threat:
        console.print(
            Text.assemble("One story: ", (f"shieldwall explain {typed(folder)} {threat}", "bold")), soft_wrap=True
        )


def _section(console: Console, title: str, table: Any) -> None:
    console.print()
    console.print(heading(title))
    console.print(indented(table))


def _short(name: str) -> str:
    return name.partition("/")[2] or name


def _count(number: int, fate: str = "") -> Text:
    colour = {"killed": "green", "leaked": "red", "delivered": "yellow"}.get(fate, "")
    return Text(str(number), style=colour) if number else quiet("-")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"
