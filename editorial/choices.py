"""The vocabularies of review. Stored values never change once released."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    RETRACTED = "retracted", _("retracted")
    DISCARDED = "discarded", _("discarded")


# What was published once stays readable for ever, as itself or as a tombstone.
PUBLIC_STATES = (State.PUBLISHED, State.SUPERSEDED, State.RETRACTED)
ENDED_STATES = (State.SUPERSEDED, State.RETRACTED)


class Role(TextChoices):
    """Roles are groups of the same name, made by a migration."""

    CONTRIBUTOR = "contributor", _("contributor")
    EDITOR = "editor", _("editor")
    MANAGING_EDITOR = "managing_editor", _("managing editor")
    ADMINISTRATOR = "administrator", _("administrator")


class Via(TextChoices):
    ADMIN = "admin", _("admin")
    API = "api", _("API")
    COMMAND = "command", _("command")


class Action(TextChoices):
    """What a ledger entry says was done."""

    CREATE = "create", _("created")
    EDIT = "edit", _("edited")
    SUBMIT = "submit", _("submitted")
    SEND_BACK = "send_back", _("sent back")
    PUBLISH = "publish", _("published")
    SUPERSEDE = "supersede", _("superseded")
    RETRACT = "retract", _("retracted")
    DISCARD = "discard", _("discarded")
    REVISE = "revise", _("revised")
    REDACT = "redact", _("redacted")


class Pace(TextChoices):
    """How often somebody is written to."""

    SOON = "soon", _("soon, at most every quarter of an hour")
    DAILY = "daily", _("once a day")


class NoticeKind(TextChoices):
    """What people are told by e-mail. Each can be switched off."""

    SENT_BACK = "sent_back", _("something of mine was sent back")
    REVIEW = "review", _("something waits for my review")
    PUBLISHED = "published", _("something of mine was published")
    COMMENT = "comment", _("a comment mentions me, or is on something of mine")
    QUOTE = "quote", _("a quotation of mine changed or is missing in a new capture")
    HELD = "held", _("a review that I have taken is about to run out, or somebody took it over")
    REPORT = "report", _("a reader reported something, or replied to a claim")


class ReportKind(TextChoices):
    """What a reader writes to the editors for."""

    ERROR = "error", _("an error")
    REPLY = "reply", _("a reply")
    RIGHTS = "rights", _("copyright or privacy")
    OTHER = "other", _("something else")


class ReportState(TextChoices):
    NEW = "new", _("new")
    TAKEN = "taken", _("being looked at")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined")
    REPLIED = "replied", _("became a reply")
    CORRECTED = "corrected", _("led to a correction")


OPEN_REPORTS = (ReportState.NEW, ReportState.TAKEN)
