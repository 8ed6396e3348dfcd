"""What FollowTheMoney 4 knows, as far as we write it: schemata, what they extend, and the types of properties. Pure.

The model's own library compiles a large one for names in all scripts: it is only asked in an optional test.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1

DATASET = "ctarchive"
ID = "id"  # the property by which an entity is there at all

_EXTENDS = {
    "Person": ("LegalEntity",),
    "LegalEntity": ("Thing",),
    "Organization": ("LegalEntity",),
    "PublicBody": ("Organization",),
    "Company": ("Organization",),
    "Project": ("Interval", "Thing"),
    "Address": ("Thing",),
    "Document": ("Thing",),
    "Article": ("Document",),
    "Event": ("Interval", "Thing"),
    "UnknownLink": ("Interval",),
    "Membership": ("Interval",),
    "Employment": ("Interval",),
}
# Schema → its own properties, those of what it extends not repeated, with their types.
_PROPERTIES = {
    "Thing": {
        "name": "name", "alias": "name", "previousName": "name", "country": "country", "summary": "text",
        "notes": "text", "description": "text", "sourceUrl": "url", "publisher": "string", "publisherUrl": "url",
        "wikidataId": "identifier", "keywords": "string", "addressEntity": "entity", "proof": "entity",
        "createdAt": "date", "retrievedAt": "date",
    },
    "Interval": {
        "startDate": "date", "endDate": "date", "date": "date", "description": "text", "recordId": "string",
        "sourceUrl": "url", "proof": "entity",
    },
    "LegalEntity": {"abbreviation": "name", "website": "url", "leiCode": "identifier"},
    "Address": {"full": "address", "latitude": "number", "longitude": "number"},
    "Document": {
        "title": "string", "author": "string", "fileName": "string", "mimeType": "mimetype", "language": "language",
        "publishedAt": "date",
    },
    "Event": {"location": "address", "organizer": "entity", "involved": "entity"},
    "UnknownLink": {"subject": "entity", "object": "entity", "role": "string", "status": "string"},
    "Membership": {"member": "entity", "organization": "entity", "role": "string", "status": "string"},
    "Employment": {"employee": "entity", "employer": "entity", "role": "string", "status": "string"},
}  # fmt: skip
# Types of which a language is told.
_WORDED = ("name", "text", "string", "address")

# ISO 639-1 → ISO 639-3, for the languages that documents on our subject are written in; others are told without one.
LANGUAGES = {
    "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "hy": "hye",
    "id": "ind", "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz", "ko": "kor", "ku": "kur", "ky": "kir", "lt": "lit",
    "lv": "lav", "nl": "nld", "no": "nor", "pl": "pol", "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk",
    "sl": "slv", "sr": "srp", "sv": "swe", "tg": "tgk", "tk": "tuk", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb",
    "zh": "zho",
}  # fmt: skip


def language(tag: str) -> str:
    """The code of a BCP 47 tag's language in ISO 639-3; empty for one that is not in the table."""
    return LANGUAGES.get(tag.partition("-")[0].lower(), "")


def is_a(schema: str, other: str) -> bool:
    return schema == other or any(is_a(above, other) for above in _EXTENDS.get(schema, ()))


def type_of(schema: str, prop: str) -> str:
    """The type of a schema's property; empty where it has no such property."""
    if prop == ID:
        return ID
    own = _PROPERTIES.get(schema, {}).get(prop, "")
    return own or next((kind for above in _EXTENDS.get(schema, ()) if (kind := type_of(above, prop))), "")


@dataclass(frozen=True)
class Statement:
    """That an entity has a value, on whose account (`origin`: an address of ours) and since when.

    `canonical` is what the entity was merged into: itself if into none. `original` is the value as we keep it, where
    FollowTheMoney has a simpler one.
    """

    entity: str
    canonical: str
    schema: str
    prop: str
    value: str
    origin: str
    first_seen: str
    lang: str = ""
    original: str = ""

    @property
    def type(self) -> str:
        return type_of(self.schema, self.prop)

    @property
    def language(self) -> str:
        return self.lang if self.type in _WORDED else ""

    @property
    def key(self) -> str:
        """The id of the statement, made as FollowTheMoney makes it."""
        said = f"{DATASET}.{self.entity}.{self.prop}.{self.value}"
        # SHA-1 is what the format asks for: it tells statements apart and protects nothing.
        return sha1((f"{said}@{self.language}" if self.language else said).encode(), usedforsecurity=False).hexdigest()
