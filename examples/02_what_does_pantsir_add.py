"""What does a Pantsir add?

The same raid meets a Neva battalion alone and with a Pantsir beside it: in pairs, with the spread of the answer.

One run is one sample. Runs of the same seed and replication share their random streams: the same missiles come at the
same times, and the same unknown figures are drawn. So the difference is taken pair by pair, and most of the chance that
both have in common falls out of it.
"""

import math
import statistics
import tempfile
from pathlib import Path
from typing import Any

from scipy.stats import t as student

import shieldwall as sw

REPLICATIONS = 12
PANTSIR = "pantsir: {is: pantsir-s1, at: 2 km west of depot, facing: west}"
LINK = "links: [{name: wire, joins: [neva, pantsir], delay: 1 s}]"
SCENARIO = """
scenario: 1
title: Four cruise missiles and four strike fighters against a depot
question: What does a Pantsir add to a Neva battalion?
terrain: serbia
start: 2026-05-01T06:00Z
lasts: 8 min
blue:
  command: {post: neva, doctrine: shoot-look-shoot, control: weapons-tight}
  #LINK
  units:
    neva: {is: s-125m1t-neva, at: 6 km west of depot, facing: west}
    #PANTSIR
red:
  routes:
    west: [44.76 N 19.60 E, target depot]
  units:
    cm:
      is: tomahawk-class
      count: 4
      route: west
      height: at least 60 m agl
      speed: 245 m/s
      enters: 20 s
      spacing: 8 s
      mission: {strike: depot}
      spread: {time: 10 s, offset: 500 m, height: 10 m}
    strike:
      is: strike-fighter
      count: 4
      route: west
      height: 5 km amsl
      speed: 250 m/s
      spacing: 10 s
      mission: {release: guided-bomb, on: depot, at: 9 km}
      spread: {time: 10 s, offset: 1 km, height: 200 m}
places:
  depot: {at: 44.80 N 20.30 E, value: 10, hardness: 6}
"""


def leakers(scenario: Any, replication: int) -> int:
    """Run once, with catalogue figures drawn from their ranges, and count the leakers."""
    return sw.run(scenario, seed=7, replication=replication, draw="sampled", film=False).measures["leakers"]


def interval(values: list[int]) -> str:
    """Return the mean of values with its 95 % interval of Student's t."""
    half = student.ppf(0.975, len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    return f"{statistics.mean(values):+.2f} +- {half:.2f}"


with tempfile.TemporaryDirectory() as folder:
    alone, both = Path(folder, "alone.yaml"), Path(folder, "both.yaml")
    alone.write_text(SCENARIO, encoding="utf-8")
    both.write_text(SCENARIO.replace("#LINK", LINK).replace("#PANTSIR", PANTSIR), encoding="utf-8")
    before, after = sw.load(alone), sw.load(both)

pairs = [(leakers(before, number), leakers(after, number)) for number in range(REPLICATIONS)]
gain = [second - first for first, second in pairs]

print("replication  neva alone  with pantsir  difference")
for number, ((first, second), change) in enumerate(zip(pairs, gain, strict=True)):
    print(f"{number:11}  {first:10}  {second:12}  {change:+10}")
print()
print(
    f"fewer leakers in {sum(change < 0 for change in gain)} of {REPLICATIONS} pairs, "
    f"as many in {gain.count(0)}, more in {sum(change > 0 for change in gain)}"
)
print(f"mean difference, leakers of 8: {interval(gain)} (95 % interval from {REPLICATIONS} pairs)")
