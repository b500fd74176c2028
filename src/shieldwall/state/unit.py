"""A unit: one picture, perhaps a post that commands others, perhaps channels and launchers that fire."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

ONE_MODEL, TWO_MODELS = 0, 1
#: What a partner from outside does: gives early warning, receives the picture.
WARNS, LISTENS = 1, 2
WEAPONS_FREE, WEAPONS_TIGHT, WEAPONS_HOLD = 0, 1, 2
#: What a unit does that no post commands: fight all, what comes at itself, or nothing, its radars silent.
FIGHT_ON, SELF_DEFENCE, SILENT = 0, 1, 2
#: Whether its radars are on: as its command doctrine has it, or by its commander's word.
BY_DOCTRINE, ON, OFF = 0, 1, 2

UNIT: Final = layout(
    real("x", "m", "east of the origin"),
    real("y", "m", "north of the origin"),
    real("z", "m", "up from the origin's plane"),
    real("cycle", "s", "time between command cycles"),
    real("reaction", "s", "from an order to the first round, at best"),
    real("standby", "s", "that a cold unit needs to start its equipment"),
    real("reach", "m", "greatest slant range of its weapons"),
    real("longest_flight", "s", "of a round of its weapons"),
    real("target_speed", "m/s", "of targets that are too fast for none of its weapons"),
    real("guard_x", "m", "what it guards, east of the origin; its own site where nothing is said"),
    real("guard_y", "m", "the same, north"),
    real("operator_delay", "s", "mean of what the crew takes beyond that"),
    real("declare_after", "s", "from a confirmed track to its declaration as hostile"),
    real("decision_time", "s", "that its staff takes for an order or a declaration"),
    real("drop_after", "s", "without a plot, until a track is dropped"),
    real("autonomy_after", "s", "of silence, until it fights on its own"),
    real("process_noise", "m2/s3", "spectral density of the acceleration that its tracker expects"),
    real("assess_after", "s", "from the last round to the judgement whether it killed"),
    real("least_chance", "1", "chance of a kill below which it fires no round"),
    real("ripple", "s", "between two rounds of a ripple"),
    real("reserve", "1", "share of its rounds that is kept from slow targets"),
    real("assessment_error", "1", "probability that kill assessment is wrong"),
    real("site_error", "m", "standard deviation of its site's place and range, as the crew knows it"),
    real("north_error", "rad", "standard deviation of its north, as the crew knows it"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("ready", "flag", "whether it takes part"),
    whole("post", "unit", "who commands it"),
    whole("deputy", "unit", "who takes over when that post is heard no more"),
    whole("stands_in", "unit", "the post whose deputy it is"),
    whole("commands", "flag", "whether it commands others"),
    whole("partner", "bits", "WARNS and LISTENS of a partner from outside, who takes no orders and passes nothing on"),
    whole("without_post", "mode", "FIGHT_ON, SELF_DEFENCE or SILENT, where no post commands it"),
    whole("doctrine", "model", "its firing doctrine"),
    whole("method", "model", "its command doctrine"),
    whole("salvo", "rounds", "rounds of a salvo"),
    whole("tracker", "tracker", "ONE_MODEL or TWO_MODELS of motion"),
    whole("confirm_hits", "looks", "hits that confirm a track"),
    whole("confirm_looks", "looks", "looks in which they must come"),
    whole("first_track", "track", "where its tracks begin"),
    whole("end_track", "track", "where they end"),
    whole("first_channel", "channel", "where its fire channels begin"),
    whole("channels", "channels", "how many it has"),
    whole("first_launcher", "launcher", "where its launchers begin"),
    whole("launchers", "launchers", "how many it has"),
    whole("engagement_sensor", "sensor", "the first of its engagement sensors"),
    whole("sources", "units", "units that report their tracks to it"),
    whole("first_part", "part", "where the parts of its tracks begin (`kernels.fusion`)"),
    whole("first_pair", "pair", "where the pairs of their parts begin"),
)

UNIT_STATE: Final = layout(
    real("heard_at", "s", "when its post was heard last"),
    real("deputy_heard_at", "s", "when that post's deputy was heard last"),
    real("warm_at", "s", "when its equipment runs, infinite while it is cold"),
    real("cued_at", "s", "since when it has been warned without a pause"),
    real("cued_until", "s", "until when it counts as warned"),
    real("threat_x", "m", "of what it was warned last, east of the origin"),
    real("threat_y", "m", "the same, north"),
    real("threat_z", "m", "the same, up"),
    real("reported_at", "s", "when it reported its tracks last"),
    real("informed_at", "s", "when it, a partner, was sent the picture last"),
    real("oldest_plot", "s", "no later than any plot that met one of its tracks last, where plots alone make these"),
    real("reloaded_at", "s", "no later than any of its launchers is reloaded next"),
    real("staff_until", "s", "when its staff has taken the decisions that it began"),
    real("open_until", "s", "until when its post has its radars on"),
    real("switched_at", "s", "when its radars were switched on or off last"),
    real("faces_x", "1", "where its commander has it face, east; 0 and 0 for its own sector"),
    real("faces_y", "1", "the same, north"),
    whole("alive", "flag", "whether it takes part and is not destroyed"),
    whole("commander", "unit", "who commands it, its post or that post's deputy, as far as it hears; NONE for nobody"),
    whole("autonomous", "flag", "whether it fights on its own"),
    whole("cycles", "cycles", "command cycles so far"),
    whole("high_track", "track", "end of the rows of its tracks that are in use"),
    whole("barred", "bits", "what its seller's switch has taken from it (`state.switch`)"),
    whole("control", "control", "WEAPONS_FREE, WEAPONS_TIGHT or WEAPONS_HOLD"),
    whole("conduct", "bits", "what its command doctrine last said that it does (`models.commands`)"),
    whole("shut", "flag", "whether its radars are off, to be silent"),
    whole("emission", "mode", "BY_DOCTRINE, ON or OFF"),
    whole("outside", "flag", "whether a commander from outside decides in place of its staff"),
)
