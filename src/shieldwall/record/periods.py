"""Times that the engine keeps and that analysis reads into its rows, s."""

#: Longest search of a fire channel for a cued target.
ACQUIRE_TIME = 8.0
#: A gun's burst keeps its channel for so long.
GUN_CHANNEL_REST = 1.0
#: Shortly before a meeting a channel looks so much more often, each look the shorter: share of a full look.
QUICK_SHARE = 0.2
