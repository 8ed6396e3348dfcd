"""Which sentences of a document report an event: one that has happened, once, and not what somebody thinks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from editorial import dates as edtf_dates
from events.choices import EventKind
from events.suggest.document import Document, Span, Suggested
from events.suggest.events.triggers import WEAK, Language, Trigger

THRESHOLD = 0.6
_LONGEST = 2000  # code points; what is longer is a table or a list, and no quotation
_BEFORE = 60  # code points looked at before a verb
_QUOTED = re.compile(r"[“„][^“”\n]{25,1500}[”“]|«[^«»\n]{40,1500}»|(?<!\w)\"[^\"\n]{25,1500}\"")
_ENDS = re.compile(r"[.!?…:;][\"”’»)\]]*(?:\[\d+\])?$")
_NAME = re.compile(r"(?<=[\w,] )[A-ZА-ЯƏÖÜÇŞĞİ][^\W\d_]{2,}")
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th|-[ейя]|-ci|-cı|-cu|-cü)\b")
_THAT = re.compile(
    r"\b(?:said|noted|stressed|added|explained|recalled|emphasi[sz]ed|believes|thinks|knew)"
    r" (?:that|the|they|two|he|she|it)\b"
    r"|\b(?:отметил|подчеркнул|напомнил|добавил|считает)[аи]?, что\b|\b(?:qeyd edib|vurğulayıb|bildirib) ki\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(r"\b(?:has|have)(?: \w+ly)?(?: been)?\s+$", re.IGNORECASE)
_PRECISE = 0.25  # what a date to the day adds
_PARTICIPLE = re.compile(r"(?:ed|(?<!m)en|wn|eld|ught|sent)$")
_PRESENT = re.compile(r"\b(?:is|are)(?: \w+ly)?\s+$", re.IGNORECASE)
_LEAD = (0.15, 0.1, 0.1)  # what the first sentences of a report are more likely to tell
_DAY = re.compile(r"\d{4}-\d\d-\d\d[~?]?(?:/\d{4}-\d\d-\d\d)?")
_YEARS = re.compile(r"\d{4}/\d{4}")  # what a plan covers, not when it was adopted
_OF_LAW = re.compile(
    r"\b(?:act|law|code|decree|convention|resolutions?|treaty|constitution|charter) (?:of|from) $"
    r"|\b(?:закон\w*|указ\w*|резолюци\w+) от $",
    re.IGNORECASE,
)
# "the May 16, 2003 bombings": the date of another event than the one reported.
_OTHER_EVENT = re.compile(
    r" (?:terror(?:ist)? )?(?:bombings?|attacks?|elections?|revolution|war|coup|explosions?|massacre|events)\b"
)
_MONTH = re.compile(r"\d{4}-(?:0\d|1[0-2])[~?]?")
# In these an organ or delegation comes together; told again without a date it is the same one.
CONFERRING = frozenset(
    {
        EventKind.MEETING, EventKind.SESSION, EventKind.VISIT, EventKind.ASSESSMENT_VISIT, EventKind.NEGOTIATION,
        EventKind.TRAINING, EventKind.EXERCISE, EventKind.MUTUAL_EVALUATION,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reported:
    """A passage that reports an event, and the words by which it does."""

    start: int
    end: int
    kind: EventKind
    cue: Span
    score: float
    dates: tuple[Suggested, ...] = ()
    place: int = 0  # the how manieth sentence of running text
    is_same: bool = False  # it goes on with what was told before


def reported(document: Document, language: Language, dates: Sequence[Suggested]) -> Iterator[Reported]:
    """The passages that may report an event, each with its score, in the order of the text."""
    text = document.flowing.replace("ё", "е").replace("Ё", "Е")
    small = text.replace("İ", "i").lower()
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    number = 0
    at = 0
    dates = [one for one in dates if not _is_ahead(one, document)]
    for start, end in document.sentences:
        if not _is_prose(text, start, end):
            continue
        while at < len(dates) and dates[at].start < start:
            at += 1
        inside = tuple(one for one in dates[at : at + 40] if one.end <= end)
        sentence = _Sentence(text, small, start, end, number, inside, quoted, language)
        yield from sentence.events()
        number += 1


def _is_ahead(date: Suggested, document: Document) -> bool:
    """Whether the date lies after publication: what is to happen then has not happened."""
    if document.published_bounds is None:
        return False
    return edtf_dates.parse(date.payload["edtf"]).earliest > document.published_bounds[1].toordinal()


def _is_prose(text: str, start: int, end: int) -> bool:
    line_end = text.find("\n", end)
    paragraph = text[start : line_end if line_end >= 0 else len(text)].rstrip()
    return 25 <= end - start <= _LONGEST and bool(_ENDS.search(text[start:end]) or _ENDS.search(paragraph))


@dataclass(frozen=True)
class _Sentence:
    text: str
    small: str  # the text in small letters
    start: int
    end: int
    number: int
    dates: tuple[Suggested, ...]
    quoted: Sequence[Span]
    language: Language

    def events(self) -> Iterator[Reported]:
        """What the sentence reports: one event, or one a clause where each has words and a date of its own."""
        found = [one for trigger in self.language.triggers for one in self._matches(trigger)]
        apart = list(self._by_clause(found))
        if len(apart) > 1:
            yield from apart
            return
        best = max(found, key=_surest, default=None)
        if best is not None:
            best = replace(best, dates=self._dates(self.start, self.end))
            yield replace(best, score=self._weighed(best))
        yield from self._nouns(best)

    def _matches(self, trigger: Trigger) -> Iterator[Reported]:
        """The verbs of one kind of event, as sure as their words make them."""
        for match in trigger.pattern.finditer(self.small if trigger.is_small else self.text, self.start, self.end):
            if any(start < match.end() <= end for start, end in self.quoted):
                continue
            sureness = trigger.sureness - self._doubt(match.start(), match[0].partition(" ")[0])
            if sureness > 0:
                yield Reported(
                    self.start, self.end, trigger.kind, match.span(), sureness, place=self.number, is_same=self.is_same
                )

    def _doubt(self, verb: int, word: str) -> float:
        """How much what stands before the verb speaks against its having happened."""
        before = self.text[max(self.start, verb - _BEFORE) : verb]
        rules = self.language.compiled
        if rules["unreal"].search(before):
            return 1.0
        is_verb = not word.isascii() or bool(_PARTICIPLE.search(word))
        if is_verb and rules["described"].search(before):
            return 0.3
        if is_verb and _PRESENT.search(before):
            return 0.4
        return 0.1 if _PERFECT.search(before) and self.number else 0.0

    def _weighed(self, one: Reported) -> float:
        """The sureness of its words, with what the sentence adds and takes."""
        sentence, rules = self.text[one.start : one.end], self.language.compiled
        score = one.score + _precision(one.dates)
        score += 0.05 * bool(_NAME.search(sentence)) + 0.05 * bool(_ORDINAL.search(sentence))
        score += _LEAD[self.number] if self.number < len(_LEAD) and one.score > WEAK else 0
        # "At the end of the meeting two documents were signed": a further event of one told before.
        score += 0.05 * (one.is_same and one.kind not in CONFERRING)
        precise = _precision(one.dates) == _PRECISE
        score -= (0.2 if precise else 0.45) * bool(rules["general"].search(sentence))
        score -= (0.15 if precise else 0.3) * bool(rules["again"].search(sentence))
        score -= 0.15 * bool(_THAT.search(sentence) and not one.dates)
        return round(max(score, 0.0), 3)

    @cached_property
    def is_same(self) -> bool:
        return bool(self.language.compiled["same"].search(self.text, self.start, self.end))

    def _dates(self, start: int, end: int) -> tuple[Suggested, ...]:
        """The dates on which something was done: not those on which it was said, or which bound something else."""
        rules, kept = self.language.compiled, []
        for one in self.dates:
            if one.payload.get("dateline") or _YEARS.fullmatch(one.payload["edtf"]):
                continue
            before = self.text[max(self.start, one.start - _BEFORE) : one.start]
            if start <= one.start < end and not rules["said"].search(_without_on(before)):
                kept.append(one)
        return tuple(one for one in kept if not self._bounds(one))

    def _bounds(self, one: Suggested) -> bool:
        """Whether the date is one at which something else begins or ends; days from … to … are the event's own."""
        before = self.text[max(self.start, one.start - 30) : one.start]
        if _OF_LAW.search(before) or _OTHER_EVENT.match(self.text, one.end):
            return True
        return "/" not in one.payload["edtf"] and bool(self.language.compiled["until"].search(before))

    def _by_clause(self, found: Sequence[Reported]) -> Iterator[Reported]:
        """The clauses with an event and a date of their own."""
        ends = [match.span() for match in self.language.compiled["clauses"].finditer(self.text, self.start, self.end)]
        starts = [self.start, *(end for _start, end in ends)]
        stops = [*(start for start, _end in ends), self.end]
        begin, taken = self.start, list[Reported]()
        for start, stop in zip(starts, stops, strict=True):
            dates = self._dates(start, stop)
            here = [one for one in found if start <= one.cue[0] < stop and one.score > WEAK]
            if not dates or not here or not _precision(dates):
                continue
            best = max(here, key=_surest)
            if taken:
                taken[-1] = replace(taken[-1], end=self._back_to_word(start))
                begin = start
            taken.append(replace(best, start=begin, end=self.end, dates=dates))
        yield from (replace(one, score=self._weighed(one)) for one in taken)

    def _back_to_word(self, place: int) -> int:
        """Where the clause before the joint ends, without the words and signs of the joint."""
        joints = self.language.compiled["clauses"].finditer(self.text, self.start, self.end)
        joint = next((match.start() for match in joints if match.end() == place), place)
        return self.start + len(self.text[self.start : joint].rstrip(" ,;"))

    def _nouns(self, best: Reported | None) -> Iterator[Reported]:
        """An event that a noun and a date name: "the initial visit of October 2009"."""
        main = best is not None and best.score >= THRESHOLD - 0.2
        for date in self.dates:
            if (
                best is not None
                and main
                and date in best.dates[:1]
                and len(best.dates) == 1
                and best.cue[0] < date.start
            ):
                before = self.text[best.cue[1] : date.start]
                if len(before) < 40:
                    continue
            line = self.text[max(self.start, date.start - 90) : date.start]
            for kind, noun in self.language.dated_nouns:
                match = noun.search(line)
                precise = _precision([date])
                if match and precise > 0.1:
                    cue = date.start - len(line) + match.start()
                    if best is not None and best.cue[0] <= cue <= best.cue[1]:
                        continue
                    start, end = self._clause(cue) if main else (self.start, self.end)
                    score = 0.45 + precise - 0.3 * bool(self.language.compiled["again"].search(self.text[start:end]))
                    yield Reported(start, end, kind, (cue, date.start), score, (date,), self.number)
                    break

    def _clause(self, place: int) -> Span:
        """The clause around a place of the sentence."""
        start, end = self.start, self.end
        for match in self.language.compiled["clauses"].finditer(self.text, self.start, self.end):
            if match.end() <= place:
                start = match.end()
            elif match.start() > place:
                end = match.start()
                break
        return start, end


def _surest(one: Reported) -> tuple[float, int, int]:
    """The surest words; of equal ones those that come first, and the shortest."""
    return one.score, -one.cue[0], -one.cue[1]


def _without_on(before: str) -> str:
    return re.sub(r"(?:\b(?:on|in|late|early|the|last|в|во|на)\s+)+$", "", before, flags=re.IGNORECASE)


def _precision(dates: Sequence[Suggested]) -> float:
    """What the best of the dates adds: a day more than a month, a month more than a year."""
    told = [one.payload["edtf"] for one in dates]
    if any(_DAY.fullmatch(edtf) for edtf in told):
        return _PRECISE
    if any(_MONTH.fullmatch(edtf) for edtf in told):
        return 0.2
    return 0.1 if told else 0.0


def chosen(found: Sequence[Reported]) -> list[Reported]:
    """Those that are sure enough, without those that tell again of an event told before."""
    kept: list[Reported] = []
    seen: dict[EventKind, int] = {}
    for one in found:
        if one.score < THRESHOLD:
            continue
        family = [kind for kind in seen if kind == one.kind or {kind, one.kind} <= CONFERRING]
        if family and not one.dates and (one.is_same or one.kind in seen):
            continue
        seen[one.kind] = seen.get(one.kind, 0) + 1
        kept.append(one)
    return kept


def spoken_of(found: Mapping[str, Sequence[Suggested]], name: str) -> Sequence[Suggested]:
    """What another suggester found, or nothing where there is none."""
    return found.get(name, ())
