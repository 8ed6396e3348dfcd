"""Names in English text that nobody told us: bodies, laws, programmes, places and persons, by their form. Pure.

Words with capitals that stand together are a run. A run is cut at titles; what remains is a body (a law, a
programme, a
place) where a word says so, and grows over its complement ("of the Republic of …"); else it is a person, or a name of
which only the words around tell what it names.
"""

import re

from events.choices import EntityKind as Kind
from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.complements import complement, quoted_title
from events.suggest.mentions.forms import numbered_laws, written_so
from events.suggest.mentions.gazetteer import demonyms
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.people import GROUP_FIRST, looks_like_surname, name_run
from events.suggest.mentions.runs import begins_run, run_end
from events.suggest.mentions.spans import Frame

_HEADS = (
    (lex.BODY, "body"), (lex.LAW, "law"), (lex.PROGRAMME, "programme"), (lex.PLACE, "place"), (lex.EVENT, "event"),
    (lex.GROUP, "group"),
)  # fmt: skip
_CAPITAL_CONNECTORS = frozenset(("of", "for", "on", "against"))  # "Committee Against Torture"
_PLAIN = frozenset(
    [
        "joint",
        "final",
        "presidential",
        "government",
        "official",
        "special",
        "new",
        "national",
        "press",
        "information",
        "media",
    ]
)
_ALONE = frozenset(["parliament", "senate", "duma", "majlis", "gendarmerie"])
_KINDS = (
    (words("university institute institution academy school college observatory laboratory"), Kind.ACADEMIC),
    (words("media press newspaper times post television radio channel magazine journal gazette"), Kind.MEDIA),
    (words("company corporation holding airlines airways bank"), Kind.COMPANY),
    (words("foundation association society league party club union federation"), Kind.NGO),
    (frozenset(["church", "mosque", "seminary", "patriarchate", "eparchy"]), Kind.RELIGIOUS_BODY),
    (frozenset(("coalition", "alliance")), Kind.COALITION),
)  # fmt: skip
_INTERNATIONAL = re.compile(
    r"\b(?:UN|U\.N\.|United Nations|International|World|Global|CIS|OSCE|SCO|EU|NATO|European|Eurasian"
    r"|Commonwealth of Independent)\b"
)


def english_names(frame: Frame) -> None:
    """All names that the rules find, noted in the frame."""
    numbered_laws(frame)
    written_so(frame)
    at = 0
    while at < len(frame.tokens):
        if not begins_run(frame, at):
            at += 1
            continue
        end = run_end(frame, at)
        at = max(_run(frame, at, end), at + 1)


def _run(frame: Frame, at: int, end: int) -> int:
    """Read one run; returns where to go on."""
    while at < end:
        token = frame.tokens[at]
        if token.name < 0 and (token.lower in lex.FUNCTION or not token.is_word):
            at += 1
            continue
        stop = _next_title(frame, at, end)
        if stop == at:
            at = _title_end(frame, at, end)
            continue
        at = _segment(frame, at, stop, end)
    return at


def _next_title(frame: Frame, at: int, end: int) -> int:
    """Where the next title begins, or the end of the run. A title inside a body's name is none."""
    for here in range(at, end):
        token = frame.tokens[here]
        if token.name >= 0 or token.lower not in lex.TITLE:
            continue
        if token.lower in lex.SOFT_TITLE and _body_follows(frame, here, end):
            continue
        return here
    return end


def _body_follows(frame: Frame, at: int, end: int) -> bool:
    """Whether the words from here go on, all of them ordinary ones, to one that says what body it is."""
    for here in range(at, end):
        lower = frame.tokens[here].lower
        if here > at and (lower in lex.BODY or lower in lex.LAW or lower in lex.PROGRAMME):
            return True
        if not lex.is_common(lower) or (lower in lex.TITLE and lower not in lex.SOFT_TITLE):
            return False
    return bool(frame.lower(end) in ("of", "for") and frame.lower(end - 1) in lex.BODY)


def _title_end(frame: Frame, at: int, end: int) -> int:
    """Behind the words of a title, with the stop of an abbreviation."""
    while at < end and (frame.tokens[at].lower in lex.TITLE_WORDS or frame.tokens[at].text == "."):
        at += 1
    return at


def _segment(frame: Frame, at: int, stop: int, end: int) -> int:
    """A part of a run without titles: a thing with a head word, or names."""
    if frame.lower(at) in ("operation", "project") and stop > at + 1 and frame.tokens[at + 1].name < 0:
        frame.add(at, stop, Kind.PROGRAMME, 0.6, "head")
        return stop
    head, sort = _head(frame, at, stop)
    if head < 0:
        name_run(frame, at, stop)
        return stop
    first = _start_of(frame, at, head)
    after = head + 1
    if (
        sort == "event"
        and frame.lower(after) == "("
        and frame.lower(after + 2) == ")"
        and frame.tokens[after + 1].text.isupper()
    ):
        sort = "body"
    if (after == end or frame.lower(after) in _CAPITAL_CONNECTORS) and sort not in ("place", "event"):
        after = complement(frame, after, sort, frame.tokens[head].lower)
    if sort == "law":
        after = quoted_title(frame, after)
    if after + 1 == stop and after == head + 1 and _is_compound(frame, after):
        return stop
    _emit(frame, first, after, head, sort)
    if first > at:
        name_run(frame, at, first)
    return after


def _is_compound(frame: Frame, at: int) -> bool:
    """Whether one more word with a capital makes another thing of it that we do not know: "Public Service Vehicle"."""
    token = frame.tokens[at]
    return (
        token.is_capital and token.name < 0 and not looks_like_surname(token.lower) and not token.text.isupper()
        and frame.lower(at + 1) not in lex.SAID and frame.lower(at + 1) != "," and token.lower not in lex.TITLE
    )  # fmt: skip


def _head(frame: Frame, at: int, stop: int) -> tuple[int, str]:
    """The last word that says what the thing is, before any words that can only be a person's name."""
    for here in range(stop - 1, at - 1, -1):
        token = frame.tokens[here]
        if token.name >= 0 and (frame.unit_end(here) > here + 1 or frame.unit_end(here) - at == 1):
            continue
        if here == at and stop > at + 1 and token.lower in GROUP_FIRST:
            continue
        for heads, sort in _HEADS:
            if token.lower in heads:
                return here, sort
    return -1, ""


def _start_of(frame: Frame, at: int, head: int) -> int:
    """Where the name of a thing begins: weekdays and months before it are no part of it."""
    first = at
    for here in range(at, head):
        token = frame.tokens[here]
        if token.name < 0 and (token.lower in lex.MONTHS or token.lower in lex.FUNCTION):
            first = here + 1
    style = frame.lines.style(frame.tokens[head].start)
    if style == "title":
        for here in range(first, head):
            token = frame.tokens[here]
            if token.name < 0 and not lex.is_common(token.lower) and token.lower not in demonyms():
                first = here + 1
    if first == at and head > at and frame.lower(at - 1) == "and" and _joins_backward(frame, at - 2):
        return at - 2
    return first


def _joins_backward(frame: Frame, at: int) -> bool:
    """Whether the word before an "and" belongs to the name: "Security and Defense Committee"."""
    token = frame.get(at)
    before = frame.get(at - 1)
    if token is None or not token.is_capital or token.name >= 0 or token.first or token.possessive:
        return False
    return (
        token.lower in lex.COMMON and token.lower not in lex.BODY and token.lower not in lex.TITLE
        and not (before and before.is_capital) and token.lower not in lex.FUNCTION
    )  # fmt: skip


def _emit(frame: Frame, first: int, after: int, head: int, sort: str) -> None:
    """Note the thing, unless it is no more than its head word, or an event."""
    words = [token for token in frame.tokens[first:after] if token.is_word]
    lower = frame.tokens[head].lower
    if sort == "event" or first >= after or _is_any(frame, first, after):
        return
    if len(words) == 1 and not (sort == "body" and lower in _ALONE and not frame.tokens[head].first):
        return
    if not _says_something(frame, first, after, head):
        return
    if frame.lines.style(frame.tokens[first].start) and len(words) < 3:
        return
    kind, score = {
        "body": (_body_kind(frame, first, after, lower), 0.8), "law": (Kind.LEGAL_INSTRUMENT, 0.75),
        "programme": (Kind.PROGRAMME, 0.65), "place": (Kind.PLACE, 0.7), "group": (Kind.ARMED_GROUP, 0.65),
    }[sort]  # fmt: skip
    frame.add(first, after, kind, score, "head", lower)


def _is_any(frame: Frame, first: int, after: int) -> bool:
    """Whether one of a kind is spoken of, and none named: "a Kenyan University"."""
    return (
        after - first == 2
        and frame.lower(first) in demonyms()
        and frame.lower(first - 1) in ("a", "an", "any", "every")
    )


def _says_something(frame: Frame, first: int, after: int, head: int) -> bool:
    """Whether more than function words, numbers and a people's name stand beside the head word."""
    lower = frame.tokens[head].lower
    rest = [token for token in frame.tokens[first:after] if token.is_word and token is not frame.tokens[head]]
    if lower == "memorandum" and {token.lower for token in rest} <= {"of", "understanding", "a", "the"}:
        return False
    if lower in (
        "statement",
        "declaration",
        "agreement",
        "office",
        "protocol",
        "service",
        "center",
        "centre",
        "communique",
    ):
        numbered = frame.tokens[after - 1].kind == "number"
        if not numbered and all(token.lower in _PLAIN for token in rest):
            return False
    if lower == "statement" and not any(token.name >= 0 or not lex.is_common(token.lower) for token in rest):
        return False
    if lower in (
        "group",
        "unit",
        "force",
        "section",
        "division",
        "media",
        "press",
        "plan",
        "post",
        "times",
        "base",
        "port",
        "mission",
    ):
        return any(token.lower not in demonyms() for token in rest)
    return bool(rest)


def _body_kind(frame: Frame, first: int, after: int, head: str) -> str:
    for heads, kind in _KINDS:
        if head in heads:
            return kind
    return Kind.IGO if _INTERNATIONAL.search(frame.slice(first, after)) else Kind.PUBLIC_BODY
