"""The records that know nothing of the subject: people, review, revisions, redactions and the ledger."""

from editorial.models.access import AccessLog
from editorial.models.ledger import LedgerEntry, LedgerHead, LedgerNode, LedgerPayload
from editorial.models.record import Guarded, PublicId, Record, Reviewable
from editorial.models.revision import Redaction, Revision
from editorial.models.user import User

__all__ = [
    "AccessLog",
    "Guarded",
    "LedgerEntry",
    "LedgerHead",
    "LedgerNode",
    "LedgerPayload",
    "PublicId",
    "Record",
    "Redaction",
    "Reviewable",
    "Revision",
    "User",
]
