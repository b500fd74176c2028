"""Shares of a study put together into one folder, whoever fought them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.study.store import Store, held_store, open_store
from shieldwall.study.work import KEY, Shard, Table, ranges

#: Battles of one chunk of a merged folder, at most.
MOST = 10_000


class Merged(NamedTuple):
    """What came of a merger: battles held, battles that several folders had, and shares of which none was given."""

    battles: int
    doubled: int
    missing: tuple[Shard, ...]


def merge(folders: Sequence[str | os.PathLike[str]], target: str | os.PathLike[str]) -> Merged:
    """Put the battles of several study folders into one, which is made, or gone on with when it is there.

    The folders stay as they are. Raises InputError for no folder, and for folders of different studies, ShieldwallError
    when two have different results of one battle, and what `held_store` raises.
    """
    if not folders:
        raise InputError("there is nothing to merge", instead="name the folders of the shares")
    stores = [open_store(folder) for folder in folders]
    header = stores[0].header
    for store in stores[1:]:
        header.check(store.header, str(store.folder))
    with held_store(target, header, resume=True) as merged:
        parts = [merged.results(), *(store.results() for store in stores)]
        table = np.concatenate(parts)
        order = np.argsort(table, kind="stable", order=KEY)
        table, new = table[order], order >= len(parts[0])
        again = _same_battle(table)
        _check_alike(table, again)
        wanted = table[new & ~again]
        for first in range(0, len(wanted), MOST):
            rows = wanted[first : first + MOST]
            merged.keep(ranges(rows), rows)
        return Merged(merged.battles.count, int(again.sum()), _missing(stores))


def _same_battle(table: Table) -> NDArray[np.bool_]:
    """Whether each row is of the same battle as the one before it."""
    again = np.zeros(len(table), dtype=np.bool_)
    if len(table):
        again[1:] = np.logical_and.reduce([table[name][1:] == table[name][:-1] for name in KEY])
    return again


def _check_alike(table: Table, again: NDArray[np.bool_]) -> None:
    """Refuse two results of one battle, compared bit by bit."""
    for row in np.flatnonzero(again).tolist():
        if table[row].tobytes() != table[row - 1].tobytes():
            cell, drawn, replication = (int(table[name][row]) for name in KEY)
            raise ShieldwallError(
                f"two folders have different results of one battle, cell {cell}, row {drawn}, replication "
                f"{replication}: one of their machines computes wrongly, so fight both shares again"
            )


def _missing(stores: Sequence[Store]) -> tuple[Shard, ...]:
    """The shares of which no folder was given, as far as the folders say of how many they are."""
    given = {store.shard for store in stores if store.shard is not None}
    return tuple(
        Shard(number, of)
        for of in sorted({shard.of for shard in given})
        for number in range(1, of + 1)
        if Shard(number, of) not in given
    )
