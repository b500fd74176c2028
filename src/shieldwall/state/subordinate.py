"""What a post knows about a unit, by the unit's reports; row (post, unit)."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

SUBORDINATE: Final = layout(
    real("as_of", "s", "when that was so"),
    real("facing_x", "1", "where its engagement sensor faced, as last reported, east"),
    real("facing_y", "1", "the same, north"),
    real("turn_low", "rad", "how far that may turn clockwise, as last reported; negative"),
    real("turn_high", "rad", "the same, anticlockwise"),
    real("held_worth", "1", "greatest threat value of what it sought or had acquired and not fired at, by its report"),
    real("warned_at", "s", "when it was warned last"),
    real("cued_at", "s", "since when it is warned time and again"),
    real("threat_x", "m", "of what place it was warned last, east of the origin"),
    real("threat_y", "m", "the same, north"),
    real("open_until", "s", "until when the post has its radars on"),
    real("opened_at", "s", "when the post told it so last"),
    real("left", "1", "share of its rounds that is ready, as last reported"),
    whole("free", "channels", "idle fire channels, as last reported and ordered"),
    whole("weapons", "bits", "kinds of weapon that it has ready, as last reported, one bit for each"),
    whole("source", "source", "its number among the units that report their tracks to the post, from 1; 0 for none"),
    whole("conduct", "bits", "what its command doctrine has it do, as far as the post can tell (`models.commands`)"),
    whole("silent", "flag", "whether it left an order unanswered and was not heard since"),
)
