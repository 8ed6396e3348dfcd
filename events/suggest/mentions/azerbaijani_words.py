"""Words and endings by which names are told in Azerbaijani text. Data."""

import re

from events.choices import EntityKind as Kind

_END = r"(?:l[aə]r)?(?:s?[ıiuü])?(?:n?[ıiuü]n|n?[aəıiuü]|y[aəıi]|n?d[aə]n?|n?dakı|ndəki|l[aə]|yl[aə])?$"


def _heads(stems: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(stems.split())}){_END}")


BODY = _heads(
    "nazirli[kyğ] komitə xidmət şura agentli[ky] idarə departament məhkəmə prokurorlu[qğ] komissiya məclis"
    " parlament akademiya"
    " universitet institut mərkəz birli[ky] təşkilat ittifaq[ıi]? fond cəmiyyət assosiasiya qüvvə ordu qoşun"
    " polis bank katibli[ky]"
    " səfirli[ky] konsullu[qğ] nümayəndəli[ky] administrasiya kabinet palata şöbə büro alyans partiya hərəkat qrup"
    " briqada cəbhə koalisiya ofis inspeksiya konqres senat klub federasiya liqa aparat qərargah akademiya"
    " assambleya direktorluq"
    " direktorlu[qğ] baş[ ]?idarə konsorsium universitet muzey xəzinədarlı[qğ] jandarmeriya təcridxana"
    " həbsxana müəssisə"
)
LAW = _heads(
    "qanun məcəllə konvensiya saziş müqavilə bəyannamə protokol fərman sərəncam qətnamə memorandum"
    " konstitusiya xartiya"
    " nizamnamə pakt"
)
PROGRAMME = _heads("proqram strategiya plan layihə təşəbbüs konsepsiya əməliyyat")
PLACE = _heads(
    "rayon şəhər kənd qəsəbə vilayət əyalət dəniz çay dağ liman[ı]? düşərgə körfəz boğaz dəhliz küçə meydan hava"
)
_GROUP_WORD = re.compile(
    r"^(?:terror|terrorçu|silahlı|qruplaşma|təşkilat|qrup|hərəkat|dəstə|üzv|yaraqlı|döyüşçü|camaat|ekstremist"
    r"|radikal)"
)
TITLE = re.compile(
    r"^(?:vitse-prezident|baş|prezident|nazir|sədr|rəis|direktor|general|polkovnik|podpolkovnik|mayor|kapitan"
    r"|katib|nümayəndə"
    r"|səfir|deputat|spiker|komandan|müavin|professor|akademik|şeyx|şeyxülislam|hacı|cənab|xanım|rəhbər"
    r"|prokuror|hakim|müşavir"
    r"|köməkçi|ekspert|jurnalist|lider|kansler|kral|əmir|general-\w+|polkovnik-\w+|vəkil|yazıçı|şair|analitik"
    r"|politoloq|dr|müfti"
    r"|koordinator|sözçü|mətbuat|qurucu|vətəndaş|terrorçu|rektor|admiral|məsləhətçi)" + _END
)
# Stems of words that begin sentences or stand in the names of bodies, never in those of persons.
COMMON = re.compile(
    r"^(?:bu|o|onun|onlar\w*|həmin|belə|bundan|burada|eyni|daha|lakin|amma|ancaq|çünki|əgər|hər|heç|bir|iki"
    r"|üç|dörd|beş|altı|yeddi"
    r"|səkkiz|doqquz|on|ilk|son|sonra|əvvəl|həm|hətta|indi|dünən|bugün|sabah|artıq|yenə|digər|bəzi|bütün|çox"
    r"|az|ən|və|ya|ki|isə"
    r"|üzrə|ilə|üçün|kimi|görə|qarşı|dair|haqqında|barədə|zamanı|ərzində|arasında|vasitəsilə|mən|sən|biz|siz"
    r"|öz\w*|nə|kim"
    r"|hansı|necə|niyə|harada|biri|bunun|bunlar\w*|orada|ona|ondan|onu|buna|bunu|beləliklə|məhz|təxminən"
    r"|ümumilikdə|əlavə\w*|nəticə\w*"
    r"|görüş\w*|tədbir\w*|iclas\w*|konfrans\w*|məlumat\w*|xəbər\w*|qeyd\w*|bildir\w*|dövlət\w*"
    r"|təhlükəsizli\w*|terror\w*|antiterror\w*"
    r"|milli|daxili|xarici|işlər\w*|müdafiə\w*|sərhəd\w*|gömrük\w*|ədliyyə\w*|maliyyə\w*|fövqəladə|hallar\w*"
    r"|səhiyyə\w*|təhsil\w*|elm\w*"
    r"|mədəniyyət\w*|baş|ali|konstitusiya\w*|mərkəzi|birgə|xüsusi|beynəlxalq|regional|ümumi|hüquq\w*|insan\w*"
    r"|qadın\w*|uşaq\w*|ailə\w*"
    r"|problem\w*|məsələ\w*|əlaqə\w*|əməkdaşlı\w*|mübarizə\w*|cinayət\w*|təhqiqat\w*|istintaq\w*|kəşfiyyat\w*"
    r"|monitorinq\w*|miqrasiya\w*"
    r"|dini|qurum\w*|iş|işi|işin\w*|silahlı\w*|hərbi|hava|quru|dəniz\w*|komandan\w*|rəhbər\w*|başçı\w*"
    r"|orqan\w*|xidmət\w*|prezident\w*"
    r"|respublika\w*|ölkə\w*|tərəf\w*|sənəd\w*|saziş\w*|qanun\w*|məhkəmə\w*|şəxs\w*|nəfər\w*|polis\w*"
    r"|əməliyyat\w*|proqram\w*|strategiya\w*"
    r"|il|ildə|ay|gün\w*|yanvar\w*|fevral\w*|mart\w*|aprel\w*|may|mayın|iyun\w*|iyul\w*|avqust\w*|sentyabr\w*"
    r"|oktyabr\w*|noyabr\w*|dekabr\w*"
    r"|islam\w*|müsəlman\w*|allah\w*|quran\w*|müqəddəs\w*|böyük|yeni|köhnə|ikinci|üçüncü|birinci|vətən\w*"
    r"|müharibə\w*|zəfər|qələbə\w*"
    r"|foto\w*|video\w*|mənbə\w*|müəllif\w*|tarix\w*|oxu\w*|paylaş\w*|şərh\w*|axtar\w*|əsas\w*|ana|səhifə\w*"
    r"|iqtisad\w*|siyas\w*|sosial"
    r"|təşkilat\w*|nazirli\w*|komitə\w*|nümayəndə\w*|heyət\w*|rəsmi\w*|mətbuat\w*|ictimai\w*|media"
    r"|vətəndaş\w*|türk|rus|azərbaycanlı\w*|erməni\w*"
    r"|çıxış\w*|müzakirə\w*|söhbət\w*|səfər\w*|qonaq\w*|toplantı\w*|sessiya\w*|sammit\w*|təklif\w*|qərar\w*"
    r"|mərasim\w*|hesabat\w*|faiz\w*)$"
)
SMALL_CONNECTORS = frozenset(["və", "üzrə", "ilə", "qarşı"])
SURNAME = re.compile(
    r"^(?P<base>[^\W\d_]+?(?:ova|ov|yeva|yev|eva|ev|zadə|bəyli|bəyov|oğlu|lı|li))(?P<end>n?[ıiuü]n|[aəıiuü]"
    r"|n[ıi]|n?d[aə]n?|l[aə]|y[aəıi]|yl[aə])?$"
)
CASE = re.compile(r"(?:n?[ıiuü]n|d[aə]n?|l[aə]r\w*|s[ıi]nd[aə]n?|l[aə])$")
KINDS = (
    (re.compile(r"^(?:universitet|institut|akademiya)"), Kind.ACADEMIC),
    (re.compile(r"^bank"), Kind.COMPANY),
    (re.compile(r"^(?:fond|cəmiyyət|assosiasiya|partiya|klub|liqa)"), Kind.NGO),
    (re.compile(r"^koalisiya"), Kind.COALITION),
    (re.compile(r"^(?:briqada|cəbhə)"), Kind.ARMED_GROUP),
)
SAID = re.compile(r"^(?:dedi|deyib|bildir|qeyd|vurğula|söylə|açıqla|əlavə|xatırla|təşəkkür|təbrik|görüş|qəbul)")
QUOTED = re.compile(r"[\"“«„](?P<name>[^\"”»“\n]{2,120})[\"”»“]")
LAW_AFTER = re.compile(
    r"\s(?:haqqında\s)?(?P<law>(?:Azərbaycan Respublikasının\s)?[Qq]anun\w*|Konvensiya\w*|[Qq]ətnamə\w*"
    r"|Fərman\w*|Dövlət Proqramı\w*|proqramı?\w*)"
)
GROUP_AFTER = re.compile(
    r"\s(?:\w+\s){0,2}(?:terror\w*|qruplaşma\w*|silahlı|ekstremist|radikal|hərəkatı\w*|camaatı\w*)"
)
PLACE_AFTER = re.compile(r"^(?:rayon|şəhər|kənd|qəsəbə|vilayət|əyalət|düşərgə|hava|həbsxana)")
RESOLUTION = re.compile(r"\b\d{4}(?: ?\(\d{4}\))? (?:nömrəli|saylı|№-li) (?P<law>[Qq]ətnamə\w*)")
