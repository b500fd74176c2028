"""Drafts on the page: what is wrong is said as `shieldwall check` says it, comments stay, no edit is lost unsaid."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.exercise.runs import run
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text, source, with_changes
from shieldwall.server.draft_files import Origin, built_in, from_file
from shieldwall.server.draft_reading import Reading, read
from shieldwall.server.draft_routes import heading
from shieldwall.server.drafts import LONGEST, MOST, Drafts, OldVersionError
from shieldwall.server.holdings import Holdings
from shieldwall.text import loader

from .conftest import SCENARIO, browser

TEXT = source(SCENARIO)[0]
DRAFT, MINE = "/api/drafts/one-battery", "/api/drafts/mine"
WORDS = ("message", "line", "path", "instead")
#: A unit of its own beside the battery, which no net joins with it.
ALONE = TEXT.replace("  units:\n    pantsir:", "  units:\n    p-18: {is: p-18, at: 44.9 N 20.3 E}\n    pantsir:")


def checked(text: str, folder: Path) -> dict[str, Any]:
    """What `shieldwall check --json` says of a text."""
    file = folder / "checked.yaml"
    file.write_text(text, encoding="utf-8")
    return dict(json.loads(CliRunner().invoke(app, ["check", str(file), "--json"]).stdout))


def put(page: TestClient, draft: str, text: str, version: int = 1) -> Any:
    """Put a text in place of a version of a draft, and return the answer."""
    answer = page.put(draft, json={"version": version, "text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def changed(page: TestClient, draft: str, version: int, **values: Any) -> Any:
    """Change values by their paths, with two underscores for a dot, and return the answer."""
    changes = [{"path": path.replace("__", "."), "value": value} for path, value in values.items()]
    return page.post(f"{draft}/changes", json={"version": version, "changes": changes})


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("is: pantsir-s1", "is: pantsir-s2"),
        TEXT.replace("speed: 245 m/s", "speed: fast"),
        TEXT.replace("lasts: 8 min", "last: 8 min"),
        TEXT.replace("terrain: serbia", "terrain: serbla"),
        TEXT.replace("target depot]", "target depo]"),
        TEXT.replace("title:", "title"),
        TEXT.replace("scenario: 1", "scenario: 1\nscenario: 1"),
        "",
        "- a list\n",
    ],
)
def test_errors_are_those_of_check(text: str, editor: TestClient, tmp_path: Path) -> None:
    answer = put(editor, DRAFT, text)
    expected = checked(text, tmp_path)
    assert expected["sound"] is False
    assert [[one[word] for word in WORDS] for one in answer["problems"]] == [
        [one[word] for word in WORDS] for one in expected["errors"]
    ]
    assert {one["severity"] for one in answer["problems"]} == {"error"}
    assert answer["scene"] is None
    assert answer["text"] == text
    # Reading it again says the same, since nothing is doubtful where something is wrong.
    assert editor.get(DRAFT).json()["problems"] == answer["problems"]


def test_warnings_are_those_of_check_and_come_by_reading(editor: TestClient, tmp_path: Path) -> None:
    answer = put(editor, DRAFT, ALONE)
    assert (answer["problems"], answer["checked"]) == ([], False)
    answer, expected = editor.get(DRAFT).json(), checked(ALONE, tmp_path)
    assert answer["checked"]
    assert len(expected["warnings"]) >= 1
    assert [[one[word] for word in WORDS] for one in answer["problems"]] == [
        [one[word] for word in WORDS] for one in expected["warnings"]
    ]
    assert {one["severity"] for one in answer["problems"]} == {"warning"}


def test_changes_by_path_keep_comments(editor: TestClient) -> None:
    unit = "{is: p-18, at: 44.9000 N 20.3000 E}"
    answer = changed(editor, DRAFT, 1, blue__units__pantsir__at="44.8100 N 20.3200 E", blue__units__p18=unit).json()
    expected = with_changes(TEXT, {"blue.units.pantsir.at": "44.8100 N 20.3200 E", "blue.units.p18": unit})
    assert answer["text"] == expected
    assert "# Two pairs: one comes down" in expected
    assert answer["version"] == 2
    units = {one["name"]: one for one in answer["scene"]["units"]}
    assert units["pantsir"]["at"][:2] == pytest.approx([20.32, 44.81], abs=1e-6)
    assert (units["p18"]["role"], units["p18"]["title"]) == ("radar", "P-18 early-warning radar")
    answer = changed(editor, DRAFT, 2, blue__units__p18=None).json()
    assert "p18" not in answer["text"]
    refused = changed(editor, DRAFT, 3, blue__unitz__p18__at="44 N 20 E")
    assert (refused.status_code, refused.json()["instead"][:18]) == (400, "did you mean units")


def test_two_tabs_do_not_write_over_one_another(editor: TestClient) -> None:
    put(editor, DRAFT, TEXT + "# one\n")
    for answer in (
        editor.put(DRAFT, json={"version": 1, "text": TEXT + "# other\n"}),
        changed(editor, DRAFT, 1, title="Other"),
    ):
        assert answer.status_code == 409
        assert "another tab" in answer.json()["error"]
    assert editor.get(DRAFT).json()["text"].endswith("# one\n")
    assert put(editor, DRAFT, TEXT + "# other\n", 2)["version"] == 3


def test_text_that_takes_long_to_read_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Drafts().open(*built_in(SCENARIO))
    _ = draft.reading
    reading, leave = Event(), Event()

    def slowly(text: str, origin: Origin) -> Reading:
        reading.set()
        assert leave.wait(30.0)
        return read(text, origin)

    monkeypatch.setattr("shieldwall.server.drafts.read", slowly)
    with ThreadPoolExecutor(2) as threads:
        one, other = (threads.submit(draft.put, text, 1) for text in ("a: 1", "b: 1"))
        assert reading.wait(30.0)
        assert (heading(draft)["version"], heading(draft)["title"]) == (1, draft.sound.title)
        leave.set()
        refused = [thread.exception() for thread in (one, other)]
    # Of two edits of one version the later is refused, though both were read.
    assert sorted(type(error) for error in refused if error) == [OldVersionError]
    assert draft.latest[0] == 2
    assert draft.latest[1].text == draft.text
    assert draft.sound.title == "One battery against four cruise missiles"


def test_text_that_is_no_yaml_is_parsed_once(editor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed, parse = list[str](), loader.load_text
    monkeypatch.setattr(loader, "load_text", lambda text, file: (parsed.append(text), parse(text, file))[1])
    assert put(editor, DRAFT, "a: [")["plain"] is None
    assert editor.get("/api/start").json()["drafts"][0]["title"] == SCENARIO
    assert editor.get(DRAFT).json()["problems"]
    assert parsed.count("a: [") == 1


def test_scene_is_what_the_scenario_says(editor: TestClient) -> None:
    scene = editor.get(DRAFT).json()["scene"]
    (unit,) = scene["units"]
    # 1500 m south-west of the depot at 44.80 N 20.30 E: 1061 m south and west, a degree being 111.2 and 78.9 km there.
    assert unit["at"][:2] == pytest.approx([20.30 - 1061 / 78_900, 44.80 - 1061 / 111_200], abs=2e-4)
    assert (unit["facing"], unit["role"], unit["side"], unit["path"]) == (225.0, "fire", "blue", "blue.units.pantsir")
    routes = {one["name"]: one["points"] for one in scene["routes"]}
    assert routes["valley"][0]["at"][:2] == [19.95, 44.25]
    assert routes["valley"][-1]["target"] == "depot"
    assert routes["valley"][1] | {"at": 0} == {
        "at": 0, "height": None, "flown": {"m": 60.0, "above": "ground", "least": True}, "target": None
    }  # fmt: skip
    assert scene["raid"][0]["height"] == {"m": 60.0, "above": "ground", "least": True}
    assert scene["places"][0]["radius"] == 300.0
    spots = {one["path"]: one["at"] for one in scene["spots"]}
    assert spots["blue.units.pantsir.at"] == unit["at"][:2]
    assert (spots["red.routes.valley.1"], spots["places.depot.at"]) == ([19.95, 44.25], [20.3, 44.8])
    west, south, east, north = scene["bounds"]
    assert (west < 19.7, east > 20.3, south < 44.25, north > 45.25) == (True,) * 4


def test_text_as_long_as_none_is_refused(editor: TestClient) -> None:
    answer = editor.put(DRAFT, json={"version": 1, "text": "x" * (LONGEST + 1)})
    assert answer.status_code == 413
    assert editor.get(DRAFT).json()["version"] == 1


def test_no_edit_makes_the_server_open_another_file(editor: TestClient, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(TEXT, encoding="utf-8")
    for line in (
        f"terrain: {tmp_path}/secret.tif", f"catalogue: {tmp_path}", f"extends: {tmp_path}/other.yaml",
        "catalogue: .", "terrain: ../serbia.tif",
    ):  # fmt: skip
        key = line.partition(":")[0]
        text = TEXT.replace("terrain: serbia", line) if key == "terrain" else TEXT.replace("lasts:", f"{line}\nlasts:")
        version = editor.get(DRAFT).json()["version"]
        (problem,) = put(editor, DRAFT, text, version)["problems"]
        assert problem["path"] == key
        assert "opens no file" in problem["message"]


@pytest.mark.parametrize("word", ["heights", "\N{CYRILLIC SMALL LETTER A}" * 200, "Serbia"])
def test_word_for_a_terrain_is_no_file_whatever_lies_there(
    word: str, editor: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "heights").write_bytes(b"GIF89a")
    monkeypatch.chdir(tmp_path)
    text = TEXT.replace("terrain: serbia", f"terrain: {word}")
    (problem,) = put(editor, DRAFT, text)["problems"]
    assert (problem["path"], "is neither a built-in terrain nor a file" in problem["message"]) == ("terrain", True)
    # The words of the command, where nothing is called so.
    (tmp_path / "heights").unlink()
    with pytest.raises(InputError) as found:
        load_text(text)
    assert (found.value.message, found.value.instead) == (problem["message"], problem["instead"])
    # The draft can be mended, and the start page lists it.
    assert editor.get("/api/start").status_code == 200
    assert put(editor, DRAFT, TEXT, 2)["problems"] == []


def test_file_that_it_extends_is_named_where_it_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(TEXT.replace("is: pantsir-s1", "is: pantsir-s2"), encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text("scenario: 1\nextends: base.yaml\ntitle: Mine\nquestion: What now?\n", encoding="utf-8")
    holdings = Holdings()
    holdings.drafts.open(*from_file(mine))
    page = browser(holdings)
    (problem,) = page.get(MINE).json()["problems"]
    assert (problem["file"], problem["path"]) == ("base.yaml", "blue.units.pantsir.is")
    (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
    answer = put(page, MINE, mine.read_text(encoding="utf-8") + "lasts: 9 min\n")
    assert (answer["problems"], answer["scene"]["lasts"]) == ([], 540.0)


def test_save_writes_the_file_as_it_was_written(owner: TestClient, file: Path) -> None:
    file.chmod(0o640)
    answer = changed(owner, MINE, 1, title="Mine").json()
    assert (answer["can_save"], answer["edited"]) == (True, True)
    saved = owner.post(f"{MINE}/save", json={"version": 2})
    assert (saved.status_code, saved.json()["edited"]) == (200, False)
    expected = with_changes(TEXT, {"title": "Mine"}).replace("\n", "\r\n").encode()
    assert file.read_bytes() == expected
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == ["mine.yaml"]
    download = owner.get(f"{MINE}/download")
    assert download.content == expected
    assert download.headers["content-disposition"] == 'attachment; filename="mine.yaml"'


def test_save_over_what_changed_meanwhile_is_asked_first(owner: TestClient, file: Path) -> None:
    changed(owner, MINE, 1, title="Mine")
    assert owner.post(f"{MINE}/save", json={"version": 1}).status_code == 409
    file.write_text("of somebody else\n", encoding="utf-8")
    refused = owner.post(f"{MINE}/save", json={"version": 2})
    assert refused.status_code == 409
    assert "changed on the disk" in refused.json()["error"]
    assert file.read_text(encoding="utf-8") == "of somebody else\n"
    assert owner.post(f"{MINE}/save", json={"version": 2, "anyway": True}).status_code == 200
    assert b"title: Mine" in file.read_bytes()


def test_text_of_the_file_is_taken_in_place_of_the_draft(owner: TestClient, file: Path) -> None:
    mine = changed(owner, MINE, 1, title="Mine").json()["text"]
    theirs = TEXT.replace("lasts: 8 min", "lasts: 9 min")
    file.write_text(theirs, encoding="utf-8")
    assert owner.post(f"{MINE}/reload", json={"version": 1}).status_code == 409
    answer = owner.post(f"{MINE}/reload", json={"version": 2}).json()
    assert (answer["text"], answer["edited"], answer["version"]) == (theirs, False, 3)
    # One's own text is put back, and saved over what is now known to be there.
    assert put(owner, MINE, mine, 3)["edited"]
    assert owner.post(f"{MINE}/save", json={"version": 4}).status_code == 200
    assert file.read_bytes() == mine.encode()
    file.unlink()
    gone = owner.post(f"{MINE}/reload", json={"version": 4})
    assert (gone.status_code, "mine.yaml" in gone.text) == (400, False)
    assert owner.get(MINE).json()["text"] == mine


def test_draft_of_no_file_has_none_to_take(editor: TestClient) -> None:
    answer = editor.post(f"{DRAFT}/reload", json={"version": 1})
    assert (answer.status_code, answer.json()["error"]) == (400, "this draft came from no file")


def test_new_scenario_begins_as_the_command_begins_one(editor: TestClient, tmp_path: Path) -> None:
    begun = editor.post("/api/drafts", json={"from": {"new": True}}).json()
    file = tmp_path / "begun.yaml"
    assert CliRunner().invoke(app, ["new", str(file)]).exit_code == 0
    assert begun["text"] == file.read_text(encoding="utf-8")
    assert (begun["title"], begun["can_save"], begun["edited"]) == ("My first exercise", False, False)
    again = editor.post("/api/drafts", json={"from": {"new": True}}).json()
    assert again["id"] != begun["id"]


def test_list_of_drafts_says_what_each_is(owner: TestClient) -> None:
    changed(owner, MINE, 1, title="Mine")
    (listed,) = owner.get("/api/start").json()["drafts"]
    assert listed == {
        "id": "mine", "name": "mine", "title": "Mine", "version": 2, "edited": True, "can_save": True
    }  # fmt: skip
    put(owner, MINE, "no: [scenario", 2)
    assert owner.get("/api/start").json()["drafts"][0]["title"] == "mine"


def test_plain_is_the_text_as_it_is_typed(editor: TestClient) -> None:
    plain = editor.get(DRAFT).json()["plain"]
    assert (plain["scenario"], plain["lasts"]) == ("1", "8 min")
    assert plain["red"]["routes"]["plain"] == ["45.25 N 19.70 E", "45.02 N 20.02 E", "target depot"]
    assert plain["red"]["units"]["plain-pair"]["count"] == "2"
    # Of what is YAML and no scenario plain data is answered too, so that forms go on; of what is neither there is none.
    answer = put(editor, DRAFT, "title: 'yes'\nlasts: [8 min, {a: no}]\n")
    assert (answer["plain"], answer["scene"]) == ({"title": "yes", "lasts": ["8 min", {"a": "no"}]}, None)
    assert put(editor, DRAFT, "title: [", 2)["plain"] is None


def test_waypoints_and_nets_come_and_go(editor: TestClient) -> None:
    answer = changed(editor, DRAFT, 1, red__routes__valley__2="44.5 N 20.2 E").json()
    places = [point["at"][:2] for point in answer["scene"]["routes"][0]["points"]]
    path = {"path": "red.routes.valley.2+", "value": "44.55 N 20.21 E at 80 m agl"}
    answer = editor.post(f"{DRAFT}/changes", json={"version": 2, "changes": [path]}).json()
    points = answer["scene"]["routes"][0]["points"]
    assert [point["at"][:2] for point in points] == [*places[:2], [20.21, 44.55], *places[2:]]
    assert points[2]["height"]["m"] == 80.0
    changes = [
        {"path": "blue.units.radar", "value": "{is: p-18, at: 44.9 N 20.3 E}"},
        {"path": "blue.links+", "value": "{name: ring, joins: [pantsir, radar], delay: 1 s}"},
    ]
    answer = editor.post(f"{DRAFT}/changes", json={"version": 3, "changes": changes}).json()
    assert answer["scene"]["links"] == [
        {"name": "ring", "path": "blue.links.1", "joins": ["pantsir", "radar"], "medium": "data"}
    ]
    assert "# Two pairs: one comes down" in answer["text"]


def test_drafts_that_hold_no_edit_give_way_and_others_do_not() -> None:
    holdings = Holdings()
    page = browser(holdings)
    opening = {"from": {"scenario": SCENARIO}}
    first = page.post("/api/drafts", json=opening).json()["id"]
    put(page, f"/api/drafts/{first}", TEXT + "# mine\n")
    opened = [page.post("/api/drafts", json=opening).json()["id"] for _ in range(MOST)]
    held = {one["id"] for one in page.get("/api/start").json()["drafts"]}
    assert len(held) == MOST
    assert first in held
    assert opened[0] not in held
    for draft in held - {first}:
        put(page, f"/api/drafts/{draft}", TEXT + "# mine\n")
    assert page.post("/api/drafts", json=opening).status_code == 409
    assert page.post(f"/api/drafts/{first}/close").status_code == 204
    assert page.get(f"/api/drafts/{first}").status_code == 404
    assert page.post("/api/drafts", json=opening).status_code == 201


def test_draft_of_a_run_is_the_text_that_it_was_fought_from(client: TestClient, fought: Any) -> None:
    answer = client.post("/api/drafts", json={"from": {"run": "battery"}}).json()
    assert answer["text"] == fought.header["scenario"] == TEXT
    assert (answer["can_save"], answer["edited"], answer["problems"]) == (False, False, [])


def test_draft_is_run_as_it_is(client: TestClient, holdings: Holdings) -> None:
    name = holdings.drafts.open(*built_in("one-radar")).name
    answer = changed(client, f"/api/drafts/{name}", 1, title="Edited").json()
    assert answer["version"] == 2
    assert run_of(client, name)["title"] == "Edited"
    changed(client, f"/api/drafts/{name}", 2, terrain="nowhere")
    refused = client.post(f"/api/drafts/{name}/run")
    assert (refused.status_code, "neither a built-in terrain" in refused.json()["error"]) == (400, True)


def test_draft_of_a_run_is_fought_on_the_luck_of_that_run(client: TestClient, holdings: Holdings) -> None:
    other = holdings.add(run("one-radar", seed=7, replication=3, draw="sampled"), "lucky").name
    draft = client.post("/api/drafts", json={"from": {"run": other}}).json()
    assert (draft["seed"], draft["replication"]) == (7, 3)
    made = run_of(client, draft["id"])
    header = holdings.run(made["id"]).header
    assert (header["seed"], header["replication"], header["sampled"]) == (7, 3, True)
    assert holdings.run(made["id"]).run.recording.log.tobytes() == holdings.run(other).run.recording.log.tobytes()


def run_of(client: TestClient, draft: str) -> Any:
    job = client.post(f"/api/drafts/{draft}/run").json()
    until = monotonic() + 120.0
    while job["state"] not in ("done", "failed") and monotonic() < until:
        sleep(0.05)
        job = client.get(f"/api/jobs/{job['id']}").json()
    return client.get(f"/api/runs/{job['answer']['run']}").json()


def test_another_name_is_one_change_and_is_refused_in_words(editor: TestClient) -> None:
    def named(version: int, *changes: dict[str, str]) -> Any:
        return editor.post(f"{DRAFT}/changes", json={"version": version, "changes": changes})

    answer = named(1, {"path": "places.depot", "rename": " store "}).json()
    assert (answer["version"], answer["problems"], answer["plain"]["red"]["routes"]["plain"][-1]) == (
        2,
        [],
        "target store",
    )
    assert answer["text"] == TEXT.replace(" depot", " store")
    taken = named(2, {"path": "places.store", "rename": "pantsir"})
    assert (taken.status_code, taken.json()) == (
        400,
        {"error": '"pantsir" is taken: a unit of blue is called so', "instead": "choose another name"},
    )
    both = named(2, {"path": "places.store", "rename": "depot"}, {"path": "title", "value": "Mine"})
    assert (both.status_code, both.json()["error"]) == (400, "another name is a change of its own")
    assert named(1, {"path": "places.store", "rename": "depot"}).status_code == 409
    assert editor.get(DRAFT).json()["text"] == answer["text"]


def test_schema_is_that_of_the_command(editor: TestClient) -> None:
    assert editor.get("/api/schema").json() == json.loads(CliRunner().invoke(app, ["schema", "scenario"]).stdout)


def test_catalogue_is_searched_by_words(editor: TestClient) -> None:
    entries = {one["id"]: one for one in editor.get("/api/catalogue").json()["entries"]}
    assert entries["pantsir-s1"]["sides"] == ["blue"]
    assert "57E6 missile, to 20 km" in entries["pantsir-s1"]["summary"]
    assert entries["tomahawk-class"]["sides"] == ["red"]
    # A group of the raid begins with the speed and the usual height of its entry, where that says of one.
    assert (entries["shahed-class"]["speed"], entries["shahed-class"]["summary"]) == ("185 km/h", "185 km/h")
    heights = [entries[name]["height"] for name in ("tomahawk-class", "shahed-class", "a320", "strike-fighter")]
    assert heights == ["at least 50 m agl", "at least 1000 m agl", "11 km amsl", ""]
    # Rounds, bombs, cabins and jammers are no units.
    assert not {"57e6", "guided-bomb", "stand-off-pods"} & set(entries)
    found = [one["id"] for one in editor.get("/api/catalogue", params={"q": "radar 300 KM"}).json()["entries"]]
    assert "p-18" in found
    assert "pantsir-s1" not in found
