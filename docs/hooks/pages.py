"""What the site is made of, found rather than listed: pages of docs/, of the root and of examples/, and their menu.

Pages keep links that work in the repository. Here they are led to where the same thing stands on the site: a
folder to its list, a file of code to a page that shows it, and what the site does not hold to nothing.
"""

from __future__ import annotations

import ast
import base64
import json
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

HOUSE = Path(__file__).resolve().parents[2]
DOCS = HOUSE / "docs"
EXAMPLES = HOUSE / "examples"

#: Where cards stand on the site; `make docs` draws them there after the pages, so that only this page leads to them.
CARDS = "cards/about.md"
LIST_OF_CARDS = '<p><a class="md-button md-button--primary" href="index.html">All cards</a></p>'

#: Pages that stand outside docs/, or elsewhere in it, and where they stand on the site.
MOVED = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "examples/README.md": "examples/index.md",
    # The index of the cards is a page of its own kind, which a README in its folder would displace.
    "docs/cards/README.md": CARDS,
}
#: Folders that a link may name, with the title of the list that it leads to and the words over it.
LISTS = {
    "docs/how-to": ("How-to guides", "One task each, with the commands."),
    "docs/scenarios": ("Scenarios", "A page for each: its question, what is there, how to run it, what it shows."),
    "docs/answers": ("Answers", "A page for each built-in study: its question, its answer, where that comes from."),
    "docs/models": ("Models", "A card for each model: what it represents, its limits, its sources, its tests."),
    "docs/decisions": ("Decisions", "What was decided, why, and the road not taken."),
}
LEADERS = ("tutorial.md", "gallery.md", "glossary.md")
LANGUAGES = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".sh": "bash"}

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[^\S\n]*$", flags=re.MULTILINE | re.DOTALL)


@cache
def origins() -> dict[str, Path]:
    """Return for each page of the site that is a file of the repository its path, by its address on the site."""
    moved = {place: path for name, place in MOVED.items() if (path := HOUSE / name).exists()}
    pages = [path for path in sorted(DOCS.rglob("*.md")) if path not in moved.values()]
    inside = {path.relative_to(DOCS).as_posix(): path for path in pages}
    plugins = {f"examples/{path.parent.name}.md": path for path in sorted(EXAMPLES.glob("*/README.md"))}
    shown = {f"examples/{path.stem}.md": path for path in sorted(EXAMPLES.glob("*.py"))}
    books = {f"examples/{path.stem}.md": path for path in sorted(EXAMPLES.glob("*.ipynb"))}
    return inside | moved | plugins | shown | books


@cache
def addresses() -> dict[Path, str]:
    """Return where on the site each file and folder of the repository is shown."""
    found = {path: place for place, path in origins().items()}
    found |= {HOUSE / folder: f"{folder.removeprefix('docs/')}/index.md" for folder in LISTS}
    found |= {EXAMPLES: "examples/index.md", DOCS / "cards": CARDS}
    for page in list(origins().values()):
        for target in _targets(page):
            if target not in found and target.is_file() and target.suffix in LANGUAGES:
                found[target] = f"source/{target.relative_to(HOUSE).as_posix()}.md"
    return found


def menu() -> list[Any]:
    """Return the menu of the site: parts with their pages, each by its address."""
    inside = [path.relative_to(DOCS).as_posix() for path in sorted(DOCS.glob("*.md"))]
    lists = {name: _part(name) for name in ("how-to", "scenarios", "answers", "models", "decisions")}
    examples = sorted(place for place in origins() if place.startswith("examples/") and place != "examples/index.md")
    return [
        {"Begin": ["index.md", *(name for name in LEADERS if name in inside)]},
        {"How-to guides": lists["how-to"]},
        {"Scenarios": lists["scenarios"]},
        {"Answers": lists["answers"]},
        {"Examples": ["examples/index.md", *examples]},
        {"Models": lists["models"]},
        {"Cards": [CARDS]},
        {"Evidence": [name for name in inside if name not in LEADERS]},
        {"The house": ["architecture.md", "contributing.md", "changelog.md", {"Decisions": lists["decisions"]}]},
    ]


def _part(name: str) -> list[str]:
    return [f"{name}/index.md", *(f"{name}/{path.name}" for path in sorted((DOCS / name).glob("*.md")))]


def on_config(config: Any) -> Any:
    """Give the site its menu."""
    config.nav = menu()
    return config


def on_files(files: Files, *, config: Any) -> Files:
    """Add the pages that do not stand in docs/."""
    for place, path in origins().items():
        if place != path.relative_to(HOUSE).as_posix().removeprefix("docs/"):
            for made in _made(config, place, path):
                files.append(made)
    for folder, (title, words) in LISTS.items():
        files.append(File.generated(config, addresses()[HOUSE / folder], content=_list(folder, title, words)))
    for path, place in addresses().items():
        if place.startswith("source/"):
            files.append(File.generated(config, place, content=_code_page(path)))
    return files


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Files) -> str:
    """Lead the links of a page of the repository to where the same things stand on the site."""
    origin = origins().get(page.file.src_uri)
    if origin is None or origin.suffix != ".md":
        return markdown
    here = led(markdown, page.file.src_uri, origin)
    return f"{here}\n\n{LIST_OF_CARDS}\n" if page.file.src_uri == CARDS else here


def led(markdown: str, place: str, origin: Path) -> str:
    """Return the text of a page with its links as they are on the site; code stays as it is."""

    def address(match: re.Match[str]) -> str:
        mark, words, target = match.groups()
        if target.startswith(("https://", "#")):
            return match[0]
        name, _, anchor = target.partition("#")
        path = (origin.parent / name).resolve()
        if DOCS in path.parents and path not in addresses():
            there = path.relative_to(DOCS).as_posix()
        elif path in addresses():
            there = addresses()[path]
        else:
            return words
        relative = posixpath.relpath(there, posixpath.dirname(place) or ".")
        return f"{mark}[{words}]({relative}{'#' if anchor else ''}{anchor})"

    return "".join(part if code else _LINK.sub(address, part) for code, part in _parts(markdown))


def _parts(markdown: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text in turn, each with whether it is a block of code."""
    at = 0
    for fence in _FENCE.finditer(markdown):
        yield False, markdown[at : fence.start()]
        yield True, fence[0]
        at = fence.end()
    yield False, markdown[at:]


def _targets(page: Path) -> Iterator[Path]:
    if page.suffix != ".md":
        return
    for code, part in _parts(page.read_text(encoding="utf-8")):
        if not code:
            for _, _, target in _LINK.findall(part):
                if not target.startswith(("https://", "#")):
                    yield (page.parent / target.partition("#")[0]).resolve()


def _made(config: Any, place: str, path: Path) -> list[File]:
    if path.suffix == ".ipynb":
        return _notebook(config, place, path)
    if path.suffix == ".py":
        return [File.generated(config, place, content=_example(path))]
    return [File.generated(config, place, abs_src_path=str(path))]


def _list(folder: str, title: str, words: str) -> str:
    lines = [f"# {title}", "", words, ""]
    for path in sorted((HOUSE / folder).glob("*.md")):
        heading, _, rest = path.read_text(encoding="utf-8").partition("\n")
        # A page that begins with a sentence is described by it; a card ends that sentence with the place of its code.
        first = rest.strip().partition("\n\n")[0].replace("\n", " ").partition(" `src/")[0].rstrip(":.")
        tail = "" if first.startswith(("**", "|", "```", "#")) else f": {first}"
        name = heading.removeprefix("#").strip()
        lines.append(f"- [{name}]({path.name}){led(tail, addresses()[HOUSE / folder], path)}")
    return "\n".join(lines) + "\n"


def _code_page(path: Path) -> str:
    name = path.relative_to(HOUSE).as_posix()
    return f"---\nsearch: {{exclude: true}}\n---\n\n# {path.name}\n\n`{name}`\n\n{_fenced(path)}"


def _fenced(path: Path) -> str:
    text = path.read_text(encoding="utf-8").rstrip()
    return f"~~~~~~{LANGUAGES.get(path.suffix, 'text')}\n{text}\n~~~~~~\n"


def _example(path: Path) -> str:
    description = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    output = path.with_suffix(".txt")
    return f"# {description.splitlines()[0].rstrip('.')}\n\n{_fenced(path)}\nIt prints:\n\n{_fenced(output)}"


def _notebook(config: Any, place: str, path: Path) -> list[File]:
    """A notebook as a page: its words, its code, what each cell printed, and its pictures."""
    lines, pictures = [], []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        words = cell["cell_type"] == "markdown"
        lines.append(led(source, place, path) if words else f"~~~~~~python\n{source}\n~~~~~~")
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/png" in data:
                name = f"{posixpath.splitext(place)[0]}-{len(pictures) + 1}.png"
                pictures.append(File.generated(config, name, content=base64.b64decode("".join(data["image/png"]))))
                lines.append(f"![What the cell draws]({posixpath.basename(name)})")
            else:
                text = "".join(output.get("text", data.get("text/plain", ())))
                lines.append(f"~~~~~~text\n{text.rstrip()}\n~~~~~~")
    return [File.generated(config, place, content="\n\n".join(lines) + "\n"), *pictures]
