"""Who may detect, cue, track and guide: own parts by their roles, foreign tracks as the entry says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shieldwall.catalogue import ids, load, load_unit
from shieldwall.catalogue.matrix import BY_USE, matrix, use
from shieldwall.catalogue.schema import Unit


def test_a_search_radar_cues_and_an_engagement_radar_guides() -> None:
    rows = {use.who: (use.detect, use.cue, use.track, use.guide) for use in matrix("pantsir-s1")}
    assert rows["own surveillance: Search radar of the Pantsir-S1"] == (True, True, True, False)
    assert rows["own engagement: Engagement radar of the Pantsir-S1"] == (True, False, True, True)
    assert rows["own engagement: Optical channel of the Pantsir-S1"] == (True, False, True, True)


@pytest.mark.parametrize("entry", [name for name in ids() if isinstance(load(name), Unit)])
def test_whoever_fires_guides_by_a_part_of_its_own_and_by_no_foreign_track(entry: str) -> None:
    rows = matrix(entry)
    own = [row for row in rows if row.who.startswith("own ")]
    assert not [row for row in rows if row.guide and row not in own]
    assert any(row.guide for row in own) or not load_unit(entry).launchers


def test_what_is_said_of_foreign_tracks_has_its_source() -> None:
    rows = {row.who: row for row in matrix("s-125m1t-neva")}
    told = rows["tracks of P-18 early-warning radar"]
    assert (told.word, told.detect, told.cue, told.guide) == ("cueing", True, True, False)
    assert told.origin is not None
    assert (told.origin.cite, told.origin.grade, told.origin.checked) == (("cmo-2284",), "C", "yes")


def test_an_entry_counts_before_the_medium_and_the_medium_before_nothing() -> None:
    neva = load_unit("s-125m1t-neva")
    (named,) = neva.tracks_of.values()
    deaf = neva.model_copy(update={"data_tracks": replace(named, value="awareness")})
    assert use(deaf, "p-18", "data") == "cueing"
    assert use(deaf, "s-400-command-post", "data") == "awareness"
    assert use(deaf, "s-400-command-post", "voice") == "cueing"
    assert use(neva.model_copy(update={"voice_tracks": None}), "s-400-command-post", "voice") == "cueing"


def test_tracks_of_fire_control_quality_guide_by_data_and_never_by_voice() -> None:
    neva = load_unit("s-125m1t-neva")
    (named,) = neva.tracks_of.values()
    led = neva.model_copy(update={"data_tracks": replace(named, value="fire-control"), "tracks_of": {}})
    assert use(led, "s-400-command-post", "data") == "fire-control"
    told = led.model_copy(update={"voice_tracks": replace(named, value="fire-control")})
    assert use(told, "s-400-command-post", "voice") == "cueing"
    assert BY_USE["fire-control"] == (True, True, True, True)
