"""One battery against four cruise missiles.

A built-in exercise is fought once; then measures, a table of outcomes and a story tell what came of it.
"""

import shieldwall as sw

run = sw.run("one-battery", seed=1, replication=0)

print(run.title)
print(run.header["question"])
print()

# Measures are a dictionary of numbers; a time or a distance of what never happened is None.
told = run.measures
print(f"{told['killed']} of {told['threats']} threats killed, {told['leakers']} leaked")
print(f"damage {told['damage']:g}, which is {told['damage_share']:.0%} of what is defended")
print(f"rounds and bursts fired: {told['rounds']} and {told['bursts']}")
print(f"first detection {told['first_detection_s']:.0f} s after the start, {told['first_detection_km']:.1f} km away")
print()

# Outcomes are a Polars table, a row for each threat; write_csv and to_pandas lead on from there.
for row in run.outcomes().iter_rows(named=True):
    seen = "never" if row["detected_s"] is None else f"{row['detected_s']:.0f} s"
    print(
        f"{row['threat']:18} {row['fate']:8} at {row['t_s']:3.0f} s, detected {seen}; {row['stage']}: {row['reason']}"
    )
print()

# A story is the log of one threat in sentences.
leakers = run.outcomes().filter(fate="leaked")["threat"].to_list()
print(run.explain(leakers[0]) if leakers else "Nothing leaked.")
