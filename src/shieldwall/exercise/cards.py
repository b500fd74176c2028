"""Cards of catalogue entries: the models are asked, where need be battles fought, and the page is drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import shieldwall
from shieldwall.analysis.intervals import wilson
from shieldwall.catalogue import Entry, ids, load, load_parts
from shieldwall.catalogue.beside import current
from shieldwall.catalogue.jammers import Jammer
from shieldwall.catalogue.page import digest, entry_page
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.sensors import Optical, Radar
from shieldwall.catalogue.weapons import Gun, Interceptor, Threat
from shieldwall.exercise.kill_map import BATTLES, FEW, TARGET, KillMap, kill_map
from shieldwall.exercise.own_fits import fitted
from shieldwall.outlets import card as outlet
from shieldwall.outlets import missile_figures, radar_figures, small_figures
from shieldwall.outlets.card import Card
from shieldwall.quantities.units import counted
from shieldwall.survey import (
    gun_card,
    jammer_card,
    missile_card,
    missile_verdicts,
    optical_card,
    other_verdicts,
    radar_card,
    radar_verdicts,
    threat_card,
    unit_verdicts,
)
from shieldwall.survey.missile_verdicts import Fading, Tally
from shieldwall.survey.verdicts import Verdict, called, section

#: Called with what is done and with its share, 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ShotMap:
    """A kill map with the words that its picture needs."""

    fired: Any
    killed: Any
    edges: Any
    heights: Any
    speed: float
    few: int
    unit: str
    title: str


def card(entry_id: str, battles: int = BATTLES, progress: Progress | None = None) -> Card:
    """Return the card of an entry.

    `battles` are fought at each height for an interceptor's map, none for 0; that takes half a minute the first time,
    and `progress` is called. Raises InputError for an unknown entry, with the nearest, or without the extra `report`.
    """
    entry = load(entry_id)
    outlet.ready()
    fitted(current())
    verdicts: Iterable[Verdict] = ()
    parts: dict[str, Any] = {"captioned_figures": ()}
    if isinstance(entry, Radar):
        verdicts, parts = radar_verdicts.verdicts(entry, ceiling()), {"captioned_figures": _radar(entry)}
    elif isinstance(entry, Interceptor):
        verdicts, parts = _missile(entry, battles, progress)
    elif isinstance(entry, Optical):
        seen = optical_card.curves(entry)
        verdicts, parts = (
            other_verdicts.of_camera(entry, seen),
            {"captioned_figures": [small_figures.camera(seen, entry.reference_range)]},
        )
    elif isinstance(entry, Gun):
        bursts = gun_card.curves(entry)
        verdicts, parts = (
            other_verdicts.of_gun(entry, bursts),
            {"captioned_figures": [small_figures.gun(bursts, entry.max_range)]},
        )
    elif isinstance(entry, Threat):
        shown = threat_card.curves(entry)
        verdicts, parts = (
            other_verdicts.of_threat(entry, shown, carriers(entry_id)),
            {"captioned_figures": [small_figures.threat(shown)]},
        )
    elif isinstance(entry, Jammer):
        verdicts = other_verdicts.of_jammer(jammer_card.ranges(entry, radars()))
    elif isinstance(entry, Unit):
        verdicts, parts = _unit(entry)
    return Card(
        page=entry_page(entry_id),
        digest=digest(related(entry_id)),
        version=shieldwall.__version__,
        verdicts=[(verdict.mark, verdict.text) for verdict in verdicts],
        links=links(entry_id),
        **parts,
    )


def ready() -> None:
    """Raise InputError, saying what to install, where cards cannot be drawn."""
    outlet.ready()


def page(made: Card, beside: Collection[str] = ()) -> str:
    """Return a card as a page of HTML that leads to the cards of the entries in the same folder, `beside`."""
    return outlet.card(made, beside)


def index(made: list[Card]) -> str:
    """Return the page that leads to the cards of a folder."""
    return outlet.index(made)


def related(entry_id: str) -> set[str]:
    """Return the entries whose figures a card shows or uses.

    Its own, its parts, for a round who guides it, for a jammer the radars that may receive it.
    """
    entry = load(entry_id)
    if isinstance(entry, Unit):
        return {entry_id, *(name for name, _, _ in links(entry_id))}
    if isinstance(entry, Jammer):
        return {entry_id, *(radar.id for radar in radars())}
    if isinstance(entry, Interceptor):
        guided = (related(unit) for unit in _units_with(entry_id))
        return {entry_id, TARGET, "perfect-radar"}.union(*guided)
    return {entry_id}


def links(entry_id: str) -> list[tuple[str, str, str]]:
    """Return (id, title, what it is) of the cards that go with one: the parts of a unit, the units of a part."""
    entry = load(entry_id)
    if isinstance(entry, Unit):
        roles = {part.entry: f"{part.role} ({name})" for name, part in entry.parts.items()}
        for group in entry.launchers.values():
            launchers = counted(int(group.count.value), "launcher")
            roles[group.fires] = f"fired by {launchers} of {counted(int(group.rounds.value), 'round')}"
        return [(name, load(name).title, what) for name, what in roles.items()]
    return [(name, load(name).title, "has it") for name in _units_with(entry_id)]


def _units_with(entry_id: str) -> list[str]:
    """Return the units of which an entry is a part or a round."""
    units = [unit for unit in map(load, ids()) if isinstance(unit, Unit)]
    return [unit.id for unit in units if entry_id in {name for name, _, _ in links(unit.id)}]


def ceiling() -> float:
    """Return the greatest height, m, that an aircraft of the catalogue flies."""
    aircraft = (entry for entry in map(load, ids()) if isinstance(entry, Threat) and entry.kind == "aircraft")
    return max(one.max_altitude.value for one in aircraft if one.max_altitude is not None)


def radars() -> list[Radar]:
    """Return the radars of the catalogue, by id."""
    return [entry for entry in map(load, ids()) if isinstance(entry, Radar)]


def carriers(weapon: str) -> Mapping[str, float]:
    """Return the ceilings, m, of the aircraft that carry a weapon, by title."""
    aircraft = (entry for entry in map(load, ids()) if isinstance(entry, Threat) and weapon in entry.carries)
    return {called(one.title): one.max_altitude.value for one in aircraft if one.max_altitude is not None}


def _radar(entry: Radar) -> list[Any]:
    reference, shown = entry.reference_range, entry.instrumented_range
    claims = [
        radar_figures.Claim(
            f"cited, {section(reference.at['rcs'])}",
            reference.value,
            reference.low,
            reference.high,
            entry.anchor_pd.value,
        ),
        *(
            radar_figures.Claim(f"cited, {section(claim.at['rcs'])} ({name})", claim.value, claim.low, claim.high, None)
            for name, claim in radar_verdicts.named(entry).items()
        ),
        radar_figures.Claim("instrumented", shown.value, shown.low, shown.high, None),
    ]
    return radar_figures.captioned_figures(radar_card.curves(entry), claims)


def _missile(entry: Interceptor, battles: int, progress: Progress | None) -> tuple[list[Verdict], dict[str, Any]]:
    curves = missile_card.curves(entry)
    radars = guides(entry.id)
    fought = _shots(entry.id, battles, progress) if battles and _units_with(entry.id) else None
    tally = _tally(fought) if fought is not None else None
    limits = {name: getattr(entry, name) for name in ("max_range", "max_altitude", "max_speed", "mean_speed")}
    sights = []
    for radar in radars:
        site = radar_card.Site(radar)
        heights = [site.lowest_height(float(reach)) for reach in curves.ranges]
        sights.append((called(radar.title), curves.ranges, np.array(heights)))
    captioned_figures = missile_figures.captioned_figures(curves, limits, sights, _worded(fought))
    endings = fought.endings().most_common() if fought is not None else ()
    return missile_verdicts.verdicts(entry, curves, radars, tally), {
        "captioned_figures": captioned_figures,
        "endings": endings,
    }


def _shots(weapon: str, battles: int, progress: Progress | None) -> KillMap:
    def on_battle(done: int, whole: int) -> None:
        if progress is not None:
            progress(f"single shots of {weapon}", done / whole)

    return kill_map(weapon, battles, on_battle)


def _tally(fought: KillMap) -> Tally:
    shots, kills, cell = int(fought.fired.sum()), int(fought.killed.sum()), fought.fades()
    fading = None
    if cell is not None:
        far_shots, far_kills = int(fought.fired[:, cell:].sum()), int(fought.killed[:, cell:].sum())
        why = fought.endings(cell).most_common(1)[0][0]
        fading = Fading(float(fought.edges[cell]), far_shots, far_kills, *wilson(far_kills, far_shots), why)
    return Tally(shots, kills, *wilson(kills, shots), load(fought.target).title, fading)


def _worded(fought: KillMap | None) -> ShotMap | None:
    if fought is None:
        return None
    return ShotMap(
        fought.fired, fought.killed, fought.edges, fought.heights, fought.speed, FEW, load(fought.unit).title,
        called(load(fought.target).title),
    )  # fmt: skip


def guides(weapon: str) -> list[Radar]:
    """Return the engagement radars of the units that fire a weapon, each once."""
    found: dict[str, Radar] = {}
    for name in _units_with(weapon):
        unit = load(name)
        if isinstance(unit, Unit):
            for part, entry in load_parts(unit).items():
                if isinstance(entry, Radar) and unit.parts[part].role == "engagement":
                    found[entry.id] = entry
    return list(found.values())


def _unit(entry: Unit) -> tuple[list[Verdict], dict[str, Any]]:
    parts: dict[str, Entry] = {one.id: one for one in load_parts(entry).values()}
    roles = {part.entry: part.role for part in entry.parts.values()}
    radars = [one for one in parts.values() if isinstance(one, Radar)]
    fired = [load(name) for name in dict.fromkeys(group.fires for group in entry.launchers.values())]
    rounds = [(one, missile_card.curves(one)) for one in fired if isinstance(one, Interceptor)]
    found = unit_verdicts.verdicts(entry, [one for one in radars if roles[one.id] == "engagement"], rounds)
    seen = [(called(one.title), radar_card.curves(one)) for one in radars]
    reached = [(called(one.title), curves) for one, curves in rounds]
    return found, {"captioned_figures": [small_figures.unit(seen, reached)] if seen or reached else []}
