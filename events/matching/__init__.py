"""Whether two entities are one: what suggests it, what would follow from a merge, and the pages to judge it on.

`words`, `scoring` and `keys` are pure. Knows how entities are named and used; the judgement itself is the verbs'
(`events.actions.match`), and what follows from it is `events.merging`'s and `events.projection`'s.
"""
