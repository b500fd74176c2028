"""A link from one unit to another."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

LINK: Final = layout(
    real("delay", "s", "how long a message takes"),
    real("fails", "1", "probability that a message is lost"),
    real("every", "s", "least time between two reports of tracks"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("first_outage", "outage", "where its outages begin"),
    whole("outages", "outages", "how many it has"),
    whole("carries", "message", "PLOTS, or TRACKS of the unit (`state.message`)"),
)

#: A time in which a link carries nothing.
OUTAGE: Final = layout(
    real("start", "s", "when it begins"),
    real("end", "s", "when it ends"),
)
