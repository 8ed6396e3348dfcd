"""Names named again: persons by their surnames, bodies by their acronyms, any in a heading. Pure."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from events.choices import EntityKind as Kind
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.names import Names, Row
from events.suggest.mentions.spans import Frame, Mention

_PATRONYMIC_ENDS = words("oglu ogly oğlu ogli qızı qizi kyzy gizi kizi uulu оглы кызы оглу гызы")
_STEMS = {
    "az": re.compile(
        r"^(?P<stem>.+?(?:ova|ov|yeva|yev|eva|ev|zadə|bəyli|lı|li))(?:n?[ıiuü]n|[aəıiuü]|n[ıi]|n?d[aə]n?|y?l[aə]|y[aəıi])?$"),
    "ru": re.compile(r"^(?P<stem>.+?(?:ов|ев|ёв|ин|ын|ск|цк))(?:а|у|ым|е|ой|ая|ую|ий|ого|ому|им|ом)?$"),
}  # fmt: skip
_BRACKET = re.compile(r"\s*[(«\"](?:далее\s*[—–-]\s*|bundan sonra\s*[—–-]\s*|hereinafter\s*)?[«\"“]?$")
_ARTICLE = re.compile(r"^(?:al|el|ash|as|at|an|ad|ar|az|аль|ал|эль|аш|ас|ат|ан)-")
_LOWEST, _SHORTEST = 0.5, 4
_AGAIN, _EXPLAINED, _HEADING = 0.85, 0.91, 0.6


def named_again(best: Sequence[Mention], frame: Frame, tongue: str) -> list[Mention]:
    """What `best` introduces and the text names again; some of it in place of what is in `best`."""
    return [*_by_surname(best, frame, tongue), *_acronyms(best, frame), *_in_headings(best, frame, tongue)]


def _stem(word: str, tongue: str) -> str:
    pattern = _STEMS.get(tongue)
    match = pattern.match(word.lower()) if pattern else None
    return match["stem"] if match else _ARTICLE.sub("", word.lower())


def _people(best: Sequence[Mention], frame: Frame, tongue: str) -> dict[str, Mention]:
    """Persons named in full, by their surnames; of two with one surname, none."""
    by_stem: dict[str, dict[str, Mention]] = {}
    for one in best:
        words = frame.words(*one.whole).split()
        if one.kind == Kind.PERSON and len(words) > 1:
            surname = words[0] if words[-1].lower() in _PATRONYMIC_ENDS else words[-1]
            full = " ".join(_stem(word, tongue) for word in words)
            by_stem.setdefault(_stem(surname, tongue), {}).setdefault(full, one)
    return {stem: next(iter(people.values())) for stem, people in by_stem.items() if len(people) == 1}


def _by_surname(best: Sequence[Mention], frame: Frame, tongue: str) -> list[Mention]:
    people = _people(best, frame, tongue)
    there = {one.start: one for one in best}
    singles = {frame.text[one.start : one.end]: one for one in best if not one.entities and one.score < 0.9}
    further = []
    for token in frame.tokens:
        if not token.is_capital:
            continue
        one, person = there.get(token.start), people.get(_stem(token.text, tongue))
        if person and (one is None or (one.end == token.end and not one.entities and one.score < _AGAIN)):
            full = person.whole
            again = Mention(
                token.start, token.end, Kind.PERSON, _AGAIN, "again", "", full, person.name, person.entities
            )
            further.append(again)
        elif token.first and one is None and token.text in singles and len(token.text) >= _SHORTEST:
            first = singles[token.text]
            further.append(Mention(token.start, token.end, first.kind, first.score * 0.9, "again"))
    return further


def _abbreviates(acronym: str, one: Mention, frame: Frame) -> bool:
    """Whether an acronym may stand for a name: of several words, one of which begins as the acronym does."""
    words = frame.words(*one.whole).split()
    if one.kind in (Kind.STATE, Kind.PLACE, Kind.PERSON) or len(words) < 2:
        return False
    return any(word[:1].lower() == acronym[:1].lower() for word in words)


def _acronyms(best: Sequence[Mention], frame: Frame) -> list[Mention]:
    """What is called by an acronym in brackets behind its full name is meant wherever the acronym stands."""
    full: dict[str, Mention] = {}
    for before, after in itertools.pairwise(best):
        bare = frame.text[after.start : after.end]
        if (
            bare.isupper()
            and " " not in bare
            and _abbreviates(bare, before, frame)
            and _BRACKET.fullmatch(frame.text[before.end : after.start])
        ):
            full.setdefault(bare, before)
    explained = []
    for one in best:
        meant = full.get(frame.text[one.start : one.end])
        if meant is not None and not one.entities and not meant.start <= one.start < meant.end:
            explained.append(
                replace(
                    one,
                    kind=meant.kind,
                    score=_EXPLAINED,
                    reason="explained",
                    full=meant.whole,
                    name=meant.name,
                    entities=meant.entities,
                )
            )
    return explained


def _in_headings(best: Sequence[Mention], frame: Frame, tongue: str) -> list[Mention]:
    """Names of the text in its headings, where capitals tell nothing."""
    styled = [at for at in frame.lines.starts if at < len(frame.text) and frame.lines.style(at)]
    if not styled:
        return []
    named: dict[Row, Mention] = {}
    for one in best:
        text = frame.words(*one.whole)
        if one.score >= _LOWEST and not frame.lines.style(one.start) and len(text) >= _SHORTEST:
            named.setdefault(Row(text, one.kind, text), one)
    names = Names(list(named))
    further = []
    for at in styled:
        end = frame.text.find("\n", at)
        for hit in names.find(frame.text[at : end if end >= 0 else None], suffixes=tongue == "az"):
            one = named[hit.rows[0]]
            further.append(
                Mention(
                    at + hit.start, at + hit.end, one.kind, _HEADING, "again", "", one.whole, one.name, one.entities
                )
            )
    return further
