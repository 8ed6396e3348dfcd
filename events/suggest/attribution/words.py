"""The words by which three languages say whose word a statement is. Pattern fragments."""

# ruff: noqa: E501 -- tables of words

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """How one language attributes a statement."""

    verbs: str  # somebody says something
    that: str  # between the verb and what is said
    phrases: str  # before the speaker: "according to"
    behind: str  # behind the speaker: "-in sözlərinə görə"
    leading: str  # what a sentence may begin with before its subject
    pronouns: str
    sources: str  # nouns that can speak without a name


ENGLISH = Language(
    verbs=(
        r"(?:said|says|told|stated|noted|stressed|added|adds|announced|reported|declared|emphasi[sz]ed|explained"
        r"|claimed|confirmed|warned|argued|recalled|reiterated|pointed out|underlined|highlighted|informed|wrote|tweeted|admitted"
        r"|denied|insisted|suggested|acknowledged|asserted|alleged|expressed (?:his|her|its|their)? ?(?:confidence|hope|concern|regret|gratitude))"
    ),
    that=r"(?:(?:[\w’'-]+ ){0,4}?that,? |, |: )?",
    phrases=r"(?:according to|in the words of|as (?:reported|stated|announced) by|citing|quoting)",
    behind=r"(?!x)x",
    leading=r"(?:on|in|at|during|after|before|for|from|speaking|addressing|opening|noting|stressing|touching|bringing|commenting|meanwhile|earlier|however|moreover|also|further|furthermore|asked|concluding|as|following)\b[^,]{0,140},\s+",
    pronouns="he|she|they|it|i|we",
    sources="report|statement|document|ministry|police|officials?|spokes(?:man|woman|person)|authorities|service|agency|government|court|prosecutors?|committee|source|sources|experts?|minister|president|ambassador|head|chief|director|council|lawyer|judge|governor|mayor|commander|press service|office|embassy|witness(?:es)?|delegation|chair(?:man|woman|person)?|secretary(?:-general)?|representatives?|investigators?|security service|group|speaker|army|military",
)
RUSSIAN = Language(
    verbs=(
        r"(?:сообщил[аи]?|сообщает|сообщают|сообщили|заявил[аи]?|заявляет|отметил[аи]?|подчеркнул[аи]?|сказал[аи]?|рассказал[аи]?|добавил[аи]?"
        r"|уточнил[аи]?|пояснил[аи]?|напомнил[аи]?|объявил[аи]?|передает|передал[аи]?|пишет|ответил[аи]?|указал[аи]?|утверждает|утверждают|считает|назвал[аи]?)"
    ),
    that=r"(?:(?:[\w-]+ ){0,3}?,? ?что |, |: )?",
    phrases=r"(?:по словам|по данным|по информации|по мнению|по сведениям|по сообщению|согласно|со ссылкой на|как (?:сообщил[аи]?|заявил[аи]?|отметил[аи]?|пишет|передает|сообщает|рассказал[аи]?|сообщают))",
    behind=r"(?!x)x",
    leading=r"(?:на|в|во|после|по|при|выступая|говоря|комментируя|отвечая|кроме того|также|при этом|ранее)(?!\w)[^,]{0,140},\s+",
    pronouns="он|она|они",
    sources="министерств\\w*|полици\\w+|пресс-служб\\w*|ведомств\\w*|источник\\w*|комитет\\w*|министр|президент|директор|посол|глава|эксперт\\w*|адвокат\\w*|генерал|следстви\\w+|прокуратур\\w*|суд\\w*|спецслужб\\w*|председатель|депутат|представител\\w+|собеседник\\w*|власт\\w+|доклад\\w*",
)
AZERBAIJANI = Language(
    verbs=(
        r"(?:bildirib(?:lər)?|bildirdi|bildirmişdir|deyib(?:lər)?|dedi|demişdir|qeyd edib(?:lər)?|qeyd edilib|vurğulayıb(?:lar)?|söyləyib(?:lər)?|açıqlayıb"
        r"|məlumat verib(?:lər)?|xəbər verir|xəbər verib|əlavə edib|yazıb|yazır|diqqətə çatdırıb|xatırladıb|qeyd etdi|vurğuladı)"
    ),
    that=r"(?: ?ki,? |, |: )?",
    phrases=r"(?!x)x",
    behind=r"(?:sözlərinə (?:görə|əsasən)|fikrincə|məlumatına (?:görə|əsasən)|verilən məlumata (?:görə|əsasən)|bildirdiyinə görə|verdiyi məlumata (?:görə|əsasən)|istinadən)",
    leading=r"(?!x)x",
    pronouns="o|onlar",
    sources="nazirlik\\w*|nazir\\w*|xidmət\\w*|mətbuat\\w*|polis\\w*|prokurorluq\\w*|məhkəmə\\w*|rəis\\w*|sədr\\w*|ekspert\\w*|mənbə\\w*|komitə\\w*|prezident\\w*|səfir\\w*|rəhbər\\w*|nümayəndə\\w*|hesabat\\w*|vəkil\\w*",
)
LANGUAGES: Mapping[str, Language] = {"en": ENGLISH, "ru": RUSSIAN, "az": AZERBAIJANI}
