"""What each word of review means, one sentence a term: help text for editors, the public codebook for readers."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editorial.choices import Action, Role, State, Via

Definitions = Mapping[str, str | Promise]

STATES: Definitions = {
    State.DRAFT: _("Its author is still working on it, and nobody but editors sees it."),
    State.IN_REVIEW: _("It was handed in, is not changed meanwhile, and waits for somebody other than its author."),
    State.PUBLISHED: _("Somebody other than its author checked it, and the public can read it."),
    State.SUPERSEDED: _(
        "It was public until a corrected claim took its place, and stays readable with a link to that one."
    ),
    State.RETRACTED: _("It was public until it was withdrawn, and what remains says so, when, and why."),
    State.DISCARDED: _("It was put away before it became public, and is kept for the record alone."),
}

ROLES: Definitions = {
    Role.CONTRIBUTOR: _("Writes drafts and hands in their own."),
    Role.EDITOR: _("Does what a contributor does, and reviews and publishes what others wrote."),
    Role.MANAGING_EDITOR: _(
        "Does what an editor does, and decides on retractions, redactions, merges, rankings and lineage that "
        "others proposed."
    ),
    Role.ADMINISTRATOR: _("Manages users and their roles, and decides on no record."),
}

ACTIONS: Definitions = {
    Action.CREATE: _("The record was written for the first time, as a draft."),
    Action.EDIT: _("A draft's fields were changed in place, before anybody reviewed it."),
    Action.SUBMIT: _("The record was handed in for review."),
    Action.SEND_BACK: _("A reviewer returned the record to its author, with a reason."),
    Action.PUBLISH: _("A reviewer made the record public."),
    Action.SUPERSEDE: _("The record ended because a correction of it was published."),
    Action.RETRACT: _("The record was withdrawn from what the archive holds to be so, with a reason."),
    Action.DISCARD: _("A draft was put away without having been public."),
    Action.REVISE: _("A reviewed proposal gave an editorial field of a public record, such as a title, a new value."),
    Action.REDACT: _("A text was erased from the record and from the ledger, whose digests and proofs still hold."),
}

VIA: Definitions = {
    Via.ADMIN: _("It was done by hand, in the editors' pages."),
    Via.API: _("It was done by a program, over the web interface for programs."),
    Via.COMMAND: _("It was done on the server itself, for example by loading a dossier."),
}
