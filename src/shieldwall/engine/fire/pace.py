"""The pace of a channel's looks."""

#: Shortly before a meeting a channel looks so much more often, each look the shorter: share of a full look.
QUICK_SHARE = 0.2
