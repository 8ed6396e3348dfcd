"""How the events package hears that sources stand differently. Sent inside the verb's transaction.

`restated` carries `uids`: sources whose origin, root or reliability is not what it was.
"""

from django.dispatch import Signal

restated = Signal()
