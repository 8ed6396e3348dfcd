"""Feeds: what was published, corrected and retracted, as Atom and RSS, for the archive, one record, or any list.

`entries` says what an entry is and writes them (values in, text out); `changes` and `lists` read what there is to tell,
from the public querysets that the pages start from; `views` answers.
"""
