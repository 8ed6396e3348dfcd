"""Names in Azerbaijani text that nobody told us, by their form. Pure.

The word that says what a thing is stands last and carries the endings: "Dövlət Təhlükəsizliyi Xidmətinin". A state in
the genitive before it owns the body and is a name of its own ("Özbəkistanın"), unless it is the official name of the
state, which belongs to the body's.
"""

import re

from events.choices import EntityKind as Kind
from events.suggest.mentions import azerbaijani_words as w
from events.suggest.mentions.runs import LONGEST
from events.suggest.mentions.spans import Frame


def azerbaijani_names(frame: Frame) -> None:
    """All names that the rules find, noted in the frame."""
    _quoted(frame)
    at = 0
    while at < len(frame.tokens):
        if not _begins(frame, at):
            at += 1
            continue
        end = _run_end(frame, at)
        _run(frame, at, end)
        at = end


def _begins(frame: Frame, at: int) -> bool:
    return frame.is_capital(at) or frame.tokens[at].name >= 0


def _run_end(frame: Frame, at: int) -> int:
    end = frame.unit_end(at)
    last = min(len(frame.tokens), at + LONGEST)
    while end < last:
        token = frame.tokens[end]
        if (
            (token.text == "." and len(frame.tokens[end - 1].text) == 1 and frame.is_capital(end + 1))
            or (re.match(r"(?:oğlu|qızı|oglu)", token.lower) and token.is_word)
            or (
                token.lower in w.SMALL_CONNECTORS
                and frame.is_capital(end + 1)
                and _common(frame, end + 1)
                and _common(frame, end - 1)
            )
        ) or (token.lower == "və" and _joins_one_name(frame, end)):
            end += 1
        elif token.lower in ("iş", "mübarizə") and frame.lower(end + 1) == "üzrə":
            end += 2
        elif _begins(frame, end):
            end = frame.unit_end(end)
        else:
            break
    return end


def _joins_one_name(frame: Frame, at: int) -> bool:
    """Whether "və" stands within a name: one word with a capital before it, and few until the word for a body."""
    before = frame.tokens[at - 1]
    if before.name >= 0 or not before.is_capital or _sort(before.lower) or frame.is_capital(at - 2):
        return False
    for here in range(at + 1, min(at + 5, len(frame.tokens))):
        if not frame.is_capital(here) or frame.tokens[here].name >= 0:
            return False
        if w.BODY.match(frame.lower(here)):
            return here > at + 1
    return False


def _common(frame: Frame, at: int) -> bool:
    lower = frame.lower(at)
    return frame.tokens[at].name < 0 and (bool(w.COMMON.match(lower)) or _sort(lower) != "")


def _sort(lower: str) -> str:
    for pattern, sort in ((w.BODY, "body"), (w.LAW, "law"), (w.PROGRAMME, "programme"), (w.PLACE, "place")):
        if pattern.match(lower):
            return sort
    return ""


_LOCATIVE = re.compile(r"[^\W\d_]{3}d[aə]n?$")


def _run(frame: Frame, at: int, end: int) -> None:
    """Read one run: things up to their last word, persons after titles, and names alone."""
    while at < end:
        token = frame.tokens[at]
        is_adverb = token.first and token.name < 0 and _LOCATIVE.search(token.lower) and at + 1 < end
        if is_adverb or (
            token.name < 0 and token.first and w.COMMON.match(token.lower) and not _thing_end(frame, at, end)
        ):
            at += 1
            continue
        thing = _thing_end(frame, at, end)
        if thing:
            at = _thing(frame, at, thing)
        elif token.name >= 0:
            at = frame.unit_end(at)
        elif w.TITLE.match(token.lower) or w.COMMON.match(token.lower) or not token.is_word:
            at += 1
        else:
            at = _names(frame, at, end)


def _thing_end(frame: Frame, at: int, end: int) -> int:
    """Behind the word that says what the thing is, if ordinary words and known names lead to it; else 0."""
    last, names = 0, 0
    for here in range(at, end):
        token = frame.tokens[here]
        hit = frame.hit(here)
        if hit is not None and hit.rows[0].kind != Kind.PERSON and names > 1:
            return 0
        names += hit.rows[0].kind == Kind.PERSON if hit is not None else not w.COMMON.match(token.lower)
        is_own = token.name < 0 or frame.unit_end(here) == here + 1 or token.name != frame.tokens[here + 1].name
        if (
            is_own
            and here > at
            and _sort(token.lower)
            and token.is_capital
            and not (token.name >= 0 and frame.hits[token.name].start == frame.tokens[at].start)
        ):
            last = here + 1
            if _ENDED.search(token.lower):
                break
        elif token.name < 0 and token.lower in ("rayonu", "rayonunun", "rayonunda"):
            last = 0
            break
        elif token.name < 0 and w.TITLE.match(token.lower) and token.lower not in ("baş", "general"):
            break
        elif here == at and token.name >= 0 and _state_beside(frame, at):
            return 0
        elif token.name >= 0 and frame.unit_end(here) < len(frame.tokens) and _owner(frame, here):
            if here > at:
                break
            return 0
    return last


_ENDED = re.compile(r"(?:[ıiuü]n[ıiuü]n|[ıiuü]n[aəıi]|[ıiuü]nd[aə]n?|[ıiuü]yl[aə])$")


def _state_beside(frame: Frame, at: int) -> bool:
    """Whether a state in the nominative stands before another known name: two names, not one."""
    hit, following = frame.hits[frame.tokens[at].name], frame.hit(frame.unit_end(at))
    text = frame.text[hit.start : hit.end]
    return hit.rows[0].kind == Kind.STATE and following is not None and not re.search(r"n[ıiuü]n$", text)


def _owner(frame: Frame, at: int) -> bool:
    """Whether a known name in the genitive owns what follows: a state by its short name."""
    hit = frame.hits[frame.tokens[at].name]
    text = frame.text[hit.start : hit.end]
    is_genitive = bool(re.search(r"n?[ıiuü]n$", text)) or frame.text[hit.end : hit.end + 4].startswith(
        ("-nin", "-nın", "-ın", "-in", "-un", "-ün", "-nun", "-nün")
    )
    return hit.rows[0].kind == Kind.STATE and is_genitive and " " not in text


def _thing(frame: Frame, at: int, end: int) -> int:
    while end - at > 1 and frame.tokens[at].first and frame.tokens[at].name < 0 and w.COMMON.match(frame.lower(at)):
        if not re.match(
            r"^(?:bu|həmin|onun|eyni|digər|bəzi|görüş\w*|tədbir\w*|məlumat\w*|lakin|bütün|bundan|sonra)$",
            frame.lower(at),
        ):
            break
        at += 1
    head = frame.lower(end - 1)
    sort = _sort(head)
    while at < end - 1 and re.match(r"\w*(?:ındakı|dakı|dəki)$", frame.lower(at)):
        at += 1
    if end - at < 2 or (frame.lines.style(frame.tokens[at].start) and end - at < 3):
        return end
    kind = {"law": Kind.LEGAL_INSTRUMENT, "programme": Kind.PROGRAMME, "place": Kind.PLACE}.get(sort, "") or _kind(head)
    frame.add(at, end, kind, 0.75, "head", head)
    return end


def _kind(head: str) -> str:
    for pattern, kind in w.KINDS:
        if pattern.match(head):
            return kind
    return Kind.PUBLIC_BODY


def _names(frame: Frame, at: int, end: int) -> int:
    """Words that can only be names: several are a person, one is read by the words around it."""
    stop = at
    while stop < end and _is_name(frame, stop, at):
        stop += 1
        if (
            stop - at > 1
            and re.match(r"(?:oğlu|qızı)", frame.lower(stop - 1))
            and not w.SURNAME.match(frame.lower(stop))
        ):
            break
        if (
            stop > at
            and w.SURNAME.match(frame.lower(stop - 1))
            and stop - at > 1
            and not re.match(r"(?:oğlu|qızı)", frame.lower(stop + 1) if stop + 1 < end else "")
        ):
            break
    if stop == at:
        return at + 1
    first = at
    if (
        frame.tokens[at].first
        and stop - at > 2
        and w.CASE.search(frame.lower(at))
        and not re.match("(?:oğlu|qızı)", frame.lower(stop - 1))
    ):
        first = at + 1
    _note(frame, first, stop)
    return stop


def _is_name(frame: Frame, at: int, first: int) -> bool:
    token = frame.tokens[at]
    if at > first and re.match(r"(?:oğlu|qızı|oglu)", token.lower):
        return True
    if token.text == ".":
        return at > first and len(frame.tokens[at - 1].text) == 1
    if not frame.is_capital(at) or token.name != -1:
        return False
    if token.text.isupper() and 1 < len(token.text) < 7 and at == first:
        return True
    return not (
        w.COMMON.match(token.lower) or w.TITLE.match(token.lower) or _sort(token.lower) or token.lower in frame.low
    )


def _note(frame: Frame, first: int, stop: int) -> None:
    words = [token for token in frame.tokens[first:stop] if len(token.text) > 1]
    token = frame.tokens[first]
    before, after = frame.lower(first - 1), frame.lower(stop)
    style = frame.lines.style(token.start)
    if len(words) > 1 or (words and stop - first > 2):
        if style and not w.TITLE.match(before):
            return
        kind = Kind.PLACE if w.PLACE_AFTER.match(after) else Kind.PERSON
        frame.add(first, stop, kind, 0.75, "capitals", cut=_ending(frame.lower(stop - 1)))
    elif not words or style:
        return
    elif token.text.isupper() and len(token.text) < 8:
        frame.add(first, stop, Kind.PUBLIC_BODY, 0.5, "acronym")
    elif w.TITLE.match(before) or (
        w.SURNAME.match(token.lower) and len(token.text) > 5 and (not token.first or w.SAID.match(after))
    ):
        frame.add(first, stop, Kind.PERSON, 0.7, "title", cut=_ending(token.lower))
    elif w.PLACE_AFTER.match(after):
        frame.add(first, stop, Kind.PLACE, 0.7, "word")
    elif not token.first and len(token.text) > 3:
        kind = Kind.PLACE if re.search(r"d[aə]n?$", token.lower) else Kind.OTHER
        frame.add(first, stop, kind, 0.4, "capital")


def _ending(lower: str) -> int:
    """How many letters of a surname are its ending."""
    match = w.SURNAME.match(lower)
    return len(match["end"] or "") if match else 0


def _quoted(frame: Frame) -> None:
    """Names in quotation marks whose kind the words behind them tell; laws with their title; resolutions by number."""
    for match in w.QUOTED.finditer(frame.text):
        law = w.LAW_AFTER.match(frame.text, match.end())
        group = w.GROUP_AFTER.match(frame.text, match.end())
        if law and match["name"][:1].isupper():
            frame.note(match.start(), law.end(), Kind.LEGAL_INSTRUMENT, 0.75, "quoted")
        elif group and match["name"][:1].isupper() and len(match["name"]) < 50:
            frame.note(match.start("name"), match.end("name"), Kind.ARMED_GROUP, 0.7, "word")
    for match in w.RESOLUTION.finditer(frame.text):
        frame.note(match.start(), match.end(), Kind.LEGAL_INSTRUMENT, 0.75, "numbered")
