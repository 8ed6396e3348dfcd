"""The records that know nothing of the subject: people, review, revisions, redactions and the ledger."""

from editorial.models.access import ACCOUNT, AccessLog, AccountAct
from editorial.models.desk import Comment, ReviewClaim
from editorial.models.invitation import Invitation
from editorial.models.ledger import LedgerEntry, LedgerHead, LedgerNode, LedgerPayload
from editorial.models.notice import Notice
from editorial.models.record import Guarded, PublicId, Record, Reviewable
from editorial.models.report import Report, SenderKey, Sending
from editorial.models.revision import Redaction, Revision
from editorial.models.second import RecoveryCode
from editorial.models.user import TakenHandle, User

__all__ = [
    "ACCOUNT",
    "AccessLog",
    "AccountAct",
    "Comment",
    "Guarded",
    "Invitation",
    "LedgerEntry",
    "LedgerHead",
    "LedgerNode",
    "LedgerPayload",
    "Notice",
    "PublicId",
    "Record",
    "RecoveryCode",
    "Redaction",
    "Report",
    "ReviewClaim",
    "Reviewable",
    "Revision",
    "SenderKey",
    "Sending",
    "TakenHandle",
    "User",
]
