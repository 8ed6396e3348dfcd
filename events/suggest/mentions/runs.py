"""Runs: the words with capitals, and the known names, that stand together in English text. Pure."""

from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.spans import Frame

_ABBREVIATED = words("mohd md mr mrs ms dr gen col lt st prof maj sen capt sgt adm brig")
_PATRONYMIC = words("oglu ogly oğlu ogli qızı qizi gizi kizi kyzy")
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
        if frame.tokens[end - 1].possessive and not possessive_inside(frame, end):
            break
        if begins_run(frame, end):
            end = frame.unit_end(end)
        elif _joins(frame, end):
            end += 1
        else:
            break
    return end


def _joins(frame: Frame, at: int) -> bool:
    """Whether a small word or sign stands inside a name: the stop of an initial, a particle, "&", a patronymic."""
    token, before = frame.tokens[at], frame.tokens[at - 1]
    if token.text == ".":
        return before.lower in _ABBREVIATED or (
            _is_initial(before.text) and (frame.is_capital(at + 1) or frame.lower(at + 1) in lex.PARTICLES)
        )
    if token.text == "&":
        return frame.is_capital(at + 1)
    if not token.is_word:
        return False
    if token.lower in _PATRONYMIC:
        return True
    led = before.text == "." or before.lower in lex.PARTICLES or frame.is_capital(at - 1)
    return token.lower in lex.PARTICLES and led and _name_after(frame, at + 1)


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
