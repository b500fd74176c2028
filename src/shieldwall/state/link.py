"""Nets, and the links of which they are made: one from each of its units to each other."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

#: What a net speaks: data, or voice, which carries no plots.
DATA, VOICE = 0, 1
#: What a unit may do with a track that it hears of: know of it; send its own fire control to look for it, too; or also
#: launch and lead rounds on it.
AWARENESS, CUEING, FIRE_CONTROL = 0, 1, 2

LINK: Final = layout(
    real("delay", "s", "how long a message takes"),
    real("fails", "1", "probability that a message is lost"),
    real("every", "s", "least time between two reports of tracks"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("net", "net", "whose it is"),
    whole("sender", "unit", "where it begins"),
    whole("receiver", "unit", "where it ends"),
    whole("allows", "use", "what may be done at most with what goes over it: AWARENESS, CUEING or FIRE_CONTROL"),
    whole("carries", "message", "PLOTS, or TRACKS of the unit (`state.message`)"),
)

NET: Final = layout(
    real("capacity", "1/s", "messages that it carries, infinite for no limit"),
    real("breaks_after", "s", "mean time from a repair to the next failure, infinite for never"),
    real("repaired_after", "s", "mean time from a failure to its repair"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("medium", "medium", "DATA or VOICE"),
    whole("first_outage", "outage", "where its scheduled outages begin, in order and apart from each other"),
    whole("outages", "outages", "how many it has"),
)

NET_STATE: Final = layout(
    real("changes_at", "s", "when it fails or is repaired next"),
    real("free_at", "s", "when the message that it carries is through"),
    whole("edges", "edges", "beginnings and ends of scheduled outages so far"),
    whole("failures", "failures", "so far"),
    whole("broken", "flag", "whether it has failed and is not repaired"),
    whole("waiting", "messages", "that wait for their turn"),
)

#: A time in which a net carries nothing.
OUTAGE: Final = layout(
    real("start", "s", "when it begins"),
    real("end", "s", "when it ends"),
)
