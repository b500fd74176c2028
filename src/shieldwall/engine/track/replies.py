"""What interrogations say of a track: how often it was asked in each mode, and how often it answered."""

from shieldwall.kernels.compiled import kernel
from shieldwall.state.identity import ANSWERED, CIVIL, MILITARY

#: Interrogations that are kept in mind: older ones fade, since a track may have come to follow another aircraft.
KEPT = 12


@kernel
def note_replies(model, belief, tracks, first):
    """Count at the tracks of the plots from number `first` on what each was asked and answered."""
    if model.exercise[0].neutrals == 0 and model.exercise[0].friends == 0:
        return
    for i in range(tracks.shape[0]):
        reply = belief.plots[(first + i) % belief.plots.shape[0]].reply
        if tracks[i] < 0 or reply == 0:
            continue
        track = belief.tracks[tracks[i]]
        if reply & CIVIL:
            track.civil_asked += 1
            track.civil_answers += (reply >> ANSWERED) & CIVIL
            if track.civil_asked > KEPT:
                track.civil_asked //= 2
                track.civil_answers //= 2
        if reply & MILITARY:
            track.military_asked += 1
            track.military_answers += ((reply >> ANSWERED) & MILITARY) // MILITARY
            if track.military_asked > KEPT:
                track.military_asked //= 2
                track.military_answers //= 2


@kernel(inline=True)
def forget_replies(track):
    """Begin a track of which nothing is known."""
    track.civil_asked = track.civil_answers = 0
    track.military_asked = track.military_answers = 0


@kernel(inline=True)
def take_replies(track, reported):
    """Let a track know what a report of it, or another track of the same target, says that it was asked and answered.

    Of two that tell of the same target the one that asked more often counts: their interrogations may be the same.
    """
    if reported.civil_asked > track.civil_asked:
        track.civil_asked, track.civil_answers = reported.civil_asked, reported.civil_answers
    if reported.military_asked > track.military_asked:
        track.military_asked, track.military_answers = reported.military_asked, reported.military_answers


@kernel(inline=True)
def report_replies(reported, track):
    """Write into a report what a track was asked and answered."""
    reported.civil_asked, reported.civil_answers = track.civil_asked, track.civil_answers
    reported.military_asked, reported.military_answers = track.military_asked, track.military_answers
