"""How people come in: invitations, lost passwords, too many wrong ones.

It knows accounts and roles, and nothing of what they are used for.
"""
