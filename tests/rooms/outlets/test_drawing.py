"""Figures drawn by another process are those that this one would draw, and where that fails, this one draws them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

import shieldwall as sw
from shieldwall.outlets import drawing
from shieldwall.outlets.account import Account
from shieldwall.outlets.drawing import Drawing, Drawn, draw
from shieldwall.record.recording import Recording


@pytest.fixture(scope="module")
def recording() -> Recording:
    return sw.run("one-radar").recording


@pytest.fixture(scope="module")
def drawn(recording: Recording) -> list[Drawn]:
    made = draw(recording)
    assert made
    assert all(one.address().startswith("data:image/svg+xml,") and one.width > 0 < one.height for one in made)
    return made


def test_another_process_draws_the_same(recording: Recording, drawn: list[Drawn]) -> None:
    with Drawing() as process:
        figures = process.begin(recording)
        assert figures() == drawn


def test_two_shares_are_all_figures_and_one_process_draws_both_if_the_other_fails(
    recording: Recording, drawn: list[Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account(recording)
    first, second = (drawing._drawn(account, share) for share in (drawing.FIRST_SHARE, drawing.SECOND_SHARE))
    assert first
    assert second
    assert first + second == drawn
    # The child of a fork that cannot write what it drew ends with an error.
    monkeypatch.setattr(drawing, "_written", lambda _figures: 1 / 0)
    assert drawing._drawn_by_two(account) == drawn


@pytest.mark.parametrize("command", ["no-such-python", "false", "true"])
def test_where_it_fails_they_are_drawn_here(
    recording: Recording, drawn: list[Drawn], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", f"/bin/{command}")
    with Drawing() as process:
        assert process.begin(recording)() == drawn


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a system that can stop a process")
def test_a_process_that_is_stopped_and_goes_on_sends_all_of_it() -> None:
    # As Ctrl-Z and `fg`, or a debugger, do; where Python does not buffer, a write that was cut short is not finished.
    code = "from shieldwall.outlets.drawing import send; send(bytes(1_000_000))"
    with subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE) as sender:

        def stop_again_and_again() -> None:
            while sender.poll() is None:
                for signalled in (signal.SIGSTOP, signal.SIGCONT):
                    sender.send_signal(signalled)
                    time.sleep(0.0005)

        stopping = Thread(target=stop_again_and_again)
        stopping.start()
        answer, _ = sender.communicate()
        stopping.join()
    assert (len(answer), sender.returncode) == (1_000_000, 0)


def test_one_core_is_left_to_the_battle(recording: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(drawing, "draw", lambda _recording: [])
    with Drawing() as process:
        assert process.begin(recording)() == []


def test_what_was_begun_and_is_not_wanted_ends(recording: Recording) -> None:
    with Drawing() as process:
        figures = process.begin(recording)
    # It was ended with the statement, whether or not it was through.
    assert process._process is None or process._process.poll() is not None
    assert figures()


def test_a_report_is_the_same_whoever_draws(tmp_path: Path) -> None:
    run = sw.run("one-radar")
    here = run.save(tmp_path / "here")
    with Drawing() as process:
        there = run.save(tmp_path / "there", drawing=process)
    assert (here / "report.html").read_bytes() == (there / "report.html").read_bytes()
