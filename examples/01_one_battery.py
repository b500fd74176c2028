"""One battery against four cruise missiles.

A built-in exercise is fought once; then measures, a table of outcomes and a story tell what came of it.
"""

import shieldwall as sw

run = sw.run("one-battery", seed=1, replication=0)

print(run.title)
print(run.header["question"])
print()

# Measures are a dictionary of numbers; a time or a distance of what never happened is None.
measures = run.measures
print(f"{measures['killed']} of {measures['threats']} threats killed, {measures['leakers']} leaked")
print(f"damage {measures['damage']:g}, which is {measures['damage_share']:.0%} of what is defended")
print(f"rounds and bursts fired: {measures['rounds']} and {measures['bursts']}")
first, far = measures["first_detection_s"], measures["first_detection_km"]
print(f"first detection {first:.0f} s after the start, {far:.1f} km away")
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
