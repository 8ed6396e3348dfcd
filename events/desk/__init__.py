"""The pages of the review desk: the queue, a page for each bundle, and comments.

Knows how events and entities are shown to those who decide on them. What a decision does is `editorial.deciding`'s.
"""
