"""In which part somebody stood in an event."""

from django.utils.translation import gettext_lazy as _

from editorial.definitions import Definitions
from events.choices import ParticipantRole as R

PARTICIPANT_ROLES: Definitions = {
    R.PARTICIPANT: _("Took part, and the source tells no more of how."),
    R.HOST: _("Received the others in its country or house, whoever called them together."),
    R.ORGANISER: _("Called the event together or ran it, or is the standing body that sat."),
    R.CHAIR: _("Presided over the proceedings."),
    R.SPEAKER: _("Is reported to have spoken at the event."),
    R.SIGNATORY: _("Put its name to the text, or is the party in whose name an official did."),
    R.DEPOSITARY: _("Keeps the original of the treaty and receives the declarations of its parties."),
    R.REQUESTING: _("Asked for the extradition, assistance, information or transfer."),
    R.REQUESTED: _("Was asked for the extradition, assistance, information or transfer, whether or not it complied."),
    R.SENDING: _("Sent the delegation, person, information or goods, without having been asked as far as is told."),
    R.RECEIVING: _("Is where the delegation, person, information or goods arrived."),
    R.DONOR: _("Gave the money, goods, training or experts."),
    R.BENEFICIARY: _("Is for whose use the money, goods, training or experts were."),
    R.IMPLEMENTER: _("Carried out the measure or operation, on its own or somebody else's behalf."),
    R.MEDIATOR: _("Helped the parties towards agreement without being one of them."),
    R.COORDINATOR: _("Kept the work of several parties together without leading them."),
    R.OBSERVER: _("Was present by agreement, without a vote or a part in the decision."),
    R.ASSESSOR: _("Examined how another meets its obligations."),
    R.ASSESSED: _("Is whose record on its obligations was examined."),
    R.AUTHOR: _("Wrote or issued the report, statement or complaint."),
    R.TARGET: _("Is against whom or what the act was directed, on the word of somebody who is named."),
    R.SUSPECT: _("Is said to have committed or prepared an offence, on the word of somebody who is named."),
    R.VICTIM: _("Was killed, hurt, taken or robbed of property by the act."),
    R.OBJECTOR: _("Refused, voted against or formally protested against what others wanted."),
    R.OTHER: _("Had a part that none of the roles above describes."),
}
