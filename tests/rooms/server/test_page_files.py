"""The page is served as it stands on the disk, also when it is built anew meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from shieldwall.server.app import application
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.page_files import page_files


def write(built: Path, script: str, text: str) -> None:
    """Build a page: a window, and the script that it names."""
    shutil.rmtree(built, ignore_errors=True)
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(f"<script src=/assets/{script}>", encoding="utf-8")
    (built / "assets" / script).write_text(text, encoding="utf-8")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    write(tmp_path / "page", "one.js", "1")
    return tmp_path / "page"


def test_a_page_that_is_built_anew_is_served_anew(built: Path) -> None:
    browser = TestClient(application(Holdings(), Jobs(), page_files(built)))
    assert browser.get("/assets/one.js").text == "1"
    write(built, "two.js", "22")
    assert "two.js" in browser.get("/").text
    assert browser.get("/assets/two.js").text == "22"
    assert browser.get("/assets/two.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert browser.get("/assets/one.js").status_code == 404


def test_while_it_is_built_there_is_nothing(built: Path) -> None:
    browser = TestClient(application(Holdings(), Jobs(), page_files(built)))
    shutil.rmtree(built)
    assert browser.get("/").status_code == 404
    write(built, "two.js", "22")
    assert browser.get("/").status_code == 200


def test_links_that_lead_out_are_not_served_though_they_come_later(built: Path, tmp_path: Path) -> None:
    browser = TestClient(application(Holdings(), Jobs(), page_files(built)))
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (built / "out.html").symlink_to(tmp_path / "secret.html")
    assert browser.get("/out.html").status_code == 404
