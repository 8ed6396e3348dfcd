"""How a record, or a source itself, is cited: values in, text out. Nothing in the formats queries.

`work` says what a citation names, `records` takes it from a record, and each format is one small module. All start from
records that were read for the public: pseudonyms already stand in the place of protected names.
"""
