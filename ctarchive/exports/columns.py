"""The columns of each record type's public form: names, kinds, what they mean, and which records they refer to.

One table, read by the forms themselves, the CSV tables, the database file and the table schemas.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, INTEGER, DECIMAL, FLAG, MOMENT, EDTF, LIST, OBJECT = (
    "text", "integer", "decimal", "flag", "moment", "edtf", "list", "object",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A member of a public form. `to`: the types that its uid may refer to. `derived`: not the record's own to say."""

    name: str
    kind: str = TEXT
    help: str = ""
    to: tuple[str, ...] = ()
    derived: bool = False


def _ref(name: str, to: str, help_: str = "", *, derived: bool = False) -> Column:
    return Column(name, TEXT, help_, (to,), derived)


UID = Column("uid", help="Ten characters, the same for ever, unique over all types of records.")
TYPE = Column("type", help="The type of the record.")
STATE = Column("state", help="published, superseded or retracted.")
# What a retracted record has besides its uid, type and state: the members of its tombstone.
RETRACTED_AT = Column("retracted_at", MOMENT, "When it was retracted; then all else but uid and state is empty.")
REASON_OF_END = "Why it was retracted."
_BEGIN = (
    TYPE,
    UID,
    STATE,
    Column("version", INTEGER, "Counts every change of the record itself."),
    Column("published_at", MOMENT, "When the archive first published it."),
)
_ENDED = Column("ended_at", MOMENT, "When it was superseded.")

_NAMES = "Each with text, kind (see name_kinds), language and script. Of somebody protected, the pseudonym alone."
_ABOUT = (
    Column("record_type", help="The type of the record that it speaks of."),
    Column("record_uid", help="The record that it speaks of."),
    Column("field", help="The field of that record."),
)
_MATCH_WORDS = (
    Column("judgement", help="See judgements in the codebook."),
    Column("score", DECIMAL, "How alike they are, from 0 to 1, where it was computed."),
    Column("reason", help="How the editors know; or why it was retracted."),
)


def _reviewed(*own: Column) -> tuple[Column, ...]:
    """What all records have in common, and these."""
    return (*_BEGIN, _ENDED, *own)


COLUMNS: dict[str, tuple[Column, ...]] = {
    "publisher": (
        *_BEGIN,
        Column("name"),
        Column("kind", help="See publisher_kinds in the codebook."),
        Column("country", help="ISO 3166-1, two letters."),
        Column("homepage"),
        Column("reliability", help="Admiralty grade, A to F. F: it cannot be judged."),
        Column("languages", LIST, "BCP 47 language tags."),
    ),
    "source": _reviewed(
        Column("title"),
        Column("title_basis", help="Where the title comes from, if it is not the headline."),
        Column("kind", help="See source_kinds in the codebook."),
        _ref("publisher", "publisher"),
        Column("authors", LIST),
        Column("language", help="BCP 47 language tag."),
        Column("published", EDTF, "When its publisher published it."),
        Column("published_basis", help="How the editors know when it was published."),
        Column("url"),
        Column("canonical_url"),
        Column("symbol", help="Document symbol."),
        Column("rights"),
        Column("access", help="How much of its text is public: full, excerpts or metadata."),
        Column("reliability", help="Admiralty grade of its own; empty: as its publisher's."),
        _ref("root", "source", "What it was merged into; itself if into none.", derived=True),
    ),
    "capture": (
        *_BEGIN,
        _ref("source", "source"),
        Column("method", help="See methods in the codebook."),
        Column("requested_url"),
        Column("final_url"),
        Column("captured_at", MOMENT),
        Column("media_type"),
        Column("size", INTEGER, "Of the original bytes."),
        Column("sha256", help="SHA-256 of the original bytes, in hex."),
        Column("text_sha256", help="SHA-256 of the whole preserved text, as UTF-8, in hex."),
        Column("characters", INTEGER, "Length of the whole text in Unicode code points."),
        Column("fidelity", help="See fidelity in the codebook."),
        Column("language", help="BCP 47 language tag."),
        Column("reader", help="What read the text from the bytes."),
        Column("reader_version"),
        Column("text", help="The whole text, where its source's access is full."),
        Column(
            "windows", LIST,
            "What may be read of the text, where the access is excerpts: start, end (code points of the whole text) "
            "and the text between, around the passages that are quoted.",
        ),
        Column("masked", FLAG, "Whether names of protected people were replaced: then text and hash do not agree."),
    ),
    "sourcelink": _reviewed(
        _ref("source", "source"),
        Column("kind", help="source … target: see link_kinds in the codebook."),
        _ref("target", "source"),
        Column("reason", help="How the editors know; or why it was retracted."),
    ),
    "entity": _reviewed(
        Column("kind", help="See entity_kinds in the codebook."),
        Column("name", help="Of somebody protected, the pseudonym."),
        Column("names", LIST, _NAMES),
        Column("identifiers", LIST, "Each with scheme and value. Of somebody protected, none."),
        Column("description"),
        Column("country", help="ISO 3166-1, two letters."),
        Column("coordinates", OBJECT, "latitude and longitude in decimal degrees, WGS 84."),
        Column("protected", FLAG, "Whether a pseudonym stands in place of the name."),
        _ref("root", "entity", "What it was merged into; itself if into none.", derived=True),
    ),
    "entitymatch": _reviewed(_ref("left", "entity"), _ref("right", "entity"), *_MATCH_WORDS),
    "event": _reviewed(
        Column("kind", help="See event_kinds in the codebook."),
        Column("title"),
        Column("summary"),
        _ref("part_of", "event"),
        _ref("root", "event", "What it was merged into; itself if into none.", derived=True),
    ),
    "eventmatch": _reviewed(_ref("left", "event"), _ref("right", "event"), *_MATCH_WORDS),
    "claim": _reviewed(
        _ref("event", "event", "The event that it is about, if it is about one."),
        _ref("entity", "entity", "The entity that it is about, if it is about one."),
        Column("property", help="See properties in the codebook; by it one of the value columns is filled."),
        Column("value_kind", help="value, unknown (nobody knows) or none (there is none)."),
        Column("value_text", help="A text, or a key of the property's vocabulary."),
        Column("value_edtf", EDTF),
        Column("value_low", DECIMAL, "A number, or the low end of a range."),
        Column("value_high", DECIMAL, "The same as the low end for a single number."),
        _ref("value_entity", "entity"),
        Column("hedge", help="See hedges in the codebook."),
        Column("unit", help="See units in the codebook."),
        Column("currency", help="ISO 4217."),
        Column("counted", help="What is counted, in words."),
        Column("role", help="Of a participant: see roles in the codebook."),
        Column("title", help="Of a position."),
        _ref("accused", "entity"),
        Column("valid", EDTF, "When it held."),
        _ref("attributed_to", "entity", "Whose word it is."),
        Column("language", help="BCP 47 language tag."),
        Column("credibility", INTEGER, "Admiralty grade, 1 to 6. 6: it cannot be judged."),
        _ref("supersedes", "claim"),
        Column("reason", help="Why it took the place of the claim that it supersedes; or why it was retracted."),
    ),
    "evidence": _reviewed(
        _ref("claim", "claim"),
        _ref("capture", "capture"),
        Column("stance", help="See stances in the codebook."),
        Column("exact", help="The quotation, letter for letter unless masked."),
        Column("prefix", help="What stands before it, where the public may read it."),
        Column("suffix", help="What stands after it, where the public may read it."),
        Column("start", INTEGER, "Code points from the start of the capture's text."),
        Column("end", INTEGER, "The first code point after it."),
        Column("locator", OBJECT, "Paragraph and line, counted from 1; page or time where it has them."),
        Column("reading", help="How the value follows, where the quotation alone does not say."),
        Column("translation"),
        Column("language", help="Of the translation: a BCP 47 language tag."),
        Column("masked", FLAG, "Whether the name of somebody protected was replaced in the quotation."),
    ),
    "ranking": _reviewed(
        _ref("claim", "claim"),
        Column("rank", help="preferred, normal or deprecated."),
        Column("reason_kind", help="See rank_reasons in the codebook."),
        Column("reason", help="Why the editors ranked it so; or why it was retracted."),
    ),
    "reply": _reviewed(
        _ref("claim", "claim"),
        Column("name", help="Who replies, as they want to be named."),
        _ref("entity", "entity", "Their record, where the editors know that it is they."),
        Column("capacity", help="See reply_capacities in the codebook."),
        Column("said", help="The reply, in their own words."),
        Column("language", help="BCP 47 language tag."),
        Column("received", EDTF),
    ),
    "revision": _reviewed(
        *_ABOUT,
        Column("old", OBJECT, "The value before, as JSON."),
        Column("new", OBJECT, "The value since, as JSON."),
        Column("reason"),
        Column("masked", FLAG, "Whether the values are withheld: they could tell who is protected, or are withdrawn."),
    ),
    "redaction": _reviewed(
        *_ABOUT,
        Column("start", INTEGER, "Code points; empty where the whole field was erased."),
        Column("end", INTEGER),
        Column("reason"),
    ),
}  # fmt: skip


def of(record_type: str) -> tuple[Column, ...]:
    """The columns of a type as a table has them: those of its form, and those of a tombstone besides."""
    columns = COLUMNS[record_type]
    names = {column.name for column in columns}
    more = (RETRACTED_AT, Column("reason", help=REASON_OF_END))
    return (*columns, *(column for column in more if column.name not in names))
