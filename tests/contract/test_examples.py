"""The examples and the notebook do what they say: each is run, and its output compared with the one kept beside it.

After a change of the models, `SHIELDWALL_UPDATE=1 pytest tests/contract/test_examples.py` writes the outputs anew.
"""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.long

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = [*sorted(EXAMPLES.glob("[0-9]*.py")), EXAMPLES / "my_doctrine.py"]
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
UPDATE = bool(os.environ.get("SHIELDWALL_UPDATE"))
#: Two pictures are alike when, seen from afar, their colours (0 to 1) differ by no more than this on average. Other
#: fonts make about 0.005; one series of the notebook's picture in another colour makes 0.02 and more.
ALIKE = 0.01


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_prints_what_stands_beside_it(script: Path, tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    expected = script.with_suffix(".txt")
    if UPDATE:
        expected.write_text(ran.stdout, encoding="utf-8")
    assert ran.stdout == expected.read_text(encoding="utf-8")
    assert not list(tmp_path.iterdir())


def words(cell: Any) -> list[str]:
    """What a cell printed and returned, without remarks on stderr."""
    texts = []
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream" and output["name"] == "stdout":
            texts.append(output["text"])
        elif output["output_type"] != "stream":
            texts.append(output["data"].get("text/plain", ""))
    return texts


def pictures(cell: Any) -> list[str]:
    """The pictures of a cell, each as a PNG in base 64."""
    outputs = [output for output in cell.get("outputs", ()) if output["output_type"] != "stream"]
    return [output["data"]["image/png"] for output in outputs if "image/png" in output["data"]]


def thumbnail(png: str) -> np.ndarray:
    """A picture as one sees it from afar."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(png))) as read:
        return np.asarray(read.convert("RGB").resize((36, 24), Image.Resampling.BOX), dtype=np.float64) / 255.0


@pytest.mark.parametrize("book", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_what_its_cells_give(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    # The kernel is a new user's: without the settings and the history of whoever runs the test.
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    stored = nbformat.read(book, as_version=4)
    fresh = nbformat.read(book, as_version=4)
    NotebookClient(
        fresh, timeout=300, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
    if UPDATE:
        fresh.metadata = stored.metadata
        nbformat.write(fresh, book)
        stored = fresh
    assert len(stored.cells) == len(fresh.cells)
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        assert words(old) == words(new)
        assert len(pictures(old)) == len(pictures(new))
        for one, other in zip(pictures(old), pictures(new), strict=True):
            assert np.abs(thumbnail(one) - thumbnail(other)).mean() < ALIKE
    assert sum(len(pictures(cell)) for cell in stored.cells) == 1
