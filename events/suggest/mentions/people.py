"""Persons, and names of which only the words around tell what they name, in English text. Pure."""

import re

from events.choices import EntityKind as Kind
from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.gazetteer import demonyms
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.spans import Frame
from events.suggest.mentions.tokens import Token

_PLACE_BEFORE = words("in at near from to around across outside into towards toward of")
_ONLY_PLACE_BEFORE = frozenset(["in", "at", "near", "around", "outside"])
_PLACE_AFTER = words(
    """
    province region district city town village governorate airport oblast county prison camp area border checkpoint
    street square valley mountains crossing raion settlement suburb port river
    """
)
_CLOSING = frozenset("\"”’»'")
_PLURAL = re.compile(r"^[A-Z]{2,}s$")  # "FTFs": an acronym of things is no name
_PARTY = re.compile(r"^[A-Z]-[A-Z]{2}$")  # "(R-NC)"
_MOTION = re.compile(
    r"(?:travel|went|go|flew|fly|fled|flee|return|came|come|mov|deport|transfer|extradit|cross|head|arriv"
    r"|drove|sent|way|route|trip|visit)"
)
_GIVEN = words("Vladimir Victoria Florence Charlotte Sofia Samara Lydia Sydney Santiago Francisco")
_PLACE_OF = words("city town village district province region port settlement capital suburb cities")
_GROUP_AFTER = words(
    """
    group militants fighters movement faction organization organisation gang cell terrorists militia rebels sect
    network insurgents guerrillas brigade members
    """
)
_COMPANY_AFTER = words("company bank corporation firm holding airline ltd llc inc")
_MEDIA_AFTER = words("newspaper agency news website portal tv channel magazine daily weekly reports reported")
_SURNAME = re.compile(
    r"(?:[^aeiou]?(?:ov|ova|ev|eva|yev|yeva|iyev|iyeva|zade|zadeh|zada|enko|shvili|dze|yan|ian|oglu|oğlu|ski"
    r"|sky|skiy|"
    r"skaya|ov[ai]ch|evich|ullah|uddin|beyli|bayli|bekov|li))$"
)
_NOTHING = ("", 0.0, "")
_BESIDE = ((_PLACE_AFTER, Kind.PLACE), (_MEDIA_AFTER, Kind.MEDIA), (_COMPANY_AFTER, Kind.COMPANY))
_PERSON_BEFORE = frozenset(lex.TITLE_WORDS | {"by"})
_BEHIND = words("oglu ogly oğlu ogli qızı qizi kyzy gizi kizi uulu")
GROUP_FIRST = words(
    """
    junud wilayat wilaya vilayat jaish jaysh jabhat jabha ansar jund jamaat jama'at katibat katiba katibah liwa
    harakat harkat hizb tahrik tehrik lashkar ahrar hay'at hayat faylaq kata'ib kataib saraya
    """
)
_INITIAL = re.compile(r"[^\W\d_]\.?$")


def name_run(frame: Frame, at: int, stop: int) -> None:
    """Note the names in a part of a run that has no word telling what it is. Known names in it stand for"
    " themselves."""
    here = at
    while here < stop:
        if not _is_own(frame, here):
            here = _given_place(frame, here, stop) or _skip_known(frame, here, stop)
            continue
        end = here + 1
        while end < stop and _continues(frame, here, end):
            end += 1
        while frame.tokens[end - 1].lower in lex.PARTICLES - _BEHIND and end - 1 > here:
            end -= 1
        end = _with_place_surname(frame, here, end, stop)
        _name(frame, here, end, alone=not _has_ordinary(frame, at, stop, here, end))
        here = end


def _has_ordinary(frame: Frame, at: int, stop: int, first: int, end: int) -> bool:
    """Whether ordinary words with capitals stand right beside these words: all of them are a phrase then."""
    beside = [here for here in (first - 1, end) if at <= here < stop]
    return any(_is_ordinary(frame, here) for here in beside)


def _is_ordinary(frame: Frame, at: int) -> bool:
    token = frame.tokens[at]
    if token.name >= 0 or not token.is_capital or token.lower in lex.FUNCTION or token.lower in lex.TITLE_WORDS:
        return False
    return lex.is_common(token.lower) or token.lower in demonyms()


def _skip_known(frame: Frame, here: int, stop: int) -> int:
    """Past a known name or an ordinary word. A place that begins a person's name is part of it: "Jordan Baker"."""
    return min(frame.unit_end(here), stop) if frame.tokens[here].name >= 0 else here + 1


def _given_place(frame: Frame, here: int, stop: int) -> int:
    """Notes a person whose given name is also a city's, "Vladimir Putin", and returns what is behind; else 0."""
    hit = frame.hit(here)
    if hit is None or frame.unit_end(here) != here + 1 or here + 1 >= stop:
        return 0
    titled = _before(frame, here) in lex.TITLE and hit.rows[0].kind in (Kind.PLACE, Kind.STATE)
    if hit.rows[0].kind != Kind.PLACE and not titled:
        return 0
    if not _is_own(frame, here + 1) or _before(frame, here) in _PLACE_BEFORE or frame.tokens[here].possessive:
        return 0
    if not titled and hit.rows[0].ref not in _GIVEN and not _SURNAME.search(frame.lower(here + 1)):
        # Behind a small word that is no article a place with a further name is a person: "counterpart Aden Duale".
        before = frame.get(here - 1)
        if before is None or not before.is_word or before.is_capital or before.lower in lex.FUNCTION:
            return 0
    end = here + 2
    while end < stop and _continues(frame, here, end):
        end += 1
    frame.add(here, end, Kind.PERSON, 0.75, "capitals")
    return end


def _is_own(frame: Frame, at: int) -> bool:
    """Whether the word can only be a name: no ordinary word, no people's name, no known name."""
    token = frame.tokens[at]
    if not frame.is_capital(at) or token.name != -1:
        return False
    if token.lower in demonyms() or token.lower in lex.FUNCTION or _PLURAL.match(token.text):
        return False
    if len(token.text) == 1:
        return frame.lower(at + 1) == "." and (frame.is_capital(at + 2) or frame.lower(at + 2) in lex.PARTICLES)
    if token.lower in GROUP_FIRST:
        return True
    return not lex.is_common(token.lower) and not (token.lower in frame.low and len(token.text) > 3)


def _continues(frame: Frame, first: int, at: int) -> bool:
    token = frame.tokens[at]
    if token.text == ".":
        return bool(_INITIAL.match(frame.tokens[at - 1].text))
    if token.lower in lex.PARTICLES and token.is_word:
        return True
    if len(token.text) == 1 and token.is_capital:
        return frame.lower(at + 1) == "."
    if _is_own(frame, at):
        return True
    # An ordinary word in capitals behind a given name is a surname: "Ahmed KING".
    return token.is_capital and token.text.isupper() and len(token.text) > 3 and token.name < 0 and at == first + 1


def _with_place_surname(frame: Frame, first: int, end: int, stop: int) -> int:
    """A single known place behind one name, without a comma, is a surname: "Michael Jordan"."""
    if end != first + 1 or end >= stop or frame.tokens[first].first:
        return end
    hit = frame.hit(end)
    if hit is None or frame.unit_end(end) != end + 1 or end + 1 != stop:
        return end
    titled = frame.lower(first - 1) in lex.TITLE
    return end + 1 if titled and hit.rows[0].kind in (Kind.STATE, Kind.PLACE) else end


def _name(frame: Frame, first: int, end: int, *, alone: bool) -> None:
    words = [token for token in frame.tokens[first:end] if token.is_word and len(token.text) > 1]
    if not words:
        return
    if len(words) == 1 and end - first == 1 and words[0].text.isupper() and len(words[0].text) <= 8:
        _acronym(frame, first)
        return
    style = frame.lines.style(words[0].start)
    if len(words) == 1:
        if not style:
            _single(frame, first, end, alone=alone)
        return
    if style and frame.lower(first - 1) not in _PERSON_BEFORE and (style == "caps" or not _listed(frame, first, words)):
        return
    kind, score, why = _of_several(frame, first, end)
    if kind:
        frame.add(first, end, kind, score, why)


def _listed(frame: Frame, first: int, words: list[Token]) -> bool:
    """Whether names with capitals in a heading are a person: by a surname, or by a person named right before."""
    if any(_SURNAME.search(word.lower) and len(word.text) > 4 for word in words):
        return True
    before = frame.found[-1] if frame.found else None
    return (
        frame.lower(first - 1) in ("and", ",", "&") and before is not None and before.kind == Kind.PERSON
        and before.end == frame.tokens[first - 2].end
    )  # fmt: skip


def _of_several(frame: Frame, first: int, end: int) -> tuple[str, float, str]:
    before, after = _before(frame, first), _after(frame, end)
    if before in lex.TITLE or (before == "." and _before(frame, first - 1) in lex.TITLE):
        return Kind.PERSON, 0.9, "title"
    if frame.lower(first) in GROUP_FIRST:
        return Kind.ARMED_GROUP, 0.7, "word"
    if after in _PLACE_AFTER or (frame.lower(first - 1) == "of" and frame.lower(first - 2) in _PLACE_OF):
        return Kind.PLACE, 0.65, "word"
    if after in _GROUP_AFTER:
        return Kind.ARMED_GROUP, 0.6, "word"
    if after in _COMPANY_AFTER:
        return Kind.COMPANY, 0.6, "word"
    if after in _MEDIA_AFTER:
        return Kind.MEDIA, 0.6, "word"
    surname = any(_SURNAME.search(token.lower) for token in frame.tokens[first:end] if token.is_word)
    moved = before in ("to", "from", "into", "toward", "towards") and _MOTION.match(frame.lower(first - 2))
    if (before in _ONLY_PLACE_BEFORE or moved) and not surname:
        return Kind.PLACE, 0.5, "preposition"
    if end - first > 6:
        return Kind.OTHER, 0.4, "capitals"
    return Kind.PERSON, 0.8 if surname or after in lex.SAID else 0.65, "capitals"


def _after(frame: Frame, at: int) -> str:
    """The word behind, past a closing quotation mark."""
    return frame.lower(at + 1) if frame.lower(at) in _CLOSING else frame.lower(at)


def _before(frame: Frame, at: int) -> str:
    return frame.lower(at - 1)


def _single(frame: Frame, first: int, end: int, *, alone: bool) -> None:
    """One word with a capital: a name in the middle of a sentence, but at its beginning only with another sign."""
    kind, score, reason = _of_single(frame, first, end, alone=alone)
    if kind:
        frame.add(first, end, kind, score, reason)


def _of_single(frame: Frame, first: int, end: int, *, alone: bool) -> tuple[str, float, str]:
    token = frame.tokens[first]
    before, after = _before(frame, first), _after(frame, end)
    if before == "." and not token.first:
        before = _before(frame, first - 1)
    said = after in lex.SAID or before in ("said", "told") or (before == "to" and frame.lower(first - 2) == "according")
    if before in lex.TITLE:
        return Kind.PERSON, 0.8, "title"
    if looks_like_surname(token.lower) and (said or not token.first):
        return Kind.PERSON, 0.65, "surname"
    if after in _GROUP_AFTER:
        return Kind.ARMED_GROUP, 0.6, "word"
    if token.first and not (said and len(token.text) > 3 and not token.lower.endswith("s")):
        return _NOTHING
    if said:
        return Kind.PERSON, 0.6, "saying"
    for beside, kind in _BESIDE:
        if after in beside:
            return kind, 0.6, "word"
    return _of_alone(frame, first, before) if alone else _NOTHING


def _of_alone(frame: Frame, first: int, before: str) -> tuple[str, float, str]:
    """Where only a preposition may tell what is named."""
    if before == "of" and frame.lower(first - 2) in _PLACE_OF:
        return Kind.PLACE, 0.7, "word"
    if before in _PLACE_BEFORE:
        return Kind.PLACE, 0.5, "preposition"
    return (Kind.OTHER, 0.4, "capital") if len(frame.tokens[first].text) > 2 else _NOTHING


def _acronym(frame: Frame, at: int) -> None:
    token = frame.tokens[at]
    following = frame.get(at + 1)
    if (
        token.text in lex.NOT_ACRONYMS
        or _PARTY.match(token.text)
        or frame.lines.style(token.start) == "caps"
        or len(token.text) < 2
    ):
        return
    if following and following.glued and (following.kind == "number" or following.text == "/"):
        return
    if frame.lower(at - 1) == "(" and frame.lower(at + 1) == ")" and not _follows_name(frame, at - 2):
        return
    frame.add(at, at + 1, Kind.PUBLIC_BODY, 0.5, "acronym")


def _follows_name(frame: Frame, at: int) -> bool:
    """Whether a word with a capital stands before the bracket: an acronym of small words is no name."""
    return frame.is_capital(at)


def looks_like_surname(lower: str) -> bool:
    return len(lower) > 4 and _SURNAME.search(lower) is not None
