"""The pages of conflicts: where published claims contradict each other, and how that was or can be decided.

What a conflict is, and when a ranking has decided it, is said by `events.facts` alone.
"""
