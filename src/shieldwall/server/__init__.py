"""The web application: a page on this machine alone, which replays runs on a map and answers questions of them."""
