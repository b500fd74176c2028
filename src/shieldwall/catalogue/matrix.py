"""Who may detect, cue, track and guide in a unit: its own parts by their roles, and what it hears of others."""

from __future__ import annotations

from dataclasses import dataclass

from shieldwall.catalogue.reading import load, load_unit
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.values import Word

#: What a part of a role does for its unit: detect, cue, track, guide.
BY_ROLE = {"surveillance": (True, True, True, False), "engagement": (True, False, True, True)}
#: What may be done with foreign tracks: known of like a detection, followed by a cue, or shot at as they are.
BY_USE = {
    "awareness": (True, False, False, False),
    "cueing": (True, True, False, False),
    "fire-control": (True, True, True, True),
}
PLAYED = "what is played where the entry says nothing"


@dataclass(frozen=True)
class Use:
    """One row of a unit's matrix: what it is about, what that may do, in a word, and where that comes from."""

    who: str
    detect: bool
    cue: bool
    track: bool
    guide: bool
    word: str
    origin: Word | None


def matrix(entry_id: str) -> list[Use]:
    """Return the matrix of a unit or a lone sensor; raises InputError for what is neither."""
    unit = load_unit(entry_id)
    rows = [
        Use(f"own {part.role}: {load(part.entry).title}", *BY_ROLE[part.role], part.role, None)
        for part in unit.parts.values()
        if part.role in BY_ROLE
    ]
    heard = [("tracks heard by data", unit.data_tracks), ("tracks heard by voice", unit.voice_tracks)]
    heard += [(f"tracks of {load(name).title}", word) for name, word in unit.tracks_of.items()]
    for who, word in heard:
        stated = word.value if word is not None else "cueing"
        rows.append(Use(who, *BY_USE[stated], stated, word))
    return rows


def use(receiver: Unit, sender: str, medium: str) -> str:
    """Return what a unit may do with what an entry tells it: awareness, cueing or, by data alone, fire-control."""
    stated = receiver.tracks_of.get(sender) or (receiver.data_tracks if medium == "data" else receiver.voice_tracks)
    word = stated.value if stated is not None else "cueing"
    return "cueing" if word == "fire-control" and medium == "voice" else word
