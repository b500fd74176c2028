"""`python -m shieldwall` is the command `shieldwall`."""

from shieldwall.cli import main

main()
