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
    """What a model is: its family and number in the switch, its kernel and what that reads, says and draws.

    `parameters` maps a field of the family's table to its valid range; of a plug-in, whose number is `UNNUMBERED`,
    they are its own, and lie in `own_1`, `own_2`, ... of the table in the order in which they are declared.
    `reasons` are numbers of `record.reasons`, `purposes` numbers of `kernels.draws`; `seeker` says of a guidance
    whether its rounds carry one; `ripples` of a doctrine whether rounds that wait for no look leave at a fixed interval
    where time allows, `by_time` whether it fires the whole salvo where no second look is possible. `card` names the
    page in docs/models, of a plug-in the page beside its module.
    """

    family: str
    name: str
    number: int
    kernel: Callable[..., Any]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    reasons: tuple[int, ...] = ()
    purposes: tuple[int, ...] = ()
    seeker: bool = False
    ripples: bool = False
    by_time: bool = False
    card: str = ""
