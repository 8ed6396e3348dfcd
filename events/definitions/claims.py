"""What the words in a claim mean, and how a claim is weighed against its evidence and its rivals."""

from django.utils.translation import gettext_lazy as _

from editorial.definitions import Definitions
from events.choices import (
    AnchorResult,
    Credibility,
    EventStatus,
    Hedge,
    Judgement,
    Rank,
    RankReason,
    ReplyCapacity,
    Stance,
    Unit,
    ValueKind,
)
from events.properties import ValueType

VALUE_TYPES: Definitions = {
    ValueType.TEXT: _("A short statement in plain words."),
    ValueType.TERM: _("One term of a fixed list."),
    ValueType.EDTF: _("A date, a span of dates or an uncertain date in the Extended Date/Time Format (ISO 8601-2)."),
    ValueType.NUMBER: _("A number or a range, with a hedge, a unit and, in words, what was counted."),
    ValueType.ENTITY: _("A person, body, place or instrument that has a record of its own."),
}

STATUSES: Definitions = {
    EventStatus.ANNOUNCED: _("Somebody entitled to do so said in public that it will take place."),
    EventStatus.PLANNED: _("It was being prepared, without a public commitment to it."),
    EventStatus.HELD: _("It took place, and no more is told of how it ended."),
    EventStatus.IN_FORCE: _("What was agreed or ordered binds from the time told."),
    EventStatus.COMPLETED: _("It came to its intended end."),
    EventStatus.CANCELLED: _("It was called off before it took place, or broken off for good."),
    EventStatus.ALLEGED: _("Somebody says it took place, and nobody else has confirmed or established it."),
}

VALUE_KINDS: Definitions = {
    ValueKind.VALUE: _("The source says what the value is."),
    ValueKind.UNKNOWN: _("The source says that the value is not known, which contradicts no other claim."),
    ValueKind.NONE: _("The source says that there is no such thing, which contradicts every claim of a value."),
}

HEDGES: Definitions = {
    Hedge.EXACTLY: _("The number itself and no other, which is assumed where the source does not hedge."),
    Hedge.ABOUT: _("The number give or take a tenth of it."),
    Hedge.ALMOST: _("The number give or take a tenth of it, as sources use the word loosely."),
    Hedge.AT_LEAST: _("The number itself or any above it."),
    Hedge.MORE_THAN: _("Any number above it, and not the number itself."),
    Hedge.AT_MOST: _("The number itself or any below it."),
    Hedge.FEWER_THAN: _("Any number below it, and not the number itself."),
}

# The interval that a hedged number v allows, in the notation of ISO 31-11: a round bracket leaves its end out.
HEDGE_BOUNDS: dict[str, str] = {
    Hedge.EXACTLY: "[v, v]",
    Hedge.ABOUT: "[v − 10 %, v + 10 %]",
    Hedge.ALMOST: "[v − 10 %, v + 10 %]",
    Hedge.AT_LEAST: "[v, ∞)",
    Hedge.MORE_THAN: "(v, ∞)",
    Hedge.AT_MOST: "(−∞, v]",
    Hedge.FEWER_THAN: "(−∞, v)",
}

UNITS: Definitions = {
    Unit.PERSONS: _("Human beings, in whatever capacity they were counted."),
    Unit.DOCUMENTS: _("Agreements, resolutions, reports and other texts."),
    Unit.AGENDA_ITEMS: _("Points on the agenda of one sitting."),
    Unit.OPERATIONS: _("Raids, exercises, missions and other undertakings in the field."),
    Unit.CASES: _("Investigations, proceedings or requests, each counted once whoever is in it."),
    Unit.ITEMS: _("Things that can be told apart and counted, such as weapons, vehicles or accounts."),
    Unit.KILOGRAMS: _("Mass, converted from another unit where the reading says so."),
    Unit.MONEY: _("An amount in the currency that is named, never converted."),
    Unit.DAYS: _("A length of time in calendar days."),
    Unit.OTHER: _("A quantity that none of the units above fits, as the words on what was counted say."),
}

CREDIBILITY: Definitions = {
    str(Credibility.CONFIRMED): _(
        "Other, independent sources confirm it, and it is logical and agrees with what else is known."
    ),
    str(Credibility.PROBABLY_TRUE): _("It is not confirmed, but logical and in agreement with what else is known."),
    str(Credibility.POSSIBLY_TRUE): _(
        "It is not confirmed, but reasonably logical and in partial agreement with what else is known."
    ),
    str(Credibility.DOUBTFUL): _("It is possible but not logical, and nothing else is known about the matter."),
    str(Credibility.IMPROBABLE): _("It is not logical, and what else is known contradicts it."),
    str(Credibility.CANNOT_BE_JUDGED): _(
        "There is no ground on which to say, which is the default and is not a low grade."
    ),
}

STANCES: Definitions = {
    Stance.SUPPORTS: _("Whoever accepts the passage must accept the claim, given the reading noted with it."),
    Stance.PARTLY_SUPPORTS: _("The passage bears out a part of the claim, or a weaker form of it."),
    Stance.CONTRADICTS: _("Whoever accepts the passage must reject the claim."),
    Stance.MENTIONS: _("The passage speaks of the matter and decides nothing."),
}

RANKS: Definitions = {
    Rank.PREFERRED: _("The editors hold it to be the best among its rivals, and it is shown first."),
    Rank.NORMAL: _("It stands beside its rivals on its evidence alone."),
    Rank.DEPRECATED: _("The editors hold it to be wrong or outdated, and it is shown last and counts in no conflict."),
}

RANK_REASONS: Definitions = {
    RankReason.SUPERSEDED: _("The same source, or whoever is quoted, has since said something else."),
    RankReason.MISREAD: _("The quotation does not say what the claim takes from it."),
    RankReason.SOURCE_RETRACTED: _("Whoever published the source withdrew it."),
    RankReason.DUPLICATE: _("Another claim says the same on the same evidence."),
    RankReason.WRONG_ENTITY: _("It was said of somebody or something else of a similar name."),
    RankReason.OUTDATED: _("It was right for its time and is so no longer."),
}

REPLY_CAPACITIES: Definitions = {
    ReplyCapacity.CONCERNED: _("The claim names them, or speaks of what they did."),
    ReplyCapacity.SPEAKS_FOR: _("They say that they reply on behalf of a person or body that the claim is about."),
    ReplyCapacity.QUOTED: _("The claim rests on what they said or published."),
    ReplyCapacity.OTHER: _("They are none of these, and say that they know of the matter."),
}

JUDGEMENTS: Definitions = {
    Judgement.SAME: _("The two records stand for one thing, and once published the second is shown as the first."),
    Judgement.DIFFERENT: _("The two records stand for two things, and are not proposed as one again."),
    Judgement.UNSURE: _("What is known does not decide it, and both records stay as they are."),
}

ANCHOR_RESULTS: Definitions = {
    AnchorResult.EXACT: _("The quotation stands in the later capture at the same place, in the same context."),
    AnchorResult.MOVED: _("The quotation stands in the later capture once, letter for letter, at another place."),
    AnchorResult.AMBIGUOUS: _(
        "The quotation stands in the later capture several times, and its context does not choose."
    ),
    AnchorResult.CHANGED: _("The context stands around other words, or the passage differs in marks, blanks or case."),
    AnchorResult.MISSING: _("Neither the quotation nor its context stands in the later capture."),
}

# When two published values of a single-valued property contradict each other; a deprecated claim never does.
CONFLICTS: Definitions = {
    "date": _("Two dates conflict when no day lies between the earliest and the latest day of both."),
    "place": _("Two places conflict when neither of them is, or lies within, the other."),
    "status": _(
        "Two statuses conflict when they differ at the same valid time, or when neither has one; "
        "one with and one without a time are progress."
    ),
    "count": _(
        "Two numbers of one unit, currency and thing counted conflict when their valid times meet "
        "and no number lies within the bounds of both."
    ),
    "part_of": _("Two wholes conflict when their valid times meet and neither contains the other."),
    "located_in": _("Two locations conflict when their valid times meet and neither lies within the other."),
    "valid_period": _("Two periods conflict when no day lies between the earliest and the latest day of both."),
}
