"""The admin pages on which claims are moved and events split, with what would follow from it.

It knows the verbs and the rules of facts; it must not decide who may do what, which is the verbs' part.
"""
