"""`make drill`: what the money side promises, under races, shuffles and kills.

Each drill works on a shop of its own and returns its figures: what was asked, what was acknowledged, what is found in
the database afterwards. A race has its control: the same race with the guard off, which shows that the race is real.
`tests/drills_small` runs every drill at a small scale.
"""
