"""The kill chain of one threat as a short story with times."""

from __future__ import annotations

from functools import cached_property

from shieldwall.analysis.absent import absent, not_ready
from shieldwall.analysis.fates import Ending, Fate, endings, killer
from shieldwall.analysis.fired import fire_lines
from shieldwall.analysis.holds import Holds, weighing_holds
from shieldwall.analysis.identity import identity_lines, story
from shieldwall.analysis.prose import Line, Story, clock, listed, page, paragraph
from shieldwall.analysis.rows import Log
from shieldwall.analysis.sighted import evaluation_lines, flight_lines, sight_lines, track_lines
from shieldwall.analysis.silence import silence_lines
from shieldwall.analysis.stages import Stage, Stages
from shieldwall.analysis.switched import switch_lines, switch_words
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.record.kinds import EXITS, IMPACT, KILLED, ORDERED
from shieldwall.record.recording import Recording

_MOST_PRINTED = 34

_STANDING = {
    Stage.UNSEEN: "It was never in view: for longest it was",
    Stage.IN_VIEW: "It was in view but never detected: for longest it was",
    Stage.DETECTED: "It was detected but never tracked: it was",
    Stage.TRACKED: "It was tracked but never declared hostile: it was",
    Stage.IDENTIFIED: "It was declared hostile, but no fire unit was assigned: towards its end it was mostly",
    Stage.ASSIGNED: "A fire unit was assigned, but none fired: for longest it was",
    Stage.FIRED_AT: "It was fired at, but no round reached it: mostly,",
    Stage.REACHED: "It was reached, but not killed: mostly,",
    Stage.KILLED: "It was shot down, but too late:",
}


def explain(recording: Recording, name: str) -> str:
    """Return the story of a threat, such as "red/strike/3": a heading, a line per event that mattered, its fate.

    Raises InputError, with the nearest name, when no threat is called so.
    """
    return Stories(recording).of(name)


def threat_called(recording: Recording, name: str) -> str:
    """Return the name of a threat or of another flight; raises InputError, with the nearest name, when none has it."""
    known = [*recording.header["threats"], *recording.header.get("traffic", {})]
    if name not in known:
        raise _unknown(known, name)
    return name


class Stories:
    """The stories of a recording's threats; what they share is worked out once."""

    def __init__(self, recording: Recording) -> None:
        self._log = log = Log(recording)
        self._known = {ending.threat: ending for ending in endings(log)}
        self._stages = Stages(log, {threat: ending.t for threat, ending in self._known.items()})
        self._rows = log.by_threat(range(log.size))
        over = reversed(log.rows(EXITS, IMPACT, KILLED).tolist())
        self._last = dict.fromkeys(self._known, log.lasts) | {int(log.threat[row]): float(log.t[row]) for row in over}

    def of(self, name: str) -> str:
        """Return the story of a threat as it is printed; raises InputError, with the nearest name, for none."""
        found = self.story(name)
        heading, verdict = paragraph(found.heading), paragraph(found.verdict)
        if not found.lines:
            return "\n".join([*heading, *verdict])
        # Of traffic nothing is left out.
        lines = page(found.lines) if name in self._log.header.get("traffic", {}) else _printed(found)
        return "\n".join([*heading, *lines, "", *verdict])

    def story(self, name: str) -> Story:
        """Return the story of a threat as data; raises InputError, with the nearest name, when none is called so."""
        log = self._log
        if name in log.header.get("traffic", {}):
            return story(log, name)
        threat = log.header["threats"].get(name)
        if threat is None:
            raise _unknown(list(log.header["threats"]), name)
        carried = f", carried by {threat['carrier']}" if threat["carrier"] else ""
        task = f" Task: {threat['mission']}." if threat["mission"] else ""
        heading = f"{name}: {threat['title']}{carried}.{task}"
        number = log.number[name]
        if number not in self._known:
            why = "its carrier did not release it" if threat["carrier"] else "the exercise ended before it entered"
            return Story(heading, (), 0, f"It never came to be: {why}.")
        lines = self.lines(number)
        kept = _weightiest(lines)
        return Story(heading, kept, len(lines) - len(kept), _verdict(log, self._stages, self._known[number]))

    def lines(self, number: int) -> list[Line]:
        """Return everything worth reporting of a threat up to its leaving the sky, in the order of time.

        `number` is its row of the name table.
        """
        log, last = self._log, self._last[number]
        rows = [row for row in self._rows[number] if log.t[row] <= last]
        turns = [float(log.t[row]) for row in rows if log.kind[row] == ORDERED]
        evaluations = self._evaluations.get(number, [])
        lines = [
            *flight_lines(log, rows),
            *sight_lines(log, self._stages, number, last),
            *track_lines(log, rows, last),
            *evaluation_lines(log, rows, evaluations, turns, last),
            *identity_lines(log, rows),
            *fire_lines(log, number, rows),
            *switch_lines(log, last),
        ]
        sights = self._stages.sights.get(number, [])
        lines += silence_lines(lines, evaluations, sights, last)
        return sorted(lines, key=lambda line: (line.t, line.order))

    @cached_property
    def _evaluations(self) -> Holds:
        return weighing_holds(self._log, self._last)


def _unknown(threats: list[str], name: str) -> InputError:
    meant = next((full for full in (f"red/{name}", f"{name}/1", f"red/{name}/1") if full in threats), None)
    near = meant or closest(name, threats)
    instead = f"did you mean {near}?" if near else f"this run has {listed(threats, 8)}"
    return InputError(f"there is no threat {quoted(name)} in this run", instead=instead)


def _weightiest(lines: list[Line]) -> list[Line]:
    """Return the lines that one page has room for: the least weighty are left out first."""
    kept = lines
    for weight in sorted({line.weight for line in lines})[:-1]:
        if len(page(kept)) <= _MOST_PRINTED:
            break
        kept = [line for line in lines if line.weight > weight]
    return kept


def _printed(found: Story) -> list[str]:
    """Print the lines on one page: where there are still too many, the middle is left out."""
    left_out = [f"       ({found.left_out} lesser events are left out.)"] if found.left_out else []
    printed = page(found.lines)
    if len(printed) > _MOST_PRINTED:
        half = _MOST_PRINTED // 2
        printed = [*printed[:half], "       ...", *printed[-half:]]
    return printed + left_out


def _verdict(log: Log, stages: Stages, ending: Ending) -> str:
    """Say the fate, the furthest stage and what held there."""
    at = f"at {clock(ending.t)}"
    if ending.fate is Fate.KILLED:
        after = ", after it had released its weapons" if ending.released else ""
        return f"Fate: killed {at} by {killer(log, ending.killed)}{after}."
    fate = {
        Fate.LEAKED: f"leaked {at}",
        Fate.DELIVERED: f"delivered {at}; its weapons count themselves",
        Fate.RECOVERED: f"recovered {at}, its task undone",
        Fate.EXPIRED: "expired, still under way at the end" if ending.row < 0 else f"expired {at}",
    }.get(ending.fate, f"{ending.fate.value} {at}")
    stage, reason, out = stages.of(ending.threat), stages.reason(ending.threat), absent(log.header)
    # A reason that names the units says it already.
    missing_units = f"; {not_ready(out)}" if out and "not ready" not in reason else ""
    switched = switch_words(log, ending.t)
    return f"Fate: {fate}. {_STANDING[stage]} {reason}{missing_units}.{switched}"
