"""What a command doctrine answers: bits of what a unit does now; and what it is asked."""

from typing import Final

#: It chooses its targets itself, unasked; its radars are on. Without the first it waits for orders, and defends itself.
CHOOSES: Final = 1
RADIATES: Final = 2
#: The depth where no target can be shot at.
NO_TARGET: Final = -1.0
