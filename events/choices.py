"""The vocabularies of events and claims. Stored values never change once released; see `definitions`."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    MEETING = "meeting", _("meeting")
    SESSION = "session", _("session")
    VISIT = "visit", _("visit")
    ASSESSMENT_VISIT = "assessment_visit", _("assessment visit")
    NEGOTIATION = "negotiation", _("negotiation")
    STATEMENT = "statement", _("statement")
    JOINT_DECLARATION = "joint_declaration", _("joint declaration")
    TREATY_SIGNED = "treaty_signed", _("treaty signed")
    TREATY_RATIFIED = "treaty_ratified", _("treaty ratified")
    AGREEMENT_SIGNED = "agreement_signed", _("agreement signed")
    PROGRAMME_ADOPTED = "programme_adopted", _("programme adopted")
    RESOLUTION_ADOPTED = "resolution_adopted", _("resolution adopted")
    LAW_ADOPTED = "law_adopted", _("law adopted")
    MANDATE_RENEWED = "mandate_renewed", _("mandate renewed")
    AGREEMENT_ENDED = "agreement_ended", _("agreement ended")
    EXTRADITION = "extradition", _("extradition")
    LEGAL_ASSISTANCE = "legal_assistance", _("legal assistance")
    PROSECUTION = "prosecution", _("prosecution")
    CONVICTION = "conviction", _("conviction")
    PRISONER_TRANSFER = "prisoner_transfer", _("prisoner transfer")
    JOINT_INVESTIGATION = "joint_investigation", _("joint investigation")
    INFORMATION_SHARING = "information_sharing", _("information sharing")
    JOINT_OPERATION = "joint_operation", _("joint operation")
    SPECIAL_OPERATION = "special_operation", _("special operation")
    ARREST = "arrest", _("arrest")
    PLOT_DISRUPTED = "plot_disrupted", _("plot disrupted")
    TRAVEL_PREVENTED = "travel_prevented", _("travel prevented")
    NOTICE_ISSUED = "notice_issued", _("notice issued")
    LIAISON_DEPLOYED = "liaison_deployed", _("liaison deployed")
    DESIGNATION = "designation", _("designation")
    DELISTING = "delisting", _("delisting")
    ASSET_FREEZE = "asset_freeze", _("asset freeze")
    FIU_EXCHANGE = "fiu_exchange", _("exchange between financial intelligence units")
    MUTUAL_EVALUATION = "mutual_evaluation", _("mutual evaluation")
    TRAINING = "training", _("training")
    EXERCISE = "exercise", _("exercise")
    EQUIPMENT = "equipment", _("equipment")
    FUNDING = "funding", _("funding")
    TECHNICAL_ASSISTANCE = "technical_assistance", _("technical assistance")
    BORDER_MEASURE = "border_measure", _("border measure")
    MILITARY_OPERATION = "military_operation", _("military operation")
    COALITION_SUPPORT = "coalition_support", _("support of a coalition")
    REPATRIATION = "repatriation", _("repatriation")
    REHABILITATION = "rehabilitation", _("rehabilitation")
    ONLINE_REMOVAL = "online_removal", _("removal of online content")
    REPORT_PUBLISHED = "report_published", _("report published")
    ATTACK = "attack", _("attack")
    COOPERATION_REFUSED = "cooperation_refused", _("cooperation refused")
    BREACH_ALLEGED = "breach_alleged", _("breach alleged")
    COMPLAINT = "complaint", _("complaint")
    OTHER = "other", _("other")


# The kinds in groups, for menus.
EVENT_KIND_GROUPS = (
    (_("Diplomacy"), EventKind.values[0:7]),
    (_("Law"), EventKind.values[7:15]),
    (_("Justice"), EventKind.values[15:21]),
    (_("Police and intelligence"), EventKind.values[21:29]),
    (_("Finance"), EventKind.values[29:34]),
    (_("Capacity"), EventKind.values[34:39]),
    (_("Border, military, prevention"), EventKind.values[39:45]),
    (_("Publication"), EventKind.values[45:46]),
    (_("Harm"), EventKind.values[46:47]),
    (_("Strain"), EventKind.values[47:50]),
    (_("Other"), EventKind.values[50:]),
)


class ParticipantRole(TextChoices):
    PARTICIPANT = "participant", _("participant")
    HOST = "host", _("host")
    ORGANISER = "organiser", _("organiser")
    CHAIR = "chair", _("chair")
    SPEAKER = "speaker", _("speaker")
    SIGNATORY = "signatory", _("signatory")
    DEPOSITARY = "depositary", _("depositary")
    REQUESTING = "requesting", _("requesting party")
    REQUESTED = "requested", _("requested party")
    SENDING = "sending", _("sending party")
    RECEIVING = "receiving", _("receiving party")
    DONOR = "donor", _("donor")
    BENEFICIARY = "beneficiary", _("beneficiary")
    IMPLEMENTER = "implementer", _("implementer")
    MEDIATOR = "mediator", _("mediator")
    COORDINATOR = "coordinator", _("coordinator")
    OBSERVER = "observer", _("observer")
    ASSESSOR = "assessor", _("assessor")
    ASSESSED = "assessed", _("assessed party")
    AUTHOR = "author", _("author")
    TARGET = "target", _("target")
    SUSPECT = "suspect", _("suspect")
    VICTIM = "victim", _("victim")
    OBJECTOR = "objector", _("objector")
    OTHER = "other", _("other")


# To name somebody in these roles is somebody's word, never ours.
ATTRIBUTED_ROLES = (ParticipantRole.TARGET, ParticipantRole.SUSPECT)


class EntityKind(TextChoices):
    PERSON = "person", _("person")
    STATE = "state", _("state")
    PUBLIC_BODY = "public_body", _("public body")
    IGO = "igo", _("international organisation")
    REGIONAL_BODY = "regional_body", _("regional body")
    COALITION = "coalition", _("coalition")
    NGO = "ngo", _("non-governmental organisation")
    COMPANY = "company", _("company")
    MEDIA = "media", _("media")
    ACADEMIC = "academic", _("academic institution")
    RELIGIOUS_BODY = "religious_body", _("religious body")
    ARMED_GROUP = "armed_group", _("armed group")
    LEGAL_INSTRUMENT = "legal_instrument", _("legal instrument")
    PROGRAMME = "programme", _("programme")
    PLACE = "place", _("place")
    OTHER = "other", _("other")


class NameKind(TextChoices):
    PRIMARY = "primary", _("primary")
    ALIAS = "alias", _("alias")
    ACRONYM = "acronym", _("acronym")
    TRANSLITERATION = "transliteration", _("transliteration")
    FORMER = "former", _("former name")


class Scheme(TextChoices):
    WIKIDATA = "wikidata", "Wikidata"
    ISO3166 = "iso3166", "ISO 3166-1"
    UN_SYMBOL = "un_symbol", _("UN document symbol")
    VIAF = "viaf", "VIAF"
    ISNI = "isni", "ISNI"
    LEI = "lei", "LEI"
    URL = "url", _("address")
    OTHER = "other", _("other")


class EventStatus(TextChoices):
    ANNOUNCED = "announced", _("announced")
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    IN_FORCE = "in_force", _("in force")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")
    ALLEGED = "alleged", _("alleged")


class ValueKind(TextChoices):
    """What a claim says of its property: this value, that nobody knows it, or that there is none."""

    VALUE = "value", _("value")
    UNKNOWN = "unknown", _("unknown")
    NONE = "none", _("none")


class Hedge(TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    ALMOST = "almost", _("almost")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    AT_MOST = "at_most", _("at most")
    FEWER_THAN = "fewer_than", _("fewer than")


class Unit(TextChoices):
    PERSONS = "persons", _("persons")
    DOCUMENTS = "documents", _("documents")
    AGENDA_ITEMS = "agenda_items", _("agenda items")
    OPERATIONS = "operations", _("operations")
    CASES = "cases", _("cases")
    ITEMS = "items", _("items")
    KILOGRAMS = "kilograms", _("kilograms")
    MONEY = "money", _("money")
    DAYS = "days", _("days")
    OTHER = "other", _("other")


class Credibility(IntegerChoices):
    """How credible one piece of information is (Admiralty system, AJP-2.1). 6 is not “low”: it cannot be judged."""

    CONFIRMED = 1, _("confirmed")
    PROBABLY_TRUE = 2, _("probably true")
    POSSIBLY_TRUE = 3, _("possibly true")
    DOUBTFUL = 4, _("doubtful")
    IMPROBABLE = 5, _("improbable")
    CANNOT_BE_JUDGED = 6, _("truth cannot be judged")


class Stance(TextChoices):
    SUPPORTS = "supports", _("supports")
    PARTLY_SUPPORTS = "partly_supports", _("partly supports")
    CONTRADICTS = "contradicts", _("contradicts")
    MENTIONS = "mentions", _("mentions")


class Rank(TextChoices):
    PREFERRED = "preferred", _("preferred")
    NORMAL = "normal", _("normal")
    DEPRECATED = "deprecated", _("deprecated")


class RankReason(TextChoices):
    """Why a claim is deprecated."""

    SUPERSEDED = "superseded", _("superseded")
    MISREAD = "misread", _("misread")
    SOURCE_RETRACTED = "source_retracted", _("source retracted")
    DUPLICATE = "duplicate", _("duplicate")
    WRONG_ENTITY = "wrong_entity", _("wrong entity")
    OUTDATED = "outdated", _("outdated")


class ReplyCapacity(TextChoices):
    """As what somebody replies to a claim."""

    CONCERNED = "concerned", _("somebody it is about")
    SPEAKS_FOR = "speaks_for", _("speaks for somebody it is about")
    QUOTED = "quoted", _("somebody whose word or publication is quoted")
    OTHER = "other", _("somebody else who knows of it")


class Judgement(TextChoices):
    SAME = "same", _("same")
    DIFFERENT = "different", _("different")
    UNSURE = "unsure", _("unsure")


class AnchorResult(TextChoices):
    EXACT = "exact", _("exact")
    MOVED = "moved", _("moved")
    AMBIGUOUS = "ambiguous", _("ambiguous")
    CHANGED = "changed", _("changed")
    MISSING = "missing", _("missing")


class SuggestionKind(TextChoices):
    MENTION = "mention", _("mention")
    DATE = "date", _("date")
    NUMBER = "number", _("number")
    ATTRIBUTION = "attribution", _("attribution")
    EVENT = "event", _("event")
    SAME_EVENT = "same_event", _("same event")
    CLAIM = "claim", _("claim")


class Fate(TextChoices):
    PENDING = "pending", _("pending")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
