"""Messages between units: each takes its link's delay, and some never arrive."""

from math import inf

from shieldwall.kernels.compiled import kernel
from shieldwall.models.links.delayed import transit
from shieldwall.record.emit import emit
from shieldwall.record.kinds import UNSENT
from shieldwall.record.reasons import LINK_DOWN
from shieldwall.record.tables import NONE

MAIL_CLOCK = 1


@kernel
def send(model, belief, book, t, what, route, content):
    """Post a message and return its row, -1 when there is no link or it is lost.

    `route` is (sender, receiver), rows of units; `content` is (first, count, order, track, why). A unit's message to
    itself arrives at once.
    """
    sender, receiver = route
    run = belief.run[0]
    delay = 0.0
    if sender != receiver:
        link = model.routes[sender, receiver]
        if link < 0:
            return NONE
        delay = transit(belief.links, model.outages, link, what, t, run.seed, run.replication)
        if delay < 0.0:
            who, whom = belief.nodes[sender].name, belief.nodes[receiver].name
            emit(book, t, (UNSENT, LINK_DOWN, NONE, who, whom), (0.0, 0.0, 0.0), (what, 0.0))
            return NONE
    row = slot(belief)
    if row < 0:
        return NONE
    letter = belief.mail[row]
    letter.t = t + delay
    letter.serial = run.letters
    run.letters += 1
    letter.what = what
    letter.sender = sender
    letter.receiver = receiver
    letter.first, letter.count, letter.order, letter.track, letter.why = content
    belief.clocks[MAIL_CLOCK] = min(belief.clocks[MAIL_CLOCK], letter.t)
    return row


@kernel
def slot(belief):
    """Row of a free letter, -1 when the table is full."""
    run = belief.run[0]
    mail = belief.mail
    for row in range(mail.shape[0]):
        if mail[row].t == inf:
            run.high_mail = max(run.high_mail, row + 1)
            return row
    run.overflow = 1
    return NONE


@kernel
def first_due(belief):
    """Row of the letter that arrives first, the earlier sent of two at the same time; -1 when there is none."""
    best = NONE
    mail = belief.mail
    for row in range(belief.run[0].high_mail):
        if mail[row].t == inf:
            continue
        if (
            best < 0
            or mail[row].t < mail[best].t
            or (mail[row].t == mail[best].t and mail[row].serial < mail[best].serial)
        ):
            best = row
    return best


@kernel
def file(belief, row):
    """Clear a delivered letter and set the clock to the next."""
    run = belief.run[0]
    belief.mail[row].t = inf
    while run.high_mail > 0 and belief.mail[run.high_mail - 1].t == inf:
        run.high_mail -= 1
    following = first_due(belief)
    belief.clocks[MAIL_CLOCK] = belief.mail[following].t if following >= 0 else inf
