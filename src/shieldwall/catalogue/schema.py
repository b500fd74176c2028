"""Units on the ground, and the families of entries with the model of each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from shieldwall.catalogue.entry import Entry, ascending, need
from shieldwall.catalogue.jammers import Jammer
from shieldwall.catalogue.sensors import IdealSensor, Optical, Radar
from shieldwall.catalogue.values import OneOf, Sources, Value, Word, figure, whole, word
from shieldwall.catalogue.weapons import Gun, IdealInterceptor, Interceptor, Threat
from shieldwall.quantities.errors import InputError
from shieldwall.text.fields import Choice, Flag, Name
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked

USES = ("cueing", "awareness", "fire-control")
ROLES = ("surveillance", "engagement", "command", "gun")


class CommandPost(Entry):
    """The cabin of a command post, as far as brochures describe it."""

    kind: Literal["command-post"] = Field(alias="is", description="What it is.")
    reaction_time: Value = figure("duration", 0, 3600, "From order to launch.")
    fire_units: Value = whole(1, 100, "Fire units that it commands.")
    targets_engaged: Value = whole(1, 10_000, "Targets that the whole system engages at once.")
    missiles_guided: Value = whole(1, 10_000, "Missiles that the whole system guides at once.")
    simultaneous_tracks: Value = whole(1, 100_000, "Tracks that it keeps.")


class Part(Checked):
    """A component of a unit, its role there, and who says that the unit has it."""

    entry: Annotated[Name, Example("p-18")] = Field(alias="is", description="Entry of the catalogue.")
    role: Annotated[str, Choice(ROLES), Example("surveillance")] = Field(description="What it does in the unit.")
    optional: Flag = Field(default=False, description="Whether a scenario may leave it out.")
    cite: Sources = Field(default=(), description="Sources that say that the unit has it.")
    grade: Annotated[str, Choice(("A", "B", "C")), Example("B")] | None = Field(
        default=None, description="A official, B reputable reference, C press or forum."
    )
    checked: Annotated[str, Choice(("yes", "no")), Example("no")] | None = Field(
        default=None, description="Whether somebody read it in the source."
    )


class Launchers(Checked):
    """A group of like launchers with one kind of round."""

    fires: Annotated[Name, Example("5v27")] = Field(description="Entry of the catalogue: the round.")
    count: Value = whole(1, 100, "Launchers of the group.")
    rounds: Value = whole(1, 10_000, "Rounds ready on one launcher.")


class Unit(Entry):
    """What stands at one site with one picture: parts with their roles, launchers, a crew and its delays."""

    kind: Literal["unit"] = Field(alias="is", description="What it is.")
    parts: dict[Annotated[Name, Example("radar")], Part] = Field(min_length=1, description="Its components by name.")
    launchers: dict[Name, Launchers] = Field(default_factory=dict, description="Its groups of launchers by name.")
    post: Flag = Field(description="Whether it commands others.")
    command_cycle: Value = figure("duration", 0.1, 600, "Time between looks at its picture.")
    declaration_delay: Value = figure("duration", 0, 3600, "From a confirmed track to calling it hostile.")
    reaction_time: Value | None = figure("duration", 0, 3600, "From order to first launch.", default=None)
    operator_delay: Value | None = figure(
        "duration", 0, 600, "Mean of what a crew adds to the reaction time, exponentially distributed.", default=None
    )
    launch_interval: Value | None = figure("duration", 0, 600, "Between launches of one launcher.", default=None)
    reload_time: Value | None = figure("duration", 0, 1e6, "To fill an empty launcher.", default=None)
    salvo: Value | None = whole(1, 16, "Rounds fired at one target before assessment.", default=None)
    assessment_delay: Value | None = figure("duration", 0, 600, "From intercept to a verdict.", default=None)
    assessment_error: Value | None = figure("probability", 0, 1, "Probability of a wrong verdict.", default=None)
    autonomy_delay: Value | None = figure("duration", 0, 1e5, "Silence before it fights on its own.", default=None)
    decision_time: Value | None = figure(
        "duration", 0, 600, "Staff time of one order or declaration; others wait meanwhile.", default=None
    )
    engagement_rate: Value | None = figure("repetition", 1e-3, 10, "Targets in a second at most.", default=None)
    confirm_hits: Value = whole(1, 5, "Hits that make a track.")
    confirm_looks: Value = whole(1, 5, "Looks within which they must fall.")
    drop_time: Value = figure("duration", 0.1, 600, "Age at which a track without plots is dropped.")
    manoeuvre: Value = figure(
        "acceleration", 0.01, 1000, "Standard deviation of the acceleration that its tracker expects."
    )
    hardness: Value = figure("mass", 0.01, 1e7, "Mass of warhead whose hits destroy it; smaller ones add up.")
    readiness: Value = figure("probability", 0, 1, "Probability that it works at all in a run.")
    deploy_time: Value | None = figure("duration", 0, 1e6, "From march to ready.", default=None)
    displace_time: Value | None = figure("duration", 0, 1e6, "From ready to march.", default=None)
    standby_time: Value | None = figure("duration", 0, 1e6, "From standby to ready.", default=None)
    data_tracks: Word | None = word(
        "What it may do with what it hears by data: be aware of it, be cued, or lead rounds.", *USES, default=None
    )
    voice_tracks: Word | None = word("The same of what it hears by voice.", *USES, default=None)
    tracks_of: dict[Name, Annotated[Word, OneOf(USES)]] = Field(
        default_factory=dict,
        description="The same of what some units or sensors tell it, by entry.",
        examples=[{"p-18": {"value": "awareness", "estimate": "reasoning"}}],
    )
    launchers_in_all: Value | None = whole(1, 1000, "Launchers of all groups together.", default=None)
    vehicles_per_battery: Value | None = whole(1, 1000, "Vehicles that make a battery.", default=None)
    cost: Value = figure("money", 0, 1e11, "Price, rounds left out.")

    def cited(self) -> list[str]:
        """Return the ids of all sources cited, those of its parts list among them, sorted."""
        return sorted({*super().cited(), *(source for part in self.parts.values() for source in part.cite)})

    @model_validator(mode="after")
    def _agree(self) -> Unit:
        ascending(self, "confirm_hits", "confirm_looks")
        if self.launchers or any(part.role == "gun" for part in self.parts.values()):
            firing = ("reaction_time", "launch_interval", "reload_time", "salvo")
            need(self, "a unit that fires", *firing, "assessment_delay", "assessment_error", "autonomy_delay")
        if self.launchers and not any(part.role == "engagement" for part in self.parts.values()):
            raise InputError("a unit with launchers has no part that engages", instead="give a part role: engagement")
        return self


FAMILIES: dict[str, tuple[type[Entry], tuple[str, ...]]] = {
    "radar": (Radar, ("radar/rotating", "radar/sector")),
    "optical": (Optical, ("sensor/optical",)),
    "ideal-sensor": (IdealSensor, ("sensor/ideal",)),
    "command-post": (CommandPost, ("command-post",)),
    "interceptor": (Interceptor, ("interceptor",)),
    "ideal-interceptor": (IdealInterceptor, ("interceptor/ideal",)),
    "gun": (Gun, ("gun",)),
    "unit": (Unit, ("unit",)),
    "threat": (Threat, ("aircraft", "cruise-missile", "drone", "bomb")),
    "jammer": (Jammer, ("jammer",)),
}
"""Families of entries: their model and the words that stand under `is`."""

KINDS: dict[str, type[Entry]] = {kind: model for model, kinds in FAMILIES.values() for kind in kinds}

ROLE_FAMILIES: dict[str, tuple[str, ...]] = {
    "surveillance": ("radar", "optical", "ideal-sensor"),
    "engagement": ("radar", "optical", "ideal-sensor"),
    "command": ("command-post",),
    "gun": ("gun",),
}
"""The families that may play each role in a unit."""
