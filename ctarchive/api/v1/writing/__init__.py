"""Writing by API: the verbs of the admin, for programs that carry a token. All under /api/v1/work/.

Knows tokens and the verbs. Must not know the public endpoints: nothing that is told here is told to everybody, and what
they tell never comes from here.
"""
