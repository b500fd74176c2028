"""docs/performance.md, written from the measured figures alone."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "performance.md"
NO_COMPILER, ABSENT = "no C compiler on that machine", "not installed on that machine"
#: How blocks begin that keep their lines.
NOT_PROSE = ("#", "|", "<!--")
#: What a stage of the loop does, in the order of the page.
STAGES = {
    "sensors": "looks of scans and channels: echoes, resolution, detection, plots",
    "flight": "rounds in lock step, seekers, passes, hits",
    "pictures": "gating, association, update, new tracks",
    "messages": "plots, orders, cues and reports over links",
    "command": "threat evaluation, assignment, assessment",
    "channels": "turning, tracks of channels, guidance, launches, guns",
    "loop": "choosing the next clock",
    "script": "threats enter, release, strike, leave",
}


def number(value: float) -> str:
    """A figure to three digits, without exponent."""
    if value < 0.0:
        return f"-{number(-value)}"
    if value >= 1000.0:
        return f"{float(f'{value:.3g}'):,.0f}".replace(",", " ")
    return f"{value:.0f}" if value >= 100.0 else f"{value:.1f}" if value >= 10.0 else f"{value:.2f}"


def three(values: list[float], factor: float = 1.0) -> str:
    """The median of several repeats, and their range."""
    least, median, most = (number(factor * value) for value in values)
    return f"{median} ({least} to {most})"


def row(*cells: object) -> str:
    """One row of a table."""
    return "| " + " | ".join(map(str, cells)) + " |"


def promises(measured: dict[str, Any]) -> list[str]:
    """Rows of what is promised and what was measured."""
    gate, threads = measured["gate_and_update"], measured["threads"]
    yardstick = measured["yardstick"]
    gain, control = (threads[name]["gain"] for name in ("bench-60, loop", "control"))
    rows = [
        row("bench-60 against the frozen yardstick, loop alone", three(yardstick), "at most 1.3"),
        row("bench-60, command and network together", number(command_and_network(measured)), "at most 0.25"),
        *replication_rows(measured),
        row("two threads against one, loop alone", f"{three(gain)}; control {three(control)}", "best at least 1.7"),
    ]
    to_c = three(gate["to_c"]) if gate["to_c"] else NO_COMPILER
    rows.append(row("gate-and-update against C", to_c, "at most 1.15"))
    for batch in measured["batch_flight"]:
        to_c = three(batch["to_c"]) if batch["to_c"] else NO_COMPILER
        rows.append(row(f"batch flight of {batch['count']} rounds against C", to_c, "at most 1.15"))
    return rows


def command_and_network(measured: dict[str, Any]) -> float:
    """Time of command and network over the yardstick's: their share of the loop, times what that takes."""
    shares = measured["stages"]["shares"]
    return float((shares["command"][1] + shares["messages"][1]) * measured["yardstick"][1])


def replication_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of whole replications: draw, loop and measures."""
    found = measured["replications"]
    limits = {"bench-60": "-", "slavic-shield-2019": "at most 1.3", "aircraft-24": "at most 0.7"}
    rows = [
        row(f"{name}, a whole replication against the yardstick", three(found[name]["whole"]), limit)
        for name, limit in limits.items()
    ]
    rows += [
        row(f"{name}, the draw of it", three(found[name]["draw"]), limit)
        for name, limit in (("bench-60", "at most 0.08"), ("slavic-shield-2019", "at most 0.10"))
    ]
    battery = number(1e3 * found["one-battery"]["seconds"])
    return [*rows, row("one-battery, a whole replication, ms", battery, "at most 5")]


def thread_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of runs per second and gains."""
    rows = []
    for name, found in measured["threads"].items():
        what = "control: the yardstick, which shares nothing" if name == "control" else name
        one, two = found["per_second"]
        waits = number(found["waits"][1])
        rows.append(row(what, number(one), number(two), three(found["gain"]), three(found["room"]), waits))
    return rows


def study_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of studies against the bare engine."""
    return [
        row(name, found["battles"], number(found["per_second"]), three(found["rate"]), f"{found['slope']:.2f}")
        for name, found in measured["studies"].items()
    ]


def stage_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of the loop's stages, the log among them."""
    stages = measured["stages"]
    rows = [row(name, three(stages["shares"][name], 100.0), what) for name, what in STAGES.items()]
    return [
        *rows,
        row("log", f"{100.0 * stages['log'][1]:.2f}", "contained in the stages above: rows times their cost"),
    ]


def twin_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of kernels against their twins."""
    gate = measured["gate_and_update"]
    rows = []
    to_c, bits = (three(gate["to_c"]), equal(gate["same"])) if gate["to_c"] else (NO_COMPILER, "-")
    rows.append(row("gate-and-update", "C", to_c, bits))
    agreed = "same track for each plot, state within 1e-6 sigma" if gate["numpy_same"] else "**they differ**"
    rows.append(row("numpy", "gate-and-update", three(gate["numpy"]), agreed))
    for batch in measured["batch_flight"]:
        to_c, bits = (three(batch["to_c"]), equal(batch["same"])) if batch["to_c"] else (NO_COMPILER, "-")
        rows.append(row(f"batch flight, {batch['count']} rounds", "C", to_c, bits))
    return rows


def equal(same: bool) -> str:
    """What the comparison of all numbers said."""
    return "all numbers equal, bit for bit" if same else "**numbers differ**"


def peer_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of other programs."""
    rows = []
    soup, scipy = measured["stone_soup"], measured["integrator"]
    if soup:
        ours, theirs = (number(soup["gospa"][who]) for who in ("ours", "theirs"))
        rows.append(row("Stone Soup, one radar", three(soup["to_ours"]), f"mean GOSPA {theirs} m, ours {ours} m"))
    else:
        rows.append(row("Stone Soup, one radar", ABSENT, "-"))
    for name in ("Batajnica", "Zlatibor", "fractal"):
        view = measured["viewshed"].get(name)
        what = f"`gdal_viewshed`, {name}"
        if view is None:
            rows.append(row(what, ABSENT, "-"))
            continue
        inverse = [1.0 / value for value in reversed(view["to_gdal"])]
        same = ", ".join(f"{100.0 * share:.2f} % at {height} m" for height, share in view["same"].items())
        rows.append(row(what, three(inverse), f"cells with the same answer: {same}"))
    accuracy = f"{number(scipy['their_error'])} m off at rtol {scipy['tolerance']:g}, ours {number(scipy['error'])} m"
    rows.append(row("`scipy.integrate.solve_ivp`, RK45", three(scipy["to_ours"]), accuracy))
    return rows


def growth_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of bench-60 with more threats and more searching radars."""
    rows = [
        row(what, size["size"], three(size["to_one"]))
        for what, found in measured["growth"].items()
        if what != "both"
        for size in found["rows"]
    ]
    return [*rows, row("both, ten times each", "-", three(measured["growth"]["both"]))]


def machine_text(measured: dict[str, Any]) -> str:
    """One paragraph on the machine."""
    machine = measured["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items() if version)
    busy = "The machine was free" if machine["load"] < 0.5 * machine["cores"] else "**Other work ran on the machine**"
    return (
        f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, {machine['system']}; "
        f"Shieldwall {machine['shieldwall']}, Python {machine['python']}, {packages}; "
        f"{machine['compiler'] or 'no C compiler'}; {machine['gdal'] or 'no GDAL commands'}. "
        f"{busy}: load {machine['load']:.1f} at the start."
    )


def wrapped(text: str) -> str:
    """A paragraph in lines of at most 120 characters."""
    from textwrap import fill

    return fill(text, 120, break_long_words=False, break_on_hyphens=False)


#: Costs of the page: what, its name in the harness, by what it is divided, the aim.
BROWSER = (
    ("code and styles of the page, compressed, MB", "code_gzip_bytes", 1e6, "at most 3"),
    ("film, compressed, MB", "film_gzip_bytes", 1e6, "at most 10 for a raid"),
    ("film fetched, s", "film_ms", 1e3, "at most 1.5 for a raid"),
    ("first map, nothing kept of an earlier visit, s", "first_map_ms", 1e3, "at most 2"),
    ("whole map, with relief and names, s", "whole_map_ms", 1e3, "-"),
    ("first map again, s", "map_ms", 1e3, "at most 2"),
    ("a seek, the page's own work, ms", "seek_script_ms", 1.0, "-"),
    ("a seek, until its frame is drawn, ms", "seek_ms", 1.0, "at most 100"),
    ("the slowest of 25 seeks, ms", "seek_ms_most", 1.0, "at most 100"),
    ("a frame of replay, ms", "frame_ms", 1.0, "-"),
    ("of it the page's thread, ms", "frame_busy_ms", 1.0, "-"),
    ("of it drawing in software, processor time, ms", "frame_drawing_ms", 1.0, "-"),
    ("bytes that a frame leaves on the heap", "frame_heap_bytes", 1.0, "-"),
)


def browser_rows(measured: dict[str, Any]) -> list[str]:
    """Rows of what the page costs, for a raid and for a crowd."""
    found = measured["browser"]
    if not found:
        return [row(what, ABSENT, ABSENT, aim) for what, _, _, aim in BROWSER]
    cells = lambda run, cost, unit: three(found[run][cost], 1.0 / unit) if cost in found[run] else "-"  # noqa: E731
    return [row(what, *(cells(run, cost, unit) for run in ("raid", "crowd")), aim) for what, cost, unit, aim in BROWSER]


def page(measured: dict[str, Any]) -> str:
    """The page from figures as `all.py` keeps them."""
    gate, stages, growth = measured["gate_and_update"], measured["stages"], measured["growth"]
    parts = {
        "promises": promises(measured),
        "threads": thread_rows(measured),
        "stages": stage_rows(measured),
        "twins": twin_rows(measured),
        "peers": peer_rows(measured),
        "growth": growth_rows(measured),
        "studies": study_rows(measured),
        "browser": browser_rows(measured),
    }
    texts = {name: "\n".join(rows) for name, rows in parts.items()}
    words = {
        "machine": machine_text(measured),
        "loop": number(1e3 * stages["loop"][1]),
        "draw": number(stages["draw"][1] / stages["loop"][1]),
        "events": stages["events"],
        "row": number(stages["row_nanoseconds"]),
        "read": number(stages["read_nanoseconds"]),
        "looks": gate["looks"],
        "plots": gate["plots"],
        "updates": gate["updates"],
        "steps": ", ".join(f"{number(b['nanoseconds'][1])} ns at {b['count']}" for b in measured["batch_flight"]),
    }
    words["longer"] = number(measured["studies"]["slavic-shield-2019"]["minutes"])
    for what in ("threats", "radars"):
        words |= {f"{what}_exponent": number(growth[what]["exponent"]), f"{what}_last": number(growth[what]["last"])}
    template = Template((HERE / "page.md").read_text(encoding="utf-8"))
    blocks = template.substitute(texts | words).split("\n\n")
    return "\n\n".join(block if block.startswith(NOT_PROSE) else wrapped(block) for block in blocks).rstrip() + "\n"
