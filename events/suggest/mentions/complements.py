"""What completes the name of a body or law in English: "of Foreign Affairs", "on Family, Women and Children". Pure."""

import re

from events.choices import EntityKind as Kind
from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.gazetteer import demonyms
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.people import looks_like_surname
from events.suggest.mentions.runs import begins_run, possessive_inside
from events.suggest.mentions.spans import Frame

_CONNECTORS = words("of for on against to with and under in")
_AFTER_WORK = frozenset(["work", "relations", "cooperation", "co-operation"])
_TO_HEADS = words(
    """
    mission delegation representation embassy act initiative coalition programme program plan strategy
    """
)
_LAW_TOPICS = words(
    """
    combating countering fighting fight struggle against terrorism prevention preventing suppression of the
    financing money laundering and legalization proceeds crime extremism religious for to on in illegal illicit
    corruption trafficking freedom belief cooperation co-operation security state
    """
)
_LONGEST_QUOTE = 160
_MEMBERS = re.compile(r"\s(?:member[ -](?:states|countries)|participating states)\b", re.IGNORECASE)


def complement(frame: Frame, at: int, sort: str, head: str) -> int:
    """Behind what completes a name: "Ministry" + "of Foreign Affairs" + "of the Republic of Azerbaijan"."""
    joined = 0
    while joined < 7:
        further = _further(frame, at, sort, head, joined)
        if further <= at:
            break
        at, joined = further, joined + 1
    return at


def _further(frame: Frame, at: int, sort: str, head: str, joined: int) -> int:
    word = frame.lower(at)
    if frame.tokens[at - 1].possessive:
        return at
    if word == ",":
        return _listed_affairs(frame, at) if joined else at
    if word not in _CONNECTORS or not _allowed(frame, at, word, sort, head, joined):
        return at
    begin = at + 1
    if word == "and":
        return (
            _law_run(frame, begin)
            if sort == "law" and joined and _is_free(frame, begin)
            else _and_run(frame, at, begin)
        )
    while frame.lower(begin) in ("the", "its", "all", "their", "a", "an"):
        begin += 1
    if not begins_run(frame, begin):
        return _lower_topic(frame, at) if sort == "law" and word in ("on", "against", "for") else at
    if frame.tokens[begin].lower in lex.MONTHS:
        return at
    if sort == "law" and _is_free(frame, begin):
        return _law_run(frame, begin)
    return _complement_run(frame, begin, word, head)


def _allowed(frame: Frame, at: int, word: str, sort: str, head: str, joined: int) -> bool:
    if word == "with":
        return frame.lower(at - 1) in _AFTER_WORK or (sort == "law" and joined == 0)
    if word == "to":
        return head in _TO_HEADS or sort == "law"
    if word == "in":
        hit = frame.hit(at + 1)
        if sort in ("law", "programme"):
            return hit is None
        return hit is not None and hit.rows[0].kind in (Kind.STATE, Kind.PLACE) and _is_field_office(frame, at, head)
    if word == "under":
        return False
    if word == "for" and sort == "body":
        hit = frame.hit(at + 1)
        return hit is None or hit.rows[0].kind != Kind.STATE
    if word == "on" and sort in ("body", "programme", "law"):
        hit = frame.hit(at + 1)
        return hit is None or joined > 0
    return sort != "event" or word == "of"


def _is_field_office(frame: Frame, at: int, head: str) -> bool:
    """Whether an office of an international body is named with its seat: "OSCE Centre in Ashgabat"."""
    before = frame.hit(at - 2)
    return (
        head in ("centre", "center", "office", "mission", "presence") and frame.lower(at - 1) == head
        and before is not None and before.rows[0].kind in (Kind.IGO, Kind.REGIONAL_BODY)
    )  # fmt: skip


def _is_free(frame: Frame, at: int) -> bool:
    """Whether a word may stand in the title of a law: any with a capital that is no name, no title, and no new law."""
    token = frame.get(at)
    if token is None or not token.is_capital or token.name >= 0 or token.possessive:
        return False
    return token.lower not in lex.TITLE - lex.SOFT_TITLE and not _is_new_thing(token.lower)


def _law_run(frame: Frame, at: int) -> int:
    """Behind the words with capitals that go on in the title of a law."""
    while _is_free(frame, at):
        if looks_like_surname(frame.lower(at)) or frame.lower(at) in lex.MONTHS:
            break
        at += 1
    return at


def _complement_run(frame: Frame, begin: int, word: str, head: str) -> int:
    """Behind the words with capitals that complete a name. A person's name behind them is none of it."""
    at, own = begin, True
    while at < len(frame.tokens) and begins_run(frame, at):
        token = frame.tokens[at]
        if at > begin and frame.tokens[at - 1].possessive and not possessive_inside(frame, at):
            break
        if token.name >= 0:
            at, more = _past_known(frame, at)
            if more:
                continue
            break
        if token.lower in lex.FUNCTION or token.lower in lex.MONTHS or _ends_with_title(frame, at, begin):
            break
        is_ordinary = lex.is_common(token.lower) or token.lower in demonyms() or token.lower in frame.low
        if not is_ordinary and not (own and at - begin < 3) and not _one_more(frame, at):
            break
        own = own and not is_ordinary
        at += 1
    return at


def _past_known(frame: Frame, at: int) -> tuple[int, bool]:
    """Behind a known name, and "member states" after it; and whether the name that it completes goes on."""
    members = _MEMBERS.match(frame.text, frame.hits[frame.tokens[at].name].end)
    at = frame.unit_end(at)
    while members and at < len(frame.tokens) and frame.tokens[at].start < members.end():
        at += 1
    return at, members is None and _goes_on(frame, at)


def _ends_with_title(frame: Frame, at: int, begin: int) -> bool:
    """Whether a title begins here, which belongs to the person behind it and not to the body."""
    lower = frame.lower(at)
    if lower not in lex.TITLE or (at == begin and lower in ("ministers", "presidents")):
        return False
    return not (lower in lex.SOFT_TITLE and (at == begin or _goes_on(frame, at + 1)))


def _one_more(frame: Frame, at: int) -> bool:
    """Whether a single word that we do not know ends the name, and is no person's: "Religious Beliefs"."""
    token = frame.tokens[at]
    if looks_like_surname(token.lower) or token.possessive or frame.lower(at + 1) in lex.SAID:
        return False
    return not frame.is_capital(at + 1) and frame.tokens[at].name == -1 and not token.text.isupper()


def _goes_on(frame: Frame, at: int) -> bool:
    """Whether an ordinary word with a capital follows that is no title: "CIS" + "Council of …"."""
    token = frame.get(at)
    if token is None or not token.is_capital or frame.tokens[at - 1].possessive:
        return False
    return lex.is_common(token.lower) and token.lower not in lex.TITLE and token.lower not in lex.FUNCTION


def _and_run(frame: Frame, at: int, begin: int) -> int:
    """Behind "and" with ordinary words that still belong to the name, or `at`."""
    end = begin
    while frame.is_capital(end):
        token = frame.tokens[end]
        if token.name >= 0 or _is_new_thing(token.lower):
            return at
        if token.lower in lex.FUNCTION:
            return at
        end += 1
        if token.possessive:
            return at
    if end > begin and not lex.is_common(frame.lower(end - 1)):
        return at
    before = frame.tokens[at - 1]
    ordinary = before.name < 0 and (lex.is_common(before.lower) or before.lower in frame.low)
    return end if end > begin and ordinary else at


def _is_new_thing(lower: str) -> bool:
    """Whether a word begins or names another thing than the one before the "and"."""
    return lower in lex.BODY or lower in lex.TITLE or lower in lex.LAW or lower in lex.PROGRAMME or lower in demonyms()


def _listed_affairs(frame: Frame, at: int) -> int:
    """Behind a list within a name, "Family, Women and Children Affairs", or `at`."""
    here = at
    while frame.lower(here) == ",":
        word = here + 1
        if not frame.is_capital(word) or frame.tokens[word].name >= 0 or not lex.is_common(frame.lower(word)):
            return at
        while frame.is_capital(word) and frame.tokens[word].name < 0 and lex.is_common(frame.lower(word)):
            if frame.lower(word) in lex.BODY or frame.lower(word) in lex.TITLE:
                return at
            word += 1
        here = word
    if frame.lower(here) != "and":
        return at
    end = _and_run(frame, here, here + 1)
    return end if end > here else at


def _lower_topic(frame: Frame, at: int) -> int:
    """Behind the subject of a law in small letters: "Law on combating terrorism"."""
    end = at + 1
    while frame.lower(end) in _LAW_TOPICS or (frame.is_capital(end) and lex.is_common(frame.lower(end))):
        end += 1
    while end > at + 1 and frame.lower(end - 1) in ("of", "the", "and", "for", "to", "on", "in", "against"):
        end -= 1
    return end if end > at + 1 else at


def quoted_title(frame: Frame, at: int) -> int:
    """Behind the title of a law in quotation marks, and its year in brackets."""
    token = frame.get(at)
    if token is not None and token.text in '"“«„' and token.kind == "mark":
        for here in range(at + 1, min(at + 30, len(frame.tokens))):
            if frame.tokens[here].text in '"”»“' and frame.tokens[here].kind == "mark":
                at = here + 1
                break
    if (
        frame.lower(at) == "no"
        and frame.lower(at + 1) == "."
        and (number := frame.get(at + 2))
        and number.kind == "number"
    ):
        return at + 3
    if frame.lower(at) == "(" and re.fullmatch(r"(?:19|20)\d\d", frame.lower(at + 1)) and frame.lower(at + 2) == ")":
        return at + 3
    return at
