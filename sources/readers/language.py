"""The language of a text, guessed from its script and its commonest words; nothing rather than something doubtful."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from sources.readers.lines import fold

# Commonest words, chosen so that no two neighbouring languages share many.
_STOP_WORDS = {
    "en": "the of and to in that is for on with was as by at it from are has have which this be an were been will not",
    "az": "və ilə bu üçün olan da də bir ki isə edib olub görə ən kimi sonra həmin çox daha nə edilib həm onun olaraq",
    "tr": "ve bir bu için ile da de olan olarak daha çok en gibi ise sonra kadar ancak göre olduğunu tarafından değil",
    "de": "der die und den das von mit für auf im ist des dem ein eine nicht als auch sich bei nach wird werden zu",
    "fr": "le la les des et du en un une pour dans que qui est sur par au avec aux ont été plus ce cette",
    "es": "el la los las de del y que en por con para una un es su al se como más ha fue sus entre",
    "it": "il di che e la per un in del della sono con una dei nel alla delle gli anche ha è dal",
    "uz": "va bilan uchun bu bir ham hamda bo‘yicha bo'yicha o'zbekiston qilish etish bo'lgan ning lekin esa kerak",
    "ru": "и в на что по с не для из о от как к это его за был при также также он года с его было их",
    "uk": "і в на що з до та не для за від як про у це його був при також він року із",
    "kk": "және мен бұл үшін бір да де деп бойынша осы болып туралы ол еді ретінде",
    "ky": "жана менен бул үчүн бир да деп боюнча ушул болуп тууралуу ал эле катары",
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه كما بين بعد ما لا",
    "fa": "در از به که این را با است برای آن های می شد بر تا",
}
_WORDS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
_SCRIPTS = {"GEORGIAN": "ka", "ARMENIAN": "hy", "HEBREW": "he", "GREEK": "el", "HANGUL": "ko", "CJK": "zh"}
KNOWN_LANGUAGES = frozenset({*_STOP_WORDS, *_SCRIPTS.values(), "ja"})
_SAMPLE = 8_000  # code points; enough for any document, and the cost stays the same for long ones
_FEWEST_WORDS = 6
_LEAST_SHARE, _LEAST_LEAD = 0.06, 1.4


@lru_cache(maxsize=8)  # asked twice of a text without furniture
def guess_language(text: str) -> str:
    """The ISO 639-1 code of the text's language; empty where it is short, mixed, or in a language not known here."""
    sample = text[:_SAMPLE]
    alone = _language_of_script(sample)
    if alone:
        return alone
    if _is_russian(sample):
        return "ru"
    words = re.findall(r"[^\W\d_]+(?:['‘’][^\W\d_]+)*", fold(sample))
    if len(words) < _FEWEST_WORDS:
        return ""
    counts = Counter(words)
    scores = {language: sum(counts[word] for word in known) / len(words) for language, known in _WORDS.items()}
    if "ə" in sample:
        scores["az"] += sum("ə" in word for word in words) / len(words)  # no other language written in Latin has it
    (best, score), (_, second) = Counter(scores).most_common(2)
    return best if score >= _LEAST_SHARE and score >= second * _LEAST_LEAD else ""


def _is_russian(sample: str) -> bool:
    """Whether the text has the letters of Russian and (nearly) none that its neighbours have besides."""
    lower = sample.lower()
    own = sum(lower.count(sign) for sign in "ыэ")
    others = sum(lower.count(sign) for sign in "іїєґўәғқңөұүһҳҷӣӯњћђљџјѓќ")
    return 20 < sum("а" <= sign <= "я" for sign in lower) <= own * 250 and others * 10 <= own


def _language_of_script(sample: str) -> str:
    """The language of a script that (in our field) writes one only; empty for the others."""
    scripts: Counter[str] = Counter()
    for sign, count in Counter(sample).items():
        if sign.isalpha():
            scripts[unicodedata.name(sign, "").split(" ")[0].split("-")[0]] += count
    if scripts["HIRAGANA"]:
        return "ja"
    total = sum(scripts.values())
    return next((code for script, code in _SCRIPTS.items() if total and scripts[script] > total / 2), "")
