"""The tables that the engine works on, one layout a file; lengths in metres, times in seconds, angles in radians."""
