"""Case endings of names: bounded rules for Azerbaijani, and the written-out forms of Russian names. Pure."""

import re

# What may follow a name in Azerbaijani, folded: plural, possessive, case, "which is in"; at most one of each.
_AZ = re.compile(
    r"(?:l[ae]r)?(?:(?:[iu]|s[iu])(?:n)?)?(?:n?[iu]n|[ny]?[aeiu]|[nd]?d[ae](?:n|ki)?|d[iu]r|l[ae]|c[ae]|s[iu]z|l[iu])?"
    r"(?:d[iu]r|ki)?"
)
_AZ_LONGEST = 10


def is_azerbaijani_ending(rest: str) -> bool:
    """Whether the folded letters that follow a name are nothing but its ending: "nin" in "Azərbaycanın"."""
    return len(rest) <= _AZ_LONGEST and _AZ.fullmatch(rest) is not None


_DECLINED, _MOST_FORMS = 4, 300
_HARD = "бвгджзклмнпрстфхцчшщ"
_ADJECTIVES = {
    "ая": ("ой", "ую"), "яя": ("ей", "юю"), "ое": ("ого", "ому", "ым", "ом"), "ее": ("его", "ему", "им", "ем"),
    "ый": ("ого", "ому", "ым", "ом"), "ой": ("ого", "ому", "ым", "ом"), "ий": ("ого", "ому", "им", "ом"),
    "ые": ("ых", "ым", "ыми"), "ие": ("их", "им", "ими"),
}  # fmt: skip
_SURNAME = re.compile(r"(?:ов|ев|ёв|ин|ын)$")
_SURNAME_HER = re.compile(r"(?:ова|ева|ёва|ина|ына)$")


def _noun_forms(word: str) -> tuple[str, ...]:
    """A Russian noun in its other cases, as far as its end tells them."""
    if word.endswith("ия"):
        return tuple(word[:-1] + end for end in ("и", "ю", "ей"))
    if word.endswith(("ие", "ье")):
        return tuple(word[:-1] + end for end in ("я", "ю", "ем", "и"))
    if word.endswith("ство"):
        return tuple(word[:-1] + end for end in ("а", "у", "ом", "е"))
    if word.endswith("а") and len(word) > 2:
        soft = word[-2] in "гкхжчшщ"
        return tuple(word[:-1] + end for end in ("и" if soft else "ы", "е", "у", "ой", "ей"))
    if word.endswith("я"):
        return tuple(word[:-1] + end for end in ("и", "е", "ю", "ей"))
    if word.endswith(("ай", "ей", "ий")):
        return tuple(word[:-1] + end for end in ("я", "ю", "ем", "е", "и"))
    if word.endswith("ь"):
        return tuple(word[:-1] + end for end in ("я", "ю", "ем", "и", "е", "ью"))
    if word[-1:] in _HARD:
        return tuple(word + end for end in ("а", "у", "ом", "е", "ем"))
    return ()


def _by_case(word: str, *, person: bool) -> dict[str, tuple[str, ...]]:
    if person and _SURNAME.search(word):
        return {"noun": tuple(word + end for end in ("а", "у", "ым", "е"))}
    if person and _SURNAME_HER.search(word):
        return {"noun": (word[:-1] + "ой", word[:-1] + "у")}
    for end, forms in _ADJECTIVES.items():
        if word.endswith(end) and len(word) > len(end) + 2:
            return {"adjective": tuple(word[: -len(end)] + form for form in forms)}
    return {"noun": _noun_forms(word)}


def russian_forms(name: str, *, person: bool = False) -> set[str]:
    """The forms of a folded Russian name. The words up to the first noun decline; of a person's name, all words do.

    Forms that nobody writes are among them: they are only looked for.
    """
    words = name.split(" ")
    forms: list[list[str]] = []
    for number, word in enumerate(words):
        by_case = _by_case(word, person=person)
        kind, found = next(iter(by_case.items()))
        forms.append([word, *found])
        if kind == "noun" and not person:
            forms += [[rest] for rest in words[number + 1 :]]
            break
    if len(forms) == 1:
        return set(forms[0])
    return {name} | set(_agreeing(forms))


def _agreeing(forms: list[list[str]]) -> list[str]:
    """The words joined, each declined: few words, so every combination of declined forms is written out."""
    declined = [options[1:] or options for options in forms[:_DECLINED]]
    joined = declined[0]
    for options in declined[1:]:
        joined = [f"{head} {option}" for head in joined for option in options][:_MOST_FORMS]
    rest = "".join(f" {options[0]}" for options in forms[_DECLINED:])
    return [f"{text}{rest}" for text in joined]
