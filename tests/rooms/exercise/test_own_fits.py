"""Own rounds: fitted when first used, kept, said; and a run's header alone gives the run again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

import shieldwall
from shieldwall.assembly.plan import plan
from shieldwall.catalogue import fits
from shieldwall.catalogue.beside import OwnEntries, beside
from shieldwall.catalogue.drafts import draft
from shieldwall.exercise import own_fits
from shieldwall.exercise.progress import Parts, announced
from shieldwall.kernels import caches
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text, template
from shieldwall.survey.fit import fit

ROUND = draft("interceptor", "my-missile")
TEXTS = {"mine/round.yaml": ROUND, "mine/unit.yaml": draft("unit", "mine").replace("57e6", "my-missile")}
SCENARIO = template().replace("pantsir-s1", "mine").replace("blue:\n", "catalogue: mine\n\nblue:\n", 1)


@pytest.fixture(autouse=True)
def cold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cache of its own, no fit in memory, and a search that is short."""
    monkeypatch.setattr("shieldwall.terrain.cache.cache_root", lambda: tmp_path)
    monkeypatch.setattr(fits, "_MADE", {})
    monkeypatch.setattr(own_fits, "fit", partial(fit, evaluations=8))


def text_of(own: OwnEntries, name: str = "my-missile") -> str:
    with beside(own):
        return fits.own_texts()[f"fits/{name}.yaml"]


def test_a_round_is_fitted_once_and_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = OwnEntries.kept(TEXTS)
    assert own_fits.fitted(own) == ["my-missile"]
    said = capsys.readouterr().err
    assert said.startswith("fitting my-missile to its brochure, once, 10 s to a minute on a machine at rest ...\n")
    first = text_of(own)
    # Another process finds the fit on disk.
    monkeypatch.setattr(fits, "_MADE", {})
    own_fits.fitted(own)
    assert text_of(own) == first
    assert capsys.readouterr().err == ""


def test_a_round_that_is_changed_is_fitted_anew(capsys: pytest.CaptureFixture[str]) -> None:
    own_fits.fitted(OwnEntries.kept(TEXTS))
    capsys.readouterr()
    # What the fit does not ask for changes nothing; what it asks for does.
    cheaper = OwnEntries.kept({**TEXTS, "mine/round.yaml": ROUND.replace("cost: {value: 0.1", "cost: {value: 0.12")})
    own_fits.fitted(cheaper)
    assert capsys.readouterr().err == ""
    heavier = OwnEntries.kept({**TEXTS, "mine/round.yaml": ROUND.replace("value: 75 kg", "value: 80 kg")})
    own_fits.fitted(heavier)
    assert "fitting my-missile" in capsys.readouterr().err
    assert text_of(heavier) != text_of(cheaper)


def test_a_fit_that_stands_beside_is_taken_where_its_claims_are_these(capsys: pytest.CaptureFixture[str]) -> None:
    own = OwnEntries.kept(TEXTS)
    own_fits.fitted(own)
    kept = text_of(own)
    capsys.readouterr()
    fits._MADE.clear()
    own_fits.fitted(OwnEntries.kept({**TEXTS, "mine/fits/my-missile.yaml": kept}))
    assert not fits._MADE
    changed = {**TEXTS, "mine/round.yaml": ROUND.replace("value: 75 kg", "value: 81 kg")}
    own_fits.fitted(OwnEntries.kept({**changed, "mine/fits/my-missile.yaml": kept}))
    assert "fitting my-missile" in capsys.readouterr().err


def test_a_round_that_cannot_fly_is_refused_at_its_entry() -> None:
    heavy = ROUND.replace(
        "warhead_mass: {value: 18 kg, low: 14 kg, high: 21 kg", "warhead_mass: {value: 34 kg, low: 24 kg, high: 40 kg"
    )
    heavy = heavy.replace("max_speed: {value: 1200", "max_speed: {value: 1000").replace("low: 1000 m/s", "low: 900 m/s")
    with pytest.raises(InputError) as caught:
        own_fits.fitted(OwnEntries.kept({"mine/round.yaml": heavy}))
    assert str(caught.value).startswith("mine/round.yaml line ")


def test_a_plan_without_a_fit_says_how_to_make_it() -> None:
    scenario = load_text(SCENARIO, "raid.yaml", OwnEntries.kept(TEXTS))
    line = ROUND[: ROUND.index("id: ")].count("\n") + 1
    with pytest.raises(
        InputError, match=f"^mine/round.yaml line {line}: the interceptor my-missile has no fit; type: "
    ) as it:
        plan(scenario)
    assert str(it.value).endswith("type: shieldwall fit mine/round.yaml")


def test_a_check_fits_what_a_run_would(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_text(SCENARIO, "raid.yaml", OwnEntries.kept(TEXTS))
    # The template of a scenario is sound, whoever made the round that its unit fires.
    assert shieldwall.warnings(scenario) == ()
    assert "fitting my-missile" in capsys.readouterr().err
    monkeypatch.setattr(fits, "_MADE", {})
    assert shieldwall.warnings(scenario) == ()
    assert capsys.readouterr().err == ""


def test_what_takes_long_says_now_and_then_how_long_yet(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([0.0, 4.0, 10.0, 11.0, 40.0, 200.0])
    parts = Parts(lambda: next(seconds))
    for share in (0.02, 0.05, 0.06, 0.2, 0.5):
        parts("a round", share)
    # At a steady pace, a twentieth in 10 s leaves 190 s; a fifth in 40 s 160 s, and half in 200 s as many.
    assert capsys.readouterr().err.splitlines() == [
        "  a round: 5 %, about 3 min left",
        "  a round: 20 %, about 3 min left",
        "  a round: 50 %, about 3 min left",
    ]


def test_a_header_alone_gives_the_run_again() -> None:
    scenario = load_text(SCENARIO, "raid.yaml", OwnEntries.kept(TEXTS))
    run = shieldwall.run(scenario, film=False)
    header = run.header
    assert {**TEXTS, "fits/my-missile.yaml": text_of(scenario.own)} == header["catalogue"]
    fits._MADE.clear()
    again = shieldwall.run(
        load_text(header["scenario"], header["file"], OwnEntries.kept(header["catalogue"])), film=False
    )
    assert not fits._MADE
    assert again.events().equals(run.events())
    assert again.header == header


def test_a_plan_counts_its_own_entries_in_every_thread() -> None:
    scenario = load_text(SCENARIO, "raid.yaml", OwnEntries.kept(TEXTS))
    own_fits.fitted(scenario.own)
    made = plan(scenario)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(made.holds).result()
        assert "mine/round.yaml" in pool.submit(lambda: made.header).result()["catalogue"]


def test_a_changed_entry_makes_another_plan() -> None:
    other = {**TEXTS, "mine/unit.yaml": TEXTS["mine/unit.yaml"].replace("value: 6 s", "value: 7 s")}
    digests = []
    for texts in (TEXTS, other):
        scenario = load_text(SCENARIO, "raid.yaml", OwnEntries.kept(texts))
        own_fits.fitted(scenario.own)
        digests.append(plan(scenario).digest)
    assert digests[0] != digests[1]


def test_a_header_without_own_entries_has_no_room_for_them() -> None:
    assert "catalogue" not in shieldwall.run("one-radar", film=False).header


def test_nothing_is_promised_where_nothing_can_be_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "_unkept", [])
    with announced(True, 10):
        pass
    promised = capsys.readouterr().err
    assert "compiling the engine, once, " in promised
    assert promised.endswith("later runs start at once\n")
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="computed anew in each process"):
        caches.say_unwritable(PermissionError(13, "Permission denied"))
    with announced(True, 10):
        pass
    said = capsys.readouterr().err
    assert "once" not in said
    assert "compiling the engine, about 10 s" in said
