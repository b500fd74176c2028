"""A command doctrine in plain Python, and how it does beside the built-in one: run this file to see.

Every ten seconds it is shown the picture of the post and gives orders. Its rule: what comes soonest to what it
threatens is engaged first, by the unit that has most left to fire of those whose shot is nearly as good as the best.

On the command line: shieldwall run slavic-shield-2019 --doctrine examples/my_doctrine.py
"""

EVERY = "10 s"
NEARLY = 0.8  # of the value of the best shot


def decide(picture, orders):
    """Read a picture, give orders."""
    free = {unit: unit.free for unit in picture.units}
    for track in sorted(picture.hostile, key=lambda track: time_left(track, picture.places)):
        shots = [shot for shot in picture.shots if shot.track == track and free[shot.unit] > 0]
        if track.engaged_by or not shots:
            continue
        good = [shot for shot in shots if shot.value >= NEARLY * shots[0].value]
        unit = max(good, key=lambda shot: shot.unit.left).unit
        orders.engage(track, unit)
        free[unit] -= 1


def time_left(track, places):
    """Return the seconds until a track could be at the nearest place that is defended."""
    return min((track.distance_to(place) for place in places), default=0.0) / max(track.speed, 1.0)


if __name__ == "__main__":
    import shieldwall as sw
    from shieldwall.study.paired import Option, paired

    scenario = sw.load("slavic-shield-2019")
    mine = sw.doctrine(__file__)
    options = [Option("built-in", scenario), Option("mine", scenario, doctrine=mine)]
    pairs = paired(options, replications=range(30), seeds=(1,))
    for measure, shown in (("leakers", "leakers of 64"), ("damage_share", "share of the value destroyed")):
        mean = {option: pairs.of(option, measure).mean() for option in pairs.options}
        change = pairs.difference("mine", "built-in", measure)
        print(f"{shown}: built-in {mean['built-in']:.2f}, mine {mean['mine']:.2f}, ", end="")
        print(f"difference {change.mean:+.2f} +- {change.half:.2f} (95 % interval from 30 pairs)")

    fought = sw.run(scenario, doctrine=mine)
    epochs, given = fought.decided()
    again = sw.replay(fought)
    same = again.recording.log.tobytes() == fought.recording.log.tobytes()
    print(f"{given} orders at {epochs} epochs; fought again from the record: {'the same' if same else 'another'} log")
