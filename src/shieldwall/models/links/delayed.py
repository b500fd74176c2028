"""A link with a fixed delay on which each message is lost with a stated probability."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import LINK_LOSS, uniform
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import DELAYED
from shieldwall.record.reasons import LINK_DOWN


@kernel
def transit(links, link, what, t, seed, replication):
    """Seconds that a message which was sent at `t` takes on row `link`, or -1 when it is lost on the way.

    The draw is named by the link, the kind of message and the time, so that one message more changes no other's luck,
    and neither does a queue in which it waited.
    """
    row = links[link]
    if row.fails > 0.0 and uniform(seed, replication, LINK_LOSS, row.entity, what, int(100.0 * t)) < row.fails:
        return -1.0
    return row.delay


MODEL = Model(
    "links",
    "delayed",
    DELAYED,
    transit,
    parameters={
        "delay": Parameter("s", 0.0, 600.0, "time on the way; zero is the ideal, instant link"),
        "fails": Parameter("1", 0.0, 1.0, "probability that a message is lost; zero is the ideal, sure link"),
    },
    reasons=(LINK_DOWN,),
    purposes=(LINK_LOSS,),
    card="delayed",
)
