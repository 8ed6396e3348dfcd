"""All names in one text: what is known, what the rules find, and what the text itself tells of its names. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence

from events.choices import EntityKind as Kind
from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.again import named_again
from events.suggest.mentions.azerbaijani import azerbaijani_names
from events.suggest.mentions.english import english_names
from events.suggest.mentions.gazetteer import common_names
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.names import Hit, Names
from events.suggest.mentions.russian import russian_names
from events.suggest.mentions.spans import Frame, Mention
from events.suggest.mentions.tokens import Lines, tokens

KNOWN, COMMON = 0.95, 0.9
_POSSESSOR = re.compile(r"^(?P<whose>[^\W\d_][\w .-]*?)['’ʼ]s\s+(?=[^\W\d_])")
_HYPHEN_BEFORE = re.compile(r"(?P<prefix>[^\W\d_]+)[-‐‑]$")
_HYPHEN_AFTER = re.compile(r"[-‐‑](?P<next>[^\W\d_])[^\W\d_]")
_PREFIXES = words(
    """
    anti non pro ex post trans mid pre all pan intra inter counter former антi анти про экс не вне
    """
)
_OFFICIAL = re.compile(
    r"(?<!\w)(?:(?:Islamic|Democratic|Federal|Federative|People['’]s|United|Arab|Socialist|Hashemite|Co-?operative|Plurinational"
    r"|Bolivarian|Independent)\s)*(?:Republic|Kingdom|State|Sultanate|Principality|Commonwealth|Emirate|Union)\sof\s(?:the\s)?$"
)
_LONGEST_OFFICIAL = 60
_CYRILLIC, _SCHWA = re.compile("[Ѐ-ӿ]"), re.compile("[əƏ]")
_RULES = {"en": english_names, "az": azerbaijani_names, "ru": russian_names}
_SHORT_ACRONYM = 4


def find_mentions(
    text: str,
    *,
    language: str = "",
    known: Names | None = None,
    helper: Callable[[str], Iterable[Mention]] | None = None,
) -> list[Mention]:
    """The names in a text in its order, none overlapping another. Furniture is blanked before.

    `known`: the names of the archive's own entities, whose hits carry their uids. `helper` finds further names, which
    count where the rules see none.
    """
    tongue = language if language in _RULES else guess_tongue(text)
    is_az = tongue == "az"
    lines = Lines(text)
    own = _trimmed(text, known.find(text, suffixes=is_az), known) if known else []
    common = [hit for hit in common_names().find(text, suffixes=is_az) if not _is_shouted(hit, text, lines)]
    hits = _official(_apart(_longest(own, common), text), text)
    frame = Frame(text, tokens(text), hits, lines)
    _RULES[tongue](frame)
    found = [_of_hit(hit, hit in own) for hit in hits] + frame.found
    best = _resolve(found)
    if helper:
        taken = {at for one in best for at in (one.start, one.end - 1)}
        best = _resolve([*best, *(one for one in helper(text) if not taken.intersection(range(one.start, one.end)))])
    return _resolve([*best, *named_again(best, frame, tongue)])


def guess_tongue(text: str) -> str:
    """Which rules to read a text by: its letters tell. The others' names are still found by the lists."""
    letters = sum(map(str.isalpha, text)) or 1
    if len(_CYRILLIC.findall(text)) > 0.4 * letters:
        return "ru"
    return "az" if len(_SCHWA.findall(text)) > 0.015 * letters else "en"


def _is_shouted(hit: Hit, text: str, lines: Lines) -> bool:
    """Whether a short acronym stands in a line of capitals, where it may be any word; or glued to a symbol."""
    bare = text[hit.start : hit.end]
    if not bare.isupper() or len(bare) > _SHORT_ACRONYM + 2:
        return False
    if text[hit.end : hit.end + 1] == "/" and text[hit.end + 1 : hit.end + 2].isupper() and len(bare) <= 2:
        return True
    return (
        len(bare) <= _SHORT_ACRONYM
        and lines.style(hit.start) == "caps"
        and bare not in ("NATO", "OSCE", "ISIS", "ISIL", "CTED")
    )


def _trimmed(text: str, hits: Iterable[Hit], known: Names) -> list[Hit]:
    """Known names as names are marked: an editor's "President Aliyev" without the title, a body without its owner."""
    trimmed = []
    for hit in hits:
        bare = text[hit.start : hit.end]
        start = hit.start
        if hit.rows[0].kind == Kind.PERSON:
            start += _title_length(bare)
        elif owner := _POSSESSOR.match(bare):
            whose = common_names().find(owner["whose"])
            if len(whose) == 1 and whose[0].rows[0].kind in (Kind.STATE, Kind.PLACE) and whose[0].start == 0:
                trimmed += [
                    hit._replace(start=start + own.start, end=start + own.end, rows=own.rows)
                    for own in known.find(owner["whose"])
                ]
                start += owner.end()
        trimmed.append(hit._replace(start=start))
    return trimmed


def _title_length(name: str) -> int:
    """How many characters of titles a person's name begins with; never the whole name."""
    length = 0
    for match in re.finditer(r"\S+\s+", name):
        if match[0].strip(" .").lower() not in lex.TITLE_WORDS:
            break
        length = match.end()
    return length


def _longest(own: Sequence[Hit], common: Sequence[Hit]) -> list[Hit]:
    """The hits of both lists in the order of the text: of those that overlap the longest, the archive's own first."""
    ranked = sorted([(hit.start - hit.end, 0, hit) for hit in own] + [(hit.start - hit.end, 1, hit) for hit in common])
    return sorted(_not_overlapping([(hit.start, hit.end, hit) for _length, _own, hit in ranked]))


def _apart(hits: Sequence[Hit], text: str) -> list[Hit]:
    """Without the hits that are a part of a word with a hyphen, unless the other part is a name or a usual prefix."""
    starts, ends = {hit.start for hit in hits}, {hit.end for hit in hits}
    kept = []
    for hit in hits:
        before = _HYPHEN_BEFORE.search(text, max(0, hit.start - 12), hit.start)
        after = _HYPHEN_AFTER.match(text, hit.end)
        if before and hit.start - 1 not in ends and before["prefix"].lower() not in _PREFIXES:
            continue
        if after and after["next"].isupper() and hit.end + 1 not in starts and " " not in text[hit.start : hit.end]:
            continue
        kept.append(hit)
    return kept


def _official(hits: Sequence[Hit], text: str) -> list[Hit]:
    """States with the words before them that make their official name: "Republic of", "Islamic Republic of"."""
    widened: list[Hit] = []
    for hit in hits:
        start = hit.start
        if hit.rows[0].kind == Kind.STATE:
            match = _OFFICIAL.search(text, max(0, start - _LONGEST_OFFICIAL), start)
            if match and not (widened and widened[-1].end > match.start()):
                start = match.start()
        widened.append(hit._replace(start=start))
    return widened


def _not_overlapping(ranked: Iterable[tuple[int, int, Hit]]) -> list[Hit]:
    taken: set[int] = set()
    kept = []
    for start, end, hit in ranked:
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append(hit)
    return kept


def _of_hit(hit: Hit, is_known: bool) -> Mention:
    row = hit.rows[0]
    if not is_known:
        return Mention(hit.start, hit.end, row.kind, COMMON, "common", name=row.ref)
    entities = tuple(dict.fromkeys(row.ref for row in hit.rows))
    reason = "known" if len(entities) == 1 else "ambiguous"
    return Mention(hit.start, hit.end, row.kind, KNOWN, reason, entities=entities)


def _resolve(found: Iterable[Mention]) -> list[Mention]:
    """Of names that overlap, the longest; of equal ones the surest."""
    taken: set[int] = set()
    kept = []
    for one in sorted(set(found), key=lambda one: (one.start - one.end, -one.score, one.start, one.kind, one.reason)):
        if one.start in taken or one.end - 1 in taken or one.start >= one.end:
            continue
        taken.update(range(one.start, one.end))
        kept.append(one)
    return sorted(kept, key=lambda one: one.start)
