"""The workbench: one page on which a captured text is read, marked, and turned into claims with their quotations.

Knows claims, evidence, entities and events, and answers an editor's browser. Writes by verbs alone. `guess` and
`segments` are pure.
"""
