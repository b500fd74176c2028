"""The study of one scenario as it is: how much leaks over many battles of it, and how sure that is."""

from __future__ import annotations

import json
from pathlib import Path

from shieldwall.scenario import Scenario
from shieldwall.scenario import names as scenario_names
from shieldwall.study.file import Study, load_text


def single(scenario: Scenario) -> Study:
    """Return the study that asks a scenario's own question of many battles, and compares nothing."""
    stem = Path(scenario.file).stem
    named = stem if stem in scenario_names() else f"{stem or 'scenario'}.yaml"
    said = {"question": " ".join(scenario.question.split()), "scenario": named}
    lines = ["study: 1", *(f"{key}: {json.dumps(words, ensure_ascii=False)}" for key, words in said.items())]
    return load_text("\n".join(lines) + "\n", "study.yaml", scenario)
