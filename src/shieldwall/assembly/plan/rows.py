"""Rows of tables from plain mappings, and the memory of one thread as it is before a replication is drawn."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.terms import Number, Term, Terms

#: A row with terms where replications differ, and one that is the same for all.
Row = dict[str, Number]
Constant = dict[str, float]
#: Tables begin at multiples of so many words, which are cache lines.
ALIGNED = 8
WORD = 8


def table(layout: Any, rows: Sequence[Mapping[str, float]]) -> np.recarray[Any, Any]:
    """Return a record array with a row per mapping; fields that a mapping leaves out are zero.

    Raises KeyError for a name that the layout does not have.
    """
    made = np.zeros(len(rows), layout)
    for number, row in enumerate(rows):
        for name, value in row.items():
            made[name][number] = value
    return made.view(np.recarray)


@dataclass(frozen=True)
class Span:
    """Where a table lies among the words, and what it is."""

    word: int
    layout: np.dtype[Any]
    shape: tuple[int, ...]
    size: int


class Image:
    """The words of all tables of a thread as they are before a replication is drawn, and what it writes into them.

    A table whose rows hold terms has a layout of numbers of eight bytes.
    """

    def __init__(self) -> None:
        self._parts: deque[NDArray[Any]] = deque()
        self._words = 0
        self.spans: dict[str, Span] = {}
        self._drawn: tuple[list[tuple[int, Term]], list[tuple[int, Term]]] = ([], [])

    def add(self, name: str, array: NDArray[Any]) -> int:
        """Add an array as it is; return the number of its first word."""
        plain = np.ascontiguousarray(array).view(np.ndarray)
        layout = np.dtype((np.void, plain.dtype)) if plain.dtype.names else plain.dtype
        word = self._words
        self.spans[name] = Span(word, layout, array.shape, plain.nbytes)
        self._parts.append(plain)
        words = -(-plain.nbytes // WORD)
        self._words += -(-words // ALIGNED) * ALIGNED
        return word

    def add_rows(self, name: str, layout: np.dtype[Any], rows: Sequence[Mapping[str, Number]]) -> None:
        """Add a table; what is a term is written by each replication.

        Raises KeyError for a name that the layout does not have.
        """
        made = np.zeros(len(rows), layout)
        width = layout.itemsize // WORD
        drawn: list[tuple[int, str, Term]] = []
        for number, row in enumerate(rows):
            for field, value in row.items():
                if isinstance(value, Term):
                    drawn.append((number, field, value))
                else:
                    made[field][number] = value
        fields: Any = layout.fields
        first = self.add(name, made.view(np.recarray))
        for number, field, value in drawn:
            kind, offset = fields[field][:2]
            self._drawn[kind.kind == "i"].append((first + number * width + offset // WORD, value))

    def add_both(
        self,
        name: str,
        layout: np.dtype[Any],
        state_name: str,
        state: np.dtype[Any],
        rows: Sequence[Mapping[str, Number]],
    ) -> None:
        """Add the table of what a run does not change of some rows, and that of what it does.

        Raises KeyError for a name that neither layout has.
        """
        fixed, changing = set(layout.names or ()), set(state.names or ())
        unknown = {field for row in rows for field in row} - fixed - changing
        if unknown:
            raise KeyError(min(unknown))
        self.add_rows(name, layout, [{field: row[field] for field in row if field in fixed} for row in rows])
        self.add_rows(state_name, state, [{field: row[field] for field in row if field in changing} for row in rows])

    def add_numbers(self, name: str, numbers: NDArray[np.float64], drawn: Mapping[tuple[int, ...], Term]) -> None:
        """Add an array of numbers, float64, some of which each replication writes."""
        first = self.add(name, numbers)
        for place, value in drawn.items():
            self._drawn[0].append((first + int(np.ravel_multi_index(place, numbers.shape)), value))

    def words(self) -> NDArray[np.float64]:
        """Return all words as they are before a draw; the arrays that were added are let go, so this is asked once."""
        made = np.zeros(self._words)
        memory = made.view(np.uint8)
        for span in self.spans.values():
            part = self._parts.popleft().reshape(-1).view(np.uint8)
            # Nought is there already; what is not written takes no memory.
            if part.any():
                memory[span.word * WORD : span.word * WORD + span.size] = part
        return made

    def writes(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return int64[write, 2], word and value, for floats and for integers."""
        floats, integers = (
            np.array([(word, terms.index(term)) for word, term in writes], np.int64).reshape(-1, 2)
            for writes in self._drawn
        )
        return floats, integers

    def views(self, words: NDArray[np.float64]) -> dict[str, Any]:
        """Return the tables that lie in some words, by name; records as record arrays."""
        memory = words.view(np.uint8)
        found: dict[str, Any] = {}
        for name, span in self.spans.items():
            first = span.word * WORD
            array = memory[first : first + span.size].view(span.layout).reshape(span.shape)
            found[name] = array.view(np.recarray) if span.layout.names else array
        return found
