"""A scenario of your own.

Write it as text, read what is wrong with it, mend it, run it, keep the run and open it again.
"""

import tempfile
from pathlib import Path

import shieldwall as sw

TEXT = """
scenario: 1
title: Three cruise missiles against a depot
question: How many of three cruise missiles does one Pantsir stop?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 5 min
blue:
  command: {post: pantsir, doctrine: shoot-look-shoot, control: weapons-tight}
  units:
    pantsir: {is: pantsir-s1, at: 2 km east of depot, facing: east}
red:
  routes:
    east: [44.80 N 20.75 E, target depo]
  units:
    missiles: {is: tomahawk-class, count: 3, route: east, height: 100 m, speed: 245 m/s,
               spacing: 20 s, mission: {strike: depot}, spread: {time: 5 s, offset: 400 m}}
places:
  depot: {at: 44.80 N 20.30 E, value: 10, hardness: 3}
"""

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "missiles.yaml")
    path.write_text(TEXT, encoding="utf-8")

    # What does not fit raises InputError: the line, the path of the value, and what to write instead. Errors of
    # one reading come together: the first is raised, and `others` holds the rest.
    try:
        sw.load(path)
    except sw.InputError as error:
        for one in (error, *error.others):
            print(f"line {one.line}, {one.path}: {one.message}; {one.instead}")
    print()

    path.write_text(TEXT.replace("target depo]", "target depot]").replace("100 m,", "100 m agl,"), encoding="utf-8")
    run = sw.run(path, seed=4)
    print(f"{run.title}: {run.measures['killed']} killed, {run.measures['leakers']} leaked")

    # A run folder holds the scenario, the seed, every figure drawn, the log and a report; it answers the same.
    kept = run.save(Path(folder, "missiles"))
    again = sw.open(kept)
    print("opened again, the same outcomes:", again.outcomes().equals(run.outcomes()))
    print("files:", ", ".join(sorted(file.name for file in kept.iterdir() if file.suffix != ".html")))
    print()

    # The log itself, with names and sentences, as a Polars table.
    events = again.events()
    for line in events.filter(events["kind"].is_in(["launched", "killed"]))["sentence"].head(4):
        print(line)
