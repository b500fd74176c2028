"""Questions asked of a recording: events in words, fates and reasons, measures, the story of a threat."""
