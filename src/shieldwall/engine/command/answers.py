"""What answers to interrogation, and silence, say of who a track is."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, log

#: What a crew expects: the chance that a look hears a transponder that works, and that it hears what is none.
HEARD, FALSELY = 0.95, 0.01
#: Share of civil and of own aircraft whose transponder a crew expects to be broken, off or wrongly keyed. Assumptions.
SILENT_CIVIL, SILENT_FRIEND = 0.02, 0.05
#: Share of hostile aircraft that a crew expects to answer as civil ones do, and with the key of the day. Assumptions.
POSES_CIVIL, POSES_FRIEND = 0.05, 0.001


@kernel
def civil_evidence(track):
    """Log-likelihood ratio, neutral over hostile, of what a track answered in civil modes."""
    return log_ratio(track.civil_asked, track.civil_answers, SILENT_CIVIL, POSES_CIVIL)


@kernel
def military_evidence(track):
    """Log-likelihood ratio, friendly over hostile, of what a track answered in the military mode."""
    return log_ratio(track.military_asked, track.military_answers, SILENT_FRIEND, POSES_FRIEND)


@kernel
def log_ratio(asked, answered, silent, poses):
    """Log-likelihood ratio of so many answers: one who should answer and may be silent, over one who may pose.

    Looks are independent only given whether there is a transponder that works, so a hundred silent looks say no more
    than that there is none.
    """
    works, none = pattern(asked, answered, HEARD), pattern(asked, answered, FALSELY)
    return log(silent * none + (1.0 - silent) * works) - log((1.0 - poses) * none + poses * works)


@kernel
def pattern(asked, answered, chance):
    """Probability of one sequence of looks with so many answers, each by chance."""
    return exp(answered * log(chance) + (asked - answered) * log(1.0 - chance))
