"""The words by which Azerbaijani reports events. In the patterns ``_`` is up to six words between."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

from events.choices import EventKind as K
from events.suggest.events.triggers import LIKELY, STRONG, WEAK, Language, table

# Endings by which a verb says that it has happened: imzalayıb, imzaladı, imzalanmışdır, keçirilib.
_DONE = r"(?:[ıiuü]?(?:y?[ıiuü]b|d[ıiuü]|m[ıiuü]ş(?=d[ıiuü]|l[əa]r))(?:l[əa]r|d[ıiuü]r?|d[ıiuü]rl[əa]r|k|q|m)?)"
_PASSIVE = r"(?:[ıiuü]?[ln])?"
_ED = rf"(?:ed{_DONE}|et{_DONE}|edil{_DONE}|olun{_DONE}|olub|oldu|olmuşdur|ediblər|etdilər|edilmişdir|etmişdir)"
_HELD = rf"(?:keçiril{_DONE}|keçir{_DONE}|baş tut{_DONE}|təşkil {_ED}|başla{_PASSIVE}{_DONE}|başa çat{_DONE}|yekunlaş{_DONE}|olub|oldu|açıl{_DONE}|baş ver{_DONE})"
_CONFER = r"(?:görüş\w*|danışıqlar\w*|məsləhətləşmə\w*|konfrans\w*|forum\w*|seminar\w*|dəyirmi masa\w*|müşavirə\w*|müzakirə\w*)"
_SIT = r"(?:iclas\w*|sessiya\w*|sammit\w*|zirvə görüş\w*|toplantı\w*|plenum\w*|qurultay\w*)"
_DEED = r"(?:saziş\w*|memorandum\w*|protokol\w*|sənəd\w*|razılaşma\w*|müqavilə\w*|fəaliyyət planı\w*)"
_PLAN = r"(?:proqram\w*|strategiya\w*|plan\w*|konsepsiya\w*)"
_LAW = r"(?:qanun\w*|fərman\w*|məcəllə\w*|dəyişiklik\w*|qərar\w*)"
_FORCE = r"(?:terrorçu\w*|yaraqlı\w*|silahlı\w*|ekstremist\w*)"

TRIGGERS = table(
    {
        STRONG: {
            K.ASSESSMENT_VISIT: (rf"(?:qiymətləndirmə|monitorinq) (?:\w+ ){{0,4}}?(?:səfər\w*|missiya\w*) _(?:{_HELD}|{_ED}|gəl{_DONE})", rf"(?:ekspert\w*|missiya\w*) _(?:səfər {_ED}|səfərə gəl{_DONE})"),
            K.VISIT: (rf"səfər(?:ini|ə)? (?:\w+ ){{0,3}}?(?:{_ED}|{_HELD}|gəl{_DONE}|başa vur{_DONE})", rf"səfərə gəl{_DONE}|səfərdə olub|ziyarət {_ED}"),
            K.SESSION: (rf"{_SIT} _{_HELD}", rf"{_SIT} _(?:iştirak {_ED}|çıxış {_ED})"),
            K.MEETING: (rf"{_CONFER} _{_HELD}", rf"görüş{_DONE}(?!\w)|görüşüb(?:lər)?|görüş keçir{_DONE}|qəbul {_ED}(?! qanun)", rf"{_CONFER} _apar{_PASSIVE}{_DONE}"),
            K.JOINT_DECLARATION: (rf"birgə (?:bəyanat|bəyannamə|kommünike)\w* _(?:imzala{_PASSIVE}{_DONE}|qəbul {_ED}|ver{_DONE})",),
            K.STATEMENT: (rf"bəyanat (?:\w+ )?(?:yay{_PASSIVE}{_DONE}|ver{_DONE})",),
            K.TREATY_SIGNED: (rf"(?:konvensiya|müqavilə|xartiya)\w* (?:\w+ ){{0,4}}?imzala{_PASSIVE}{_DONE}",),
            K.TREATY_RATIFIED: (rf"(?:ratifikasiya {_ED}|(?:konvensiya|protokol|saziş|müqavilə)\w* (?:\w+ ){{0,3}}?qoşul{_DONE})",),
            K.AGREEMENT_SIGNED: (rf"{_DEED} _(?:imzala{_PASSIVE}{_DONE}|bağla{_PASSIVE}{_DONE})", rf"imzala{_PASSIVE}{_DONE}"),
            K.PROGRAMME_ADOPTED: (rf"{_PLAN} (?:\w+ ){{0,4}}?(?:təsdiq {_ED}|təsdiqlə{_PASSIVE}{_DONE}|qəbul {_ED})",),
            K.RESOLUTION_ADOPTED: (rf"(?:qətnamə|tövsiyə)\w* (?:\w+ ){{0,3}}?qəbul {_ED}",),
            K.LAW_ADOPTED: (rf"{_LAW} (?:\w+ ){{0,5}}?(?:qəbul {_ED}|imzala{_PASSIVE}{_DONE}|təsdiqlə{_PASSIVE}{_DONE}|təsdiq {_ED}|qüvvəyə min{_DONE})",),
            K.MANDATE_RENEWED: (rf"mandat\w* (?:\w+ ){{0,3}}?(?:uzadıl{_DONE}|uzad{_DONE}|uzat{_DONE})",),
            K.AGREEMENT_ENDED: (rf"{_DEED} (?:\w+ ){{0,3}}?(?:ləğv {_ED}|çıx{_DONE}|dayandır{_PASSIVE}{_DONE})",),
            K.EXTRADITION: (rf"(?:ekstradisiya {_ED}|təhvil ver{_PASSIVE}{_DONE}|deportasiya {_ED}|(?:\w+dan|\w+dən|\w+[ıiuü]?ya|\w+[əa]) gətiril{_DONE})",),
            K.PROSECUTION: (rf"(?:cinayət işi (?:\w+ ){{0,3}}?(?:başla{_PASSIVE}{_DONE}|qaldırıl{_DONE}|açıl{_DONE})|ittiham (?:irəli sürül|elan edil){_DONE}|məhkəmə(?:si| prosesi)? başla{_PASSIVE}{_DONE})",),
            K.CONVICTION: (rf"(?:məhkum {_ED}|həbs cəzası (?:ver|al|kəs)\w*|azadlıqdan məhrum {_ED}|təqsirli bil{_PASSIVE}{_DONE}|hökm (?:oxun|çıxar)\w*|məhkəmə prosesi _başa çat{_DONE})",),
            K.JOINT_INVESTIGATION: (r"birgə (?:istintaq|araşdırma)\w* (?:\w+ ){0,3}?(?:yarad|apar|başla)\w*",),
            K.INFORMATION_SHARING: (rf"(?:məlumat|siyahı)\w* (?:\w+ ){{0,3}}?(?:ötürül|ötür|təqdim ed|verm|təhvil ver)\w*{_DONE}",),
            K.JOINT_OPERATION: (rf"birgə (?:xüsusi )?əməliyyat\w* (?:\w+ ){{0,4}}?{_HELD}",),
            K.SPECIAL_OPERATION: (rf"(?:xüsusi əməliyyat|antiterror əməliyyatı|reyd)\w* (?:\w+ ){{0,5}}?(?:{_HELD}|nəticəsində)", rf"{_FORCE} (?:\w+ ){{0,4}}?(?:zərərsizləşdiril{_DONE}|məhv {_ED}|öldürül{_DONE})"),
            K.ARREST: (rf"(?:saxlanıl{_DONE}|saxla{_PASSIVE}{_DONE}|həbs {_ED}|tutul{_DONE}|ələ keçir{_PASSIVE}{_DONE})",),
            K.PLOT_DISRUPTED: (rf"(?:terror|hücum|partlayış|sui-qəsd|təxribat)\w* (?:\w+ ){{0,6}}?qarşısı (?:\w+ )?alın{_DONE}", rf"(?:hücre|şəbəkə|qrup|dəstə)\w* (?:\w+ ){{0,3}}?(?:ifşa {_ED}|zərərsizləşdiril{_DONE})"),
            K.TRAVEL_PREVENTED: (rf"(?:cəhd|getmə|qoşulma|keçmə|səfər|çıxma)\w* (?:\w+ ){{0,6}}?qarşısı (?:\w+ )?alın{_DONE}",),
            K.NOTICE_ISSUED: (rf"axtarışa ver{_PASSIVE}{_DONE}|axtarış elan {_ED}",),
            K.DESIGNATION: (rf"(?:siyahı|reyestr)\w* (?:\w+ ){{0,3}}?(?:daxil {_ED}|əlavə {_ED}|sal{_PASSIVE}{_DONE})", rf"sanksiya\w* (?:\w+ ){{0,3}}?(?:tətbiq {_ED}|qoy\w*|elan {_ED})", r"terrorçu (?:təşkilat|qrup)\w* (?:kimi )?(?:tanı|elan)\w*"),
            K.DELISTING: (rf"siyahı(?:dan|sından) (?:çıxarıl{_DONE}|çıxar{_DONE})",),
            K.ASSET_FREEZE: (rf"(?:aktiv|hesab|vəsait|əmlak)\w* (?:\w+ ){{0,4}}?(?:dondurul{_DONE}|dondur{_DONE}|bloklan{_DONE}|həbs qoyul{_DONE})",),
            K.TRAINING: (rf"(?:təlim kurs|kurs|treninq|seminar|vebinar)\w* (?:\w+ ){{0,5}}?{_HELD}", rf"təlim (?:keçiril{_DONE}|keç{_DONE}|təşkil {_ED})"),
            K.EXERCISE: (rf"(?:təlimlər|təlimi|məşq|məşqlər|tətbiqat)\w* (?:\w+ ){{0,5}}?{_HELD}",),
            K.EQUIPMENT: (r"(?:avadanlıq|texnika|avtomobil|skaner|cihaz|kompüter)\w* (?:\w+ ){0,4}?(?:təhvil ver|hədiyyə|verilib|bağışla|təqdim)\w*",),
            K.FUNDING: (rf"(?:manat|dollar|avro|vəsait|qrant)\w* (?:\w+ ){{0,4}}?(?:ayrıl{_DONE}|ayır{_DONE}|ver{_PASSIVE}{_DONE})",),
            K.BORDER_MEASURE: (rf"(?:sərhəd|keçid məntəqə)\w* (?:\w+ ){{0,4}}?(?:bağla{_PASSIVE}{_DONE}|açıl{_DONE})",),
            K.REPATRIATION: (rf"(?:repatriasiya {_ED}|(?:vətənə|ölkəyə|Azərbaycana|Suriyadan|İraqdan) (?:\w+ ){{0,4}}?(?:qaytarıl{_DONE}|gətiril{_DONE}))",),
            K.ONLINE_REMOVAL: (rf"(?:sayt|hesab|səhifə|kanal)\w* (?:\w+ ){{0,4}}?(?:bloklan{_DONE}|silin{_DONE}|bağla{_PASSIVE}{_DONE})",),
            K.MUTUAL_EVALUATION: (rf"(?:qarşılıqlı qiymətləndirmə|qiymətləndirmə hesabatı)\w* (?:\w+ ){{0,4}}?(?:{_HELD}|qəbul {_ED}|dərc {_ED}|müzakirə {_ED})", r"qarşılıqlı qiymətləndirmə"),
            K.REPORT_PUBLISHED: (rf"(?:hesabat|məruzə)\w* (?:\w+ ){{0,3}}?(?:dərc {_ED}|yay{_PASSIVE}{_DONE}|təqdim {_ED}|açıqla{_PASSIVE}{_DONE})",),
            K.ATTACK: (rf"(?:partlayış|terror aktı|hücum)\w* (?:\w+ ){{0,5}}?(?:{_HELD}|tör[əa]d\w*|nəticəsində|həlak|ölüb|yaralan)\w*", rf"(?:partladıl{_DONE}|hücum {_ED}|atəş aç{_DONE}|özünü partlad{_DONE})"),
            K.COOPERATION_REFUSED: (rf"(?:təhvil vermək|ekstradisiya|əməkdaşlıq)\w* (?:\w+ ){{0,3}}?imtina {_ED}",),
            K.COMPLAINT: (rf"(?:nota|etiraz|şikayət)\w* (?:\w+ ){{0,2}}?(?:ver|göndər|təqdim)\w*{_DONE}",),
        },
        LIKELY: {
            K.MEETING: (rf"(?:müzakirə {_ED}|müzakirə olun{_DONE}|fikir mübadiləsi (?:apar|{_ED}))\w*",),
            K.INFORMATION_SHARING: (rf"məlumat mübadiləsi (?:\w+ )?(?:apar\w*|{_ED})",),
            K.SESSION: (r"iclas(?:da|ında|ın) _(?:çıxış|qeyd|müzakirə)\w*",),
            K.STATEMENT: (rf"(?:pislə{_DONE}|çağırış {_ED})",),
        },
        # Whatever somebody did: an event only where the day is told.
        WEAK: {K.OTHER: (r"(?!bildir|deyi|qeyd|vurğula|söylə|olub|xəbər|əlavə)\w{3,}(?:[ıiuü]b|d[ıiuü]|m[ıiuü]ş(?=d[ıiuü]|l[əa]r))(?:l[əa]r|d[ıiuü]r?)?",)},
    }
)  # fmt: skip

LANGUAGE = Language(
    triggers=TRIGGERS,
    unreal=r"(?:\b(?:əgər|olarsa)\s+)$",
    described=r"\b(?:bütün|əvvəllər)\s+$",
    general=r"\b(?:mütəmadi|daim|tez-tez|adətən|hər il|son illər\w*|illər boyu|ilin əvvəlindən|indiyədək|ümumiyyətlə|davam edir|daima)\b",
    planned=r"\w{2,}(?:acaq|əcək)\w{0,4}\b|\b(?:nəzərdə tutulur|planlaşdırılır|gözlənilir)\b",
    again=r"\b(?:növbəti|əvvəlki|oxşar|bundan əvvəlki)\b",
    same=r"\b(?:görüşdə|görüşün|iclasda|iclasın|səfər çərçivəsində|tərəflər|iştirakçılar|tədbirdə|tədbirin|danışıqlarda|təlimdə|əməliyyat nəticəsində|sənəd\w*)\b",
    said=r"\b(?:bildirib|deyib|məlumat verib|açıqlayıb|söyləyib|qeyd edib)\s*$",
    until=r"(?!x)x",
    nouns={K.VISIT: "səfər\\w*", K.ATTACK: "terror aktı|hücum\\w*|partlayış\\w*"},
    noun_date=r"(?!x)x$",
    in_place=r"(?:^|[\s(])$",
    by=r"(?!x)x",
    clauses=r"[;:]\s|,?\s(?:və|lakin|amma|isə)\s|,\s",
)  # fmt: skip
