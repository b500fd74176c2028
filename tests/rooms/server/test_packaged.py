"""The wheel holds the built page, and serves it where there is no Node and nothing of the clone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import threading
import urllib.request
import venv
import zipfile
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
#: What a build needs of the clone.
NEEDED = ("src", "pyproject.toml", "README.md", "LICENSE", "NOTICE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the clone, with the page that is built there, or a small one where none is."""
    place = tmp_path_factory.mktemp("clone")
    for name in NEEDED:
        source = HOUSE / name
        if source.is_dir():
            _copied(source, place / name)
        else:
            (place / name).write_bytes(source.read_bytes())
    (place / ".gitignore").write_bytes((HOUSE / ".gitignore").read_bytes())
    page = place / "src" / "shieldwall" / "server" / "page"
    if not (page / "index.html").is_file():
        page.mkdir(exist_ok=True)
        (page / "index.html").write_text("<!doctype html><title>Shieldwall</title>", encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "dist")]
    subprocess.run(build, cwd=place, check=True, capture_output=True)
    return next((place / "dist").glob("*.whl"))


def _copied(source: Path, target: Path) -> None:
    for file in source.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())


def test_wheel_holds_the_page(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "shieldwall/server/page/index.html" in names
    assert not [name for name in names if "node_modules" in name]


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="a POSIX environment is looked into")
def test_installed_page_is_served_without_node(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    venv.create(clean, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(clean), "platbase": str(clean)}))
    python = clean / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    # What it needs of others comes from the environment of the tests; its editable clone comes after the wheel.
    (site / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    where = subprocess.run(
        [str(python), "-P", "-c", "import shieldwall; print(shieldwall.__file__)"],
        capture_output=True, text=True, check=True, env=variables,
    ).stdout  # fmt: skip
    assert str(site) in where
    with subprocess.Popen(
        [str(clean / "bin" / "shieldwall"), "view", "one-radar", "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**variables, "PATH": str(clean / "bin")},
    ) as process:  # fmt: skip
        stuck = threading.Timer(300.0, process.kill)
        stuck.start()
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(address, timeout=30.0) as answer:
            assert b"<title>Shieldwall" in answer.read()
        with browser.open(address.partition("?")[0] + "api/start", timeout=30.0) as answer:
            assert b'"one-radar"' in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(30.0) == 0
        stuck.cancel()
