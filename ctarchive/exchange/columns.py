"""The columns of the tables that are read and written: one list for each type, for import, export and documentation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ctarchive.models import Upload
from events.models import Claim, Entity
from sources.models import Publisher


@dataclass(frozen=True)
class Column:
    """One column: its header, what stands in it, an example, and other headers that mean the same."""

    name: str
    told: str | Promise
    example: str = ""
    required: bool = False
    also: tuple[str, ...] = ()


_UID = Column("uid", _("the uid of a record of this archive; one that is known is not made again"))
_ID = Column("id", _("your own id; a record loaded under it before is not made again"), also=("external_id",))
_LANGUAGE = _("a language tag such as en or az")

PUBLISHERS = (
    _UID,
    _ID,
    Column("name", _("its name"), "Border Gazette", required=True, also=("publisher",)),
    Column("kind", _("what it is; “other” where empty"), "news_outlet", also=("type",)),
    Column("country", _("the two-letter code of ISO 3166-1"), "AZ"),
    Column("homepage", _("its address on the web"), "https://gazette.example", also=("url", "website")),
    Column("reliability", _("a letter from A to F; F where empty"), "C"),
    Column("languages", _("language tags, with semicolons between them"), "az; en", also=("language",)),
)

ENTITIES = (
    _UID,
    _ID,
    Column("name", _("its primary name"), "Lankaran", required=True, also=("label",)),
    Column("kind", _("what it is"), "place", required=True, also=("type",)),
    Column("language", _("the language of the primary name: a tag such as en"), "en"),
    Column("script", _("the script of the primary name: ISO 15924, such as Latn"), "Latn"),
    Column(
        "names",
        _("further names, each as text | kind | language | script, with semicolons between them"),
        "Lənkəran | alias | az | Latn; Ленкорань | alias | ru | Cyrl",
        also=("aliases", "other_names"),
    ),
    Column(
        "identifiers",
        _("what other registers call it, each as scheme:value, with semicolons between them"),
        "url:https://lankaran.example",
    ),
    Column("country", _("the two-letter code of ISO 3166-1"), "AZ"),
    Column("latitude", _("in degrees, north positive"), "38.7529", also=("lat",)),
    Column("longitude", _("in degrees, east positive"), "48.8475", also=("lon", "lng", "long")),
    Column("description", _("in a sentence of your own"), "A town on the coast."),
    Column("protected", _("yes where the public is to see the pseudonym instead"), "no"),
    Column("pseudonym", _("what the public sees of somebody protected")),
)

CLAIMS = (
    _UID,
    Column(
        "about", _("what it is about: the uid, id, title or name of an event or entity"), "Guards meet",
        required=True, also=("subject", "event", "entity"),
    ),
    Column("property", _("what it says of it: a property of the codebook"), "count", required=True),
    Column("value", _("the value: text, date (EDTF), number, or the uid, id or name of an entity"), "12"),
    Column("value_to", _("the high end of a range of numbers"), "", also=("value_high", "to")),
    Column("value_kind", _("“unknown” or “none” where it is known that nobody knows, or that there is none")),
    Column("role", _("the role of a participant")),
    Column("title", _("the title of a position")),
    Column("unit", _("what kind of number it is"), "persons"),
    Column("counted", _("what is counted, in words"), "officers"),
    Column("hedge", _("how exact the number is; “exactly” where empty"), "exactly"),
    Column("currency", _("the code of ISO 4217, for money")),
    Column("accused", _("who is said to have done it: uid, id or name of an entity")),
    Column("valid", _("when it held (EDTF)")),
    Column(
        "attributed_to", _("whose word it is: uid, id or name of an entity"), "", also=("attribution", "according_to")
    ),
    Column("credibility", _("a number from 1 to 6; 6 where empty"), "2", also=("grading", "grade")),
    Column("language", _LANGUAGE),
    Column(
        "source", _("the source quoted: uid, id, address, document symbol or title; not needed beside a capture"),
        "Guards meet on the river",
    ),
    Column("capture", _("the uid of the capture quoted, where the source has several")),
    Column("quote", _("the passage, letter for letter"), "Twelve officers took part", required=True, also=("exact",)),
    Column("prefix", _("what stands before it, where it stands in the text more than once")),
    Column("suffix", _("what stands after it")),
    Column("stance", _("supports, partly_supports, contradicts or mentions; “supports” where empty"), "supports"),
    Column("reading", _("how the value follows, where the quotation alone does not say it")),
    Column("translation", _("of the quotation, in English")),
)  # fmt: skip

TABLES: dict[str, tuple[Column, ...]] = {
    Upload.Kind.PUBLISHERS: PUBLISHERS,
    Upload.Kind.ENTITIES: ENTITIES,
    Upload.Kind.CLAIMS: CLAIMS,
}
MODELS = {Publisher: PUBLISHERS, Entity: ENTITIES, Claim: CLAIMS}
