"""A fire channel: one target at a time through one engagement sensor. Its track is the row of its own number."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

IDLE, ACQUIRING, ENGAGING, ASSESSING = 0, 1, 2, 3

CHANNEL: Final = layout(
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("unit", "unit", "whose it is"),
    whole("sensor", "sensor", "what it looks through"),
    whole("clock", "clock", "when it looks next"),
)

CHANNEL_STATE: Final = layout(
    real("since", "s", "when it entered its state"),
    real("ready_at", "s", "when crew and equipment are ready to fire"),
    real("shoot_at", "s", "when the next round of a salvo may leave"),
    real("pace", "s", "between its rounds that wait for no look"),
    real("waits_since", "s", "since when it waits for its envelope"),
    real("hit_at", "s", "when a look hit last"),
    real("met_at", "s", "when a round came near last"),
    real("led_at", "s", "when the last cue held that may lead its rounds, -inf for none"),
    real("led_spread", "m", "how well that cue knew the target, over all axes"),
    real("look_share", "1", "its next look, over a full one"),
    real("dwells", "1", "full looks that its last look cost its sensor"),
    real("stretch", "1", "its look interval, over that of an idle sensor"),
    real("worth", "1", "threat value of its target, as the order says"),
    whole("state", "state", "IDLE, ACQUIRING, ENGAGING or ASSESSING"),
    whole("post", "unit", "who gave the order"),
    whole("order", "order", "its number"),
    whole("order_track", "track number", "the track that it names"),
    whole("twin", "order", "under which another channel engages the same target, NONE for none"),
    whole("weapon", "weapon", "what it fired last"),
    whole("engagement", "engagements", "number of the engagement"),
    whole("fired", "rounds", "fired since it looked for a kill"),
    whole("allowed", "rounds", "that it fires before it looks for a kill"),
    whole("shots", "rounds", "fired in the engagement"),
    whole("flying", "rounds", "in flight"),
    whole("history", "bits", "its last five looks, a bit for each hit"),
    whole("misses", "looks", "without a hit, since the last hit"),
    whole("hit", "flag", "whether the last look hit"),
    whole("met", "flag", "whether a round came near since it looked for a kill"),
    whole("cause", "event", "the row that the next one follows from"),
    whole("why", "reason", "why it does not fire"),
)
