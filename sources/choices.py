"""The vocabularies of sources. Stored values never change once released; their definitions are in `definitions.py`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    NEWS_REPORT = "news_report", _("news report")
    WIRE_REPORT = "wire_report", _("wire report")
    PRESS_RELEASE = "press_release", _("press release")
    OFFICIAL_PAGE = "official_page", _("official page")
    IGO_REPORT = "igo_report", _("report of an international organisation")
    GOVERNMENT_REPORT = "government_report", _("government report")
    RESOLUTION = "resolution", _("resolution")
    TREATY_TEXT = "treaty_text", _("treaty text")
    LEGISLATION = "legislation", _("legislation")
    COURT_RECORD = "court_record", _("court record")
    PARLIAMENTARY_RECORD = "parliamentary_record", _("parliamentary record")
    SPEECH = "speech", _("speech")
    INTERVIEW = "interview", _("interview")
    BROADCAST = "broadcast", _("broadcast")
    SOCIAL_POST = "social_post", _("social media post")
    NGO_REPORT = "ngo_report", _("report of a non-governmental organisation")
    ACADEMIC = "academic", _("academic work")
    THINK_TANK = "think_tank", _("think tank paper")
    DATASET = "dataset", _("data set")
    ARCHIVE_RECORD = "archive_record", _("archive record")
    OTHER = "other", _("other")


class PublisherKind(TextChoices):
    GOVERNMENT = "government", _("government")
    IGO = "igo", _("international organisation")
    NEWS_AGENCY = "news_agency", _("news agency")
    NEWS_OUTLET = "news_outlet", _("news outlet")
    BROADCASTER = "broadcaster", _("broadcaster")
    NGO = "ngo", _("non-governmental organisation")
    ACADEMIC = "academic", _("academic institution")
    THINK_TANK = "think_tank", _("think tank")
    AGGREGATOR = "aggregator", _("aggregator")
    INDIVIDUAL = "individual", _("individual")
    OTHER = "other", _("other")


class Reliability(TextChoices):
    """How far a source can be relied on (Admiralty system, AJP-2.1). F is not “low”: it cannot be judged."""

    A = "A", _("completely reliable")
    B = "B", _("usually reliable")
    C = "C", _("fairly reliable")
    D = "D", _("not usually reliable")
    E = "E", _("unreliable")
    F = "F", _("reliability cannot be judged")


class Access(TextChoices):
    FULL = "full", _("full text")
    EXCERPTS = "excerpts", _("quoted passages only")
    METADATA = "metadata", _("no text")


class Fidelity(TextChoices):
    ORIGINAL = "original", _("original")
    EXCERPT = "excerpt", _("excerpt")
    TRANSLATION = "translation", _("translation")
    DIGEST = "digest", _("digest")


class Method(TextChoices):
    FETCH = "fetch", _("fetched from the web")
    UPLOAD = "upload", _("uploaded file")
    PASTE = "paste", _("pasted text")
    WARC = "warc", _("web archive file")
    FEED = "feed", _("feed")


class LinkKind(TextChoices):
    """From one source to another: “A republishes B”."""

    REPUBLISHES = "republishes", _("republishes")
    TRANSLATES = "translates", _("translates")
    CITES = "cites", _("cites")
    UPDATES = "updates", _("updates")
    ARCHIVES = "archives", _("archives")
    IDENTICAL_TO = "identical_to", _("is the same document as")


# Sources joined by these say the same thing once: they share one origin.
SAME_ORIGIN = (LinkKind.REPUBLISHES, LinkKind.TRANSLATES, LinkKind.IDENTICAL_TO)


class Errand(TextChoices):
    """What became of an address that was to be captured."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("being fetched")
    CAPTURED = "captured", _("captured")
    ALREADY_THERE = "already_there", _("already there")
    REFUSED = "refused", _("refused")


class Suspicion(TextChoices):
    """What editors made of a suspected copy."""

    PENDING = "pending", _("waiting")
    CONFIRMED = "confirmed", _("confirmed")
    DISMISSED = "dismissed", _("not a copy")
