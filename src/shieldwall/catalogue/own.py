"""What an entry says of a model that an installed package brings: its name, and figures that the model declares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationInfo, create_model
from pydantic.annotated_handlers import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shieldwall.catalogue.values import STATEMENT, Value, figure
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import SI_UNITS
from shieldwall.text import patterns
from shieldwall.text.fields import Choice, parse_name
from shieldwall.text.schema import Checked

if TYPE_CHECKING:
    from shieldwall.models.model import Model


@dataclass(frozen=True)
class Brought(Choice):
    """Annotation of a str: one of some words, or the name of a model of `family` that a plug-in brings."""

    family: str

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field, with the models that are installed."""
        from shieldwall.models.plugins import members

        brought = [model.name for _, model in members().models if model.family == self.family]
        return patterns.words([*self.words, *brought]) if self.words or brought else patterns.name()

    def read(self, value: Any) -> str:
        """Return the word; InputError with the nearest one, or with what is wrong with the plug-in of that name."""
        from shieldwall.models.plugins import members, named

        if not isinstance(value, str):
            raise InputError("this is not the name of a model", instead="write one word")
        if value not in self.words:
            known = {plugin.name for plugin, _ in (*members().models, *members().faults)}
            if not self.words or value in known:
                return named(self.family, parse_name(value)).name
        return super().read(value)


@dataclass(frozen=True)
class Parameters:
    """Annotation of a dict of values: the parameters that the model of `family` named in the field `model` declares."""

    family: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the parameters through a schema made of the model's declarations."""
        return core_schema.with_info_plain_validator_function(self.read)

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field: figures by name, whatever the model."""
        example = {"value": 1.5, "low": 1, "high": 2, "estimate": "the reasoning"}
        return {
            "type": "object",
            "propertyNames": patterns.name(),
            "additionalProperties": STATEMENT,
            "examples": [{"factor": example}],
        }

    def read(self, value: Any, info: ValidationInfo) -> dict[str, Value]:
        """Return the figures by name; InputError or ValidationError for what the model does not know or misses."""
        from shieldwall.models.plugins import named

        if "model" not in info.data:  # The name of the model is wrong, and that is reported already.
            return {}
        name = info.data["model"]
        if name is None:
            if value:
                raise InputError("parameters belong to a model", instead="add model: NAME, or delete parameters")
            return {}
        model = named(self.family, name)
        read = _schema(model).model_validate(value)
        return {parameter: getattr(read, f"own_{number}") for number, parameter in enumerate(model.parameters)}


def parameters_field() -> Any:
    """Declare the field `parameters`."""
    description = "Figures that the model of the plug-in declares, by name."
    return Field(default_factory=dict, validate_default=True, description=description)


def model_field() -> Any:
    """Declare the field `model`."""
    return Field(default=None, description="Model that an installed plug-in brings, in place of the built-in one.")


@cache
def _schema_of(declared: tuple[tuple[str, str, float, float, str], ...]) -> type[Checked]:
    fields: dict[str, Any] = {
        f"own_{number}": (Value, figure(SI_UNITS[unit], low, high, meaning, alias=name))
        for number, (name, unit, low, high, meaning) in enumerate(declared)
    }
    return create_model("Parameters", __base__=Checked, **fields)


def _schema(model: Model) -> type[Checked]:
    return _schema_of(tuple((name, p.unit, p.low, p.high, p.meaning) for name, p in model.parameters.items()))
