"""What a model file says of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """A number that the model reads from its table: unit, valid range and meaning."""

    unit: str
    low: float
    high: float
    meaning: str


@dataclass(frozen=True)
class Model:
    """A plug-in: its family and number in the switch, its kernel and what that reads, says and draws.

    `parameters` maps a field of the family's table to its valid range; `reasons` are numbers of
    `record.reasons`, `purposes` numbers of `kernels.draws`; `card` names the page in docs/models.
    """

    family: str
    name: str
    number: int
    kernel: Callable[..., Any]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    reasons: tuple[int, ...] = ()
    purposes: tuple[int, ...] = ()
    card: str = ""
