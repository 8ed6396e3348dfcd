"""Runs: the words with capitals, and the known names, that stand together in English text. Pure."""

from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.spans import Frame

_OWNERS_INSIDE = words(
    """
    prosecutor general people worker workers child children women men veterans lawyers commissioner president
    minister chief ombudsman king queen journalists teachers bar farmers secretary attorney sheriff governor mayor
    """
)
LONGEST = 40
"""More words with capitals than this are no name; they are read piece by piece."""


def begins_run(frame: Frame, at: int) -> bool:
    token = frame.get(at)
    return token is not None and (frame.is_capital(at) or token.name >= 0)


def run_end(frame: Frame, at: int) -> int:
    """Behind the last of the words with capitals that stand together from here."""
    end = frame.unit_end(at)
    last = min(len(frame.tokens), at + LONGEST)
    while end < last:
        token, before = frame.tokens[end], frame.tokens[end - 1]
        if before.possessive and not possessive_inside(frame, end):
            break
        if (
            (
                token.text == "."
                and _is_initial(before.text)
                and (frame.is_capital(end + 1) or frame.lower(end + 1) in lex.PARTICLES)
            )
            or (token.lower in lex.PARTICLES and before.text == "." and frame.tokens[end - 2].is_capital)
            or (token.lower in lex.PARTICLES and before.lower in lex.PARTICLES and frame.is_capital(end + 1))
            or (
                token.text == "."
                and before.lower in ("mr", "mrs", "ms", "dr", "gen", "col", "lt", "st", "prof", "maj", "sen")
            )
            or (token.text == "&" and frame.is_capital(end + 1))
            or (
                token.lower in lex.PARTICLES
                and token.is_word
                and _name_after(frame, end + 1)
                and frame.is_capital(end - 1)
            )
            or (
                token.lower in ("oglu", "ogly", "oğlu", "ogli", "qızı", "qizi", "gizi", "kizi", "kyzy")
                and token.is_word
            )
        ):
            end += 1
        elif begins_run(frame, end):
            end = frame.unit_end(end)
        else:
            break
    return end


def _name_after(frame: Frame, at: int) -> bool:
    """Whether a capital follows, at once or behind another particle: "van der Berg"."""
    return frame.is_capital(at) or (frame.lower(at) in lex.PARTICLES and frame.is_capital(at + 1))


def possessive_inside(frame: Frame, at: int) -> bool:
    """Whether a possessive belongs to the name that goes on: "Prosecutor's Office", never "Azerbaijan's Ministry"."""
    before = frame.tokens[at - 1]
    if before.name >= 0 or not frame.is_capital(at):
        return False
    return before.lower in _OWNERS_INSIDE


def _is_initial(text: str) -> bool:
    return (len(text) == 1 and text.isupper()) or text in ("Yu", "Ya", "Sh", "Ch", "Dzh", "Ju")
