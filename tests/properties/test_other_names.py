"""Another name changes nothing but the name: whatever is named, in every built-in scenario and in hard texts."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from shieldwall.scenario import load_text, names, source
from shieldwall.scenario.renaming import SECTIONS, renamed
from shieldwall.text import loader

#: Names that are parts of one another, of other words of a scenario, and of its entries.
WORDS = ("a", "a-1", "1-a", "a_a", "km", "of", "target", "north", "is", "units", "pantsir-s1", "p-18", "57e6", "agl")
QUOTES = st.sampled_from(["{}", "'{}'", '"{}"', " {} "])


@cache
def things() -> list[tuple[str, str]]:
    """Every name of every built-in scenario that extends no other, with its path."""
    found = []
    for name in names():
        plain: Any = loader.load_text(source(name)[0]).plain()
        for section in () if "extends" in plain else SECTIONS:
            here = plain
            for part in section.split("."):
                here = here.get(part, {})
            keys = range(1, len(here) + 1) if isinstance(here, list) else here
            found += [(name, f"{section}.{key}") for key in keys]
    return found


def up_to(plain: Any, called: set[str]) -> Any:
    """Plain data in which all that is called so is called the same."""
    if isinstance(plain, dict):
        return [(up_to(key, called), up_to(value, called)) for key, value in plain.items()]
    if isinstance(plain, list | tuple):
        return [up_to(one, called) for one in plain]
    return "?" if plain in called else plain


@given(st.data(), st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True))
@settings(max_examples=12, phases=[Phase.generate])  # each reads a scenario twice: a smaller failure is not sought
def test_checked_scenario_is_the_same_up_to_the_name(data: st.DataObject, new: str) -> None:
    name, path = data.draw(st.sampled_from(things()))
    text, file = source(name)
    before = load_text(text, file)
    old = before.blue.links[int(path.rpartition(".")[2]) - 1].name if "links" in path else path.rpartition(".")[2]
    # Words that YAML or a scenario reads as something else are refused; small tests say so.
    assume(new not in {"at", "none", "nan", "inf", "infinity"} and new not in text)
    after = load_text(renamed(text, path, new, file), file)
    assert up_to(after.model_dump(warnings=False), {old, new}) == up_to(before.model_dump(warnings=False), {old, new})
    back = path if "links" in path else f"{path.rpartition('.')[0]}.{new}"
    assert renamed(after.text, back, old, file) == text


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=4, unique=True), st.sampled_from(WORDS), st.data())
def test_only_what_means_it_is_exchanged(called: list[str], new: str, data: st.DataObject) -> None:
    assume(new not in called)
    quoted = data.draw(st.lists(QUOTES, min_size=11, max_size=11))
    end, flow = data.draw(st.sampled_from(["\n", "\r\n"])), data.draw(st.booleans())

    def written(unit: str, post: str, place: str, route: str) -> str:
        """A text with these names, in quotes or not; its remarks, entries and titles speak of the first ones."""
        q = [one.format for one in quoted]
        said = f"  # {called[0]}: {called[1]} of {called[2]}"
        unit_is = f"is: {called[0]}, at: {q[0](f'4 km north of {place}')}, under: {q[1](post)}, guards: {q[2](place)}"
        body = f"{{{unit_is}}}{said}" if flow else f"{said}\n      " + unit_is.replace(", ", "\n      ")
        return "\n".join(
            [
                f"title: {called[0]} {called[1]}{said}",
                f"blue:{said}\n  command: {{post: {q[3](post)}}}\n  units:",
                f"    {q[4](unit).strip()}: {body}",
                f"    {post}: {{is: {called[1]}, at: {q[5](f'2 km 45 deg of {unit}')}}}",
                f"  links: [{{name: {called[0]}, joins: [{q[6](unit)},{said}\n   {q[7](post)}]}}]",
                f"red:\n  routes:\n    {route}:{said}",
                f"    - {q[8](f'target {place}')}\n    - {q[9](f'9 km east of {unit} at 90 m agl')}{said}",
                f"  units: {{{called[0]}: {{is: {called[3]}, route: {q[10](route)}, mission: {{strike: {place}}}}}}}",
                f"places: {{{place}: {{at: 44 N 20 E}}}}{said}",
            ]
        ).replace("\n", end)  # fmt: skip

    which = data.draw(st.integers(0, 3))
    section = ("blue.units", "blue.units", "places", "red.routes")[which]
    expected = written(*[new if index == which else one for index, one in enumerate(called)])
    assert renamed(written(*called), f"{section}.{called[which]}", new) == expected
