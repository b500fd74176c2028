"""Text as it may be shown: what would steer a terminal, hide, or turn a line around is written as an escape."""

from __future__ import annotations

import re

#: Control characters but for tab and line feed, line and paragraph separators, what directs or turns the line
#: (Unicode Standard Annex 9), what has neither width nor sense alone, and halves of characters. No-break space, soft
#: hyphen and the joiners that emoji and some scripts need are text.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINES = re.compile("[\t\n]")


def visible(text: str) -> str:
    r"""Return the text with such characters as escapes (`\x1b`, `\u202e`); its lines and tabs stay."""
    return _STEERING.sub(_escape, text)


def visible_line(text: str) -> str:
    r"""Return the text as `visible` does, on one line: line feeds and tabs become escapes, too."""
    return _LINES.sub(_escape, visible(text))


def visible_json(text: str) -> str:
    r"""Return JSON text with such characters as `\uXXXX`, so that it means the same; JSON has escaped the others."""
    return _STEERING.sub(lambda found: "".join(f"\\u{unit:04x}" for unit in _utf16(found[0])), text)


def _escape(found: re.Match[str]) -> str:
    mark, code = found[0], ord(found[0])
    if mark in "\t\n\r":
        return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}[mark]
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _utf16(mark: str) -> list[int]:
    units = mark.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
