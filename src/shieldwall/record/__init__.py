"""The event log: table layouts, kinds and reasons with their sentences, writing and reading of run folders."""
