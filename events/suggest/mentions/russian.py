"""Names in Russian text that nobody told us, by their form. Pure.

Only the first word of a body has a capital, so a body grows over words in small letters as long as they are of the kind
that names of bodies are made of: "Служба" + "государственной безопасности" + "Азербайджанской Республики".
"""

import re

from events.choices import EntityKind as Kind
from events.suggest.mentions import russian_words as w
from events.suggest.mentions.spans import Frame


def russian_names(frame: Frame) -> None:
    """All names that the rules find, noted in the frame."""
    _quoted(frame)
    at = 0
    while at < len(frame.tokens):
        token = frame.tokens[at]
        if not frame.is_capital(at) and token.name < 0:
            at += 1
            continue
        end = _thing_end(frame, at)
        if end:
            at = end
        elif token.name >= 0:
            at = _given_place(frame, at) or frame.unit_end(at)
        else:
            at = _names(frame, at)


def _sort(lower: str) -> str:
    for pattern, sort in ((w.BODY, "body"), (w.LAW, "law"), (w.PROGRAMME, "programme"), (w.PLACE, "place")):
        if pattern.match(lower):
            return sort
    return ""


def _thing_end(frame: Frame, at: int) -> int:
    """Notes the body, law, programme or place that begins here, and returns what is behind it; else 0."""
    head = at
    while (
        head < at + 5
        and w.ADJECTIVE.match(frame.lower(head))
        and not _sort(frame.lower(head))
        and (head == at or not frame.is_capital(head) or head < at + 3)
    ):
        head += 1
        if head >= len(frame.tokens):
            return 0
    if frame.tokens[head].name >= 0 and head == at:
        return _known_with_owner(frame, at)
    sort = _sort(frame.lower(head))
    if not sort or not frame.tokens[head].is_word or frame.tokens[head].name >= 0:
        return 0
    if head == at and frame.tokens[at].text.isupper():
        return 0
    end = _inside_end(frame, head + 1)
    if end - at < 2 or (head == at and frame.tokens[at].first and end == head + 1):
        return 0
    if sort == "place" and end - at > 2:
        end = head + 1
    if _generic(frame, at, head, end):
        return 0
    kind = {"law": Kind.LEGAL_INSTRUMENT, "programme": Kind.PROGRAMME, "place": Kind.PLACE}.get(sort, "") or _kind(
        frame.lower(head)
    )
    frame.add(at, end, kind, 0.75, "head", frame.lower(head))
    return end


def _generic(frame: Frame, at: int, head: int, end: int) -> bool:
    """Whether a sentence merely begins with a people's or an ordinary adjective: "Российские войска"."""
    if head == at:
        return (
            bool(re.match(r"^(?:групп|сил|план|структур|отдел|организаци|управлени)", frame.lower(head)))
            and frame.tokens[at].first
        )
    plural = re.search(r"(?:ые|ие|ых|их|ым|им|ыми|ими)$", frame.lower(at))
    many = plural is not None and frame.lower(head)[-1] in "иыах" and not frame.lower(at).startswith("вооруж")
    return frame.tokens[at].first and (many or bool(w.MERE.match(frame.lower(at))))


def _known_with_owner(frame: Frame, at: int) -> int:
    """A known body together with the state or body it belongs to, in the genitive behind it."""
    hit = frame.hits[frame.tokens[at].name]
    end = frame.unit_end(at)
    owner = frame.hit(end)
    if owner is None or hit.rows[0].kind not in (Kind.PUBLIC_BODY, Kind.IGO, Kind.LEGAL_INSTRUMENT):
        return 0
    is_short = frame.text[hit.start : hit.end].isupper()
    if hit.rows[0].kind == Kind.IGO and (is_short or not _sort(frame.lower(at))):
        return 0
    owners = (Kind.STATE,) if is_short or hit.rows[0].kind == Kind.IGO else (Kind.STATE, Kind.REGIONAL_BODY, Kind.IGO)
    if owner.rows[0].kind not in owners or not _is_genitive(frame, end):
        return 0
    end = frame.unit_end(end)
    frame.add(at, end, hit.rows[0].kind, 0.8, "common")
    return end


def _inside_end(frame: Frame, at: int) -> int:
    """Behind the small words that belong to the name, and the state or body to which the thing belongs."""
    end = at
    while end < len(frame.tokens):
        token = frame.tokens[end]
        if token.name >= 0:
            hit = frame.hits[token.name]
            owner = hit.rows[0].kind in (Kind.STATE, Kind.REGIONAL_BODY, Kind.IGO, Kind.PUBLIC_BODY, Kind.PLACE) or (
                hit.rows[0].ref in ("Europe",)
            )
            if not owner or not _is_genitive(frame, end):
                return end
            end = frame.unit_end(end)
            if frame.lower(end) in ("по", "против") and _belongs(frame, end + 1):
                end += 1
                continue
            return end
        if not token.is_word:
            break
        if token.lower == "имени" and frame.is_capital(end + 1):
            end += 2
            continue
        if (
            (token.lower in w.SMALL and token.lower not in ("в", "для", "о", "об", "с") and _belongs(frame, end + 1))
            or (token.lower in ("с", "о", "об") and _belongs(frame, end + 1) and end > at)
            or (token.lower in ("о", "об") and _belongs(frame, end + 1))
            or _belongs(frame, end)
        ):
            end += 1
        else:
            break
    return end


def _belongs(frame: Frame, at: int) -> bool:
    token = frame.get(at)
    if token is None or not token.is_word or token.name >= 0:
        return False
    if w.INSIDE.match(token.lower) and not re.search(r"(?:л|ла|ло|ли|ет|ют|ит|ат|ся|сь)$", token.lower):
        return True
    if re.match(r"^(?:терроризма|контрол|предел|отдел|дел)", token.lower):
        return True
    return bool(token.is_capital and w.ADJECTIVE.match(token.lower) and _sort(frame.lower(at + 1)))


def _is_genitive(frame: Frame, at: int) -> bool:
    hit = frame.hits[frame.tokens[at].name]
    text = frame.text[hit.start : hit.end]
    return text.isupper() or not re.search(r"(?:ом|ем|ой$|ю$|у$)$", text) or " " in text


def _kind(head: str) -> str:
    if re.match(r"^(?:университет|институт|академи)", head):
        return Kind.ACADEMIC
    if re.match(r"^(?:фонд|обществ|ассоциаци|парти)", head):
        return Kind.NGO
    if head.startswith("коалици"):
        return Kind.COALITION
    return Kind.PUBLIC_BODY


def _is_name(frame: Frame, at: int) -> bool:
    token = frame.get(at)
    if token is None or not frame.is_capital(at) or token.name != -1:
        return False
    if len(token.text) == 1:
        return frame.lower(at + 1) == "." and frame.is_capital(at + 2)
    if token.first and (w.COMMON.match(token.lower) or _sort(token.lower)):
        return False
    return not (w.COMMON.match(token.lower) or w.TITLE.match(token.lower)) and token.lower not in frame.low


def _given_place(frame: Frame, at: int) -> int:
    """Notes a person whose given name is also a city's, and returns what is behind; else 0."""
    hit = frame.hits[frame.tokens[at].name]
    if hit.rows[0].kind != Kind.PLACE or frame.unit_end(at) != at + 1 or not frame.lower(at).startswith("владимир"):
        return 0
    end = at + 1
    while end < len(frame.tokens) and (
        _is_name(frame, end) or (frame.tokens[end].text == "." and len(frame.tokens[end - 1].text) == 1)
    ):
        end += 1
    if end > at + 1:
        frame.add(at, end, Kind.PERSON, 0.75, "capitals")
    return end if end > at + 1 else 0


def _names(frame: Frame, at: int) -> int:
    """Words that can only be names, from here; returns what is behind them."""
    end = at
    while end < len(frame.tokens):
        token = frame.tokens[end]
        if (
            (
                end > at
                and token.text == "."
                and len(frame.tokens[end - 1].text) <= 2
                and frame.is_capital(end + 1)
                and frame.tokens[end - 1].is_word
            )
            or (end > at and w.PATRONYMIC.match(token.lower) and token.is_word)
            or _is_name(frame, end)
            or (end > at and frame.tokens[end - 1].text == "." and frame.is_capital(end))
        ):
            end += 1
        else:
            break
    if end == at:
        return at + 1
    if (
        end - at > 2
        and frame.tokens[at].first
        and not any(w.PATRONYMIC.match(frame.lower(here)) for here in range(at, end))
        and not w.SURNAME.match(frame.lower(at))
    ) and (w.ADJECTIVE.match(frame.lower(at)) or frame.lower(at).endswith(("ам", "ах", "ов"))):
        at += 1
    _note(frame, at, end)
    return end


def _is_place_surname(frame: Frame, at: int) -> bool:
    """Whether a place right behind a name is a surname."""
    hit = frame.hit(at)
    return (
        hit is not None
        and hit.rows[0].kind == Kind.PLACE
        and frame.unit_end(at) == at + 1
        and hit.rows[0].ref != "Baku"
    )


def _note(frame: Frame, at: int, end: int) -> None:
    words = [token for token in frame.tokens[at:end] if token.is_word and len(token.text) > 1]
    token = frame.tokens[at]
    style = frame.lines.style(token.start)
    before, after = frame.lower(at - 1), frame.lower(end)
    if not words or style == "caps":
        return
    if len(words) > 1 or end - at > 2:
        kind = Kind.PERSON
        if not any(w.SURNAME.match(word.lower) or w.PATRONYMIC.match(word.lower) for word in words) and before in (
            "в",
            "во",
            "из",
            "под",
        ):
            kind = Kind.PLACE
        frame.add(at, end, kind, 0.75, "capitals")
    elif token.text.isupper() and len(token.text) > 1:
        if len(token.text) < 8 and not re.match(
            r"^(?:II|III|IV|VI|XX|XXI|ФОТО|ВИДЕО|КПП|СМИ|ФИО|ЧП|ДТП|ЧС|РУ|АО|ООО)$", token.text
        ):
            frame.add(at, end, Kind.PUBLIC_BODY, 0.5, "acronym")
    elif w.TITLE.match(before) or (
        w.SURNAME.match(token.lower) and (not token.first or w.SAID.match(after)) and before not in ("в", "из", "под")
    ):
        frame.add(at, end, Kind.PERSON, 0.7, "title")
    elif not token.first and len(token.text) > 3:
        kind = Kind.PLACE if before in ("в", "во", "из", "под", "около", "близ") else Kind.OTHER
        frame.add(at, end, kind, 0.4, "capital")


def _quoted(frame: Frame) -> None:
    """Names in quotation marks whose kind the words before them tell, laws with their title, resolutions by number."""
    for match in w.QUOTED.finditer(frame.text):
        lead = frame.text[max(0, match.start() - 70) : match.start()]
        law = w.BEFORE_LAW.search(lead)
        if law:
            start = match.start() - (len(lead) - law.start())
            frame.note(start, match.end(), Kind.LEGAL_INSTRUMENT, 0.75, "quoted")
        elif w.BEFORE_GROUP.search(lead) and match["name"][:1].isupper() and len(match["name"]) < 60:
            frame.note(match.start("name"), match.end("name"), Kind.ARMED_GROUP, 0.8, "word")
        elif w.BEFORE_OPERATION.search(lead) and len(match["name"]) < 60:
            frame.note(match.start("name"), match.end("name"), Kind.PROGRAMME, 0.8, "word")
        elif w.BEFORE_MEDIA.search(lead) and len(match["name"]) < 40:
            frame.note(match.start("name"), match.end("name"), Kind.MEDIA, 0.65, "word")
    for match in w.RESOLUTION.finditer(frame.text):
        frame.note(match.start(), match.end(), Kind.LEGAL_INSTRUMENT, 0.8, "numbered")
