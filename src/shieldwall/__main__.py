"""`python -m shieldwall`, as the command does."""

from shieldwall.cli import main

main()
