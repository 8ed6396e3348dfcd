"""The suggester of mentions: names of persons, states, bodies, places, groups, laws and programmes.

Knows the vocabularies, the forms of names in English, Azerbaijani and Russian, and lists of names that everybody uses.
Must not know the database: a text goes in, with the names that the archive knows, and suggestions come out.

`find.find_mentions` is the way through: known names (`names`, one automaton) → the rules of one language (`english`,
`azerbaijani`, `russian`) → what the text names again (`again`). What a mention is, is told in docs/suggestions.md.
"""
