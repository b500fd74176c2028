"""The command that says what warning each radar and each link buys."""

from __future__ import annotations

from typing import Annotated

import typer

from shieldwall.cli.command import write_json


def warning(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A built-in scenario or a path.")],
    part: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A radar or a link; may be repeated. All without it.")
    ] = None,
    runs: Annotated[int, typer.Option(metavar="N", help="Replications, from 0 on.")] = 20,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of all draws.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print plain data.")] = False,
) -> None:
    """Say how much later threats are found without each radar and each link, paired, with intervals."""
    from shieldwall.scenario import load
    from shieldwall.study.warning import warning_bought

    found = warning_bought(load(scenario), range(runs), (seed,), part)
    if as_json:
        write_json([row._asdict() for row in found])
        return
    from shieldwall.cli.paper import grid, heading, indented, new_console, quiet

    console = new_console()
    table = grid("|without, against", "|found", ">later by, s", ">median", ">changed")
    shown = [row for row in found if row.share > 0.0]
    for row in shown:
        mean = f"{row.mean:z.1f} ± {row.half:.1f}"
        table.add_row(f"{row.part}\n {row.kind}", row.step, mean, f"{row.median:z.1f}", f"{100.0 * row.share:.0f} %")
    console.print(heading("Warning bought by each radar and link"))
    console.print(indented(table))
    silent = sorted({row.part for row in found} - {row.part for row in shown})
    if silent:
        console.print(quiet(f"Nothing is found later without {', '.join(silent)}."))
    console.print(quiet(f"Means over {runs} battles with their 95 % intervals; median and share over all threats."))
