# ruff: noqa: E501 -- documents as they are pasted, a paragraph a line
"""Whose documents these are, of kinds that the readers meet: news, wires, blogs, ministries, in five languages."""

import pytest

from editorial import edtf
from sources.readers import read
from sources.text import decode

# What is told: title, date, publisher, language, agency, whose report it passes on.
DOCUMENTS = {
    'wire_en': (
        'Baku hosts border talks\n\nBAKU, Azerbaijan, March 12 (Reuters) - Officials of two states met on Tuesday to discuss the border, the ministry said in a statement.\n\nThey agreed to meet again in May, when the next session of the commission is due.',
        ('Baku hosts border talks', '', 'Reuters', 'en', 'Reuters', ()),
    ),
    'report': (
        'State Security Service detains three in Sumgait\n14 May, 2021 11:25\nThree men were detained in Sumgait in an operation of the State Security Service.\nReport informs referring to the press service of the State Security Service that they had been preparing an attack.\n© Report.az',
        ('State Security Service detains three in Sumgait', '2021-05-14T11:25:00', 'Report', 'en', 'Report', ()),
    ),
    'trend_ru': (
        'В Баку задержаны двое подозреваемых\n12 марта 2019 15:40\nБаку, 12 марта, Trend:\nСлужба государственной безопасности задержала двоих граждан, подозреваемых в финансировании терроризма, сообщает Trend со ссылкой на пресс-службу.\nОдин из них ранее воевал в Сирии, говорится в сообщении.',
        ('В Баку задержаны двое подозреваемых', '2019-03-12T15:40:00', 'Trend', 'ru', 'Trend', ()),
    ),
    'blog': (
        'What happened in Ganja\nPosted on July 20, 2017 by admin\nTwo policemen were killed in the city, according to Trend News Agency, and several people were held afterwards.\nThe trial began a year later.\nSource: https://en.trend.az/azerbaijan/123.html\nShare this:\nLeave a Reply',
        ('What happened in Ganja', '2017-07-20', '', 'en', 'Trend News Agency', ('Trend News Agency', 'en.trend.az')),
    ),
    'az': (
        'DTX terrorçuları saxlayıb\n12.03.2019 14:35\nDövlət Təhlükəsizliyi Xidməti iki nəfəri saxlayıb.\n"Report"un məlumatına görə, onlar Suriyada döyüşlərdə iştirak edib və geri qayıdıblar.\nBu barədə APA-ya istinadən xəbər verilir və istintaq davam edir.\nMənbə: Oxu.az',
        ('DTX terrorçuları saxlayıb', '2019-03-12T14:35:00', '', 'az', 'Report', ('Report', 'APA', 'Oxu')),
    ),
    'tr': (
        "Bakü'de terörle mücadele toplantısı yapıldı\n12 Mart 2019 14:35\nİki ülkenin güvenlik yetkilileri Bakü'de bir araya geldi ve iş birliği konusunda görüştü.\nAA'nın haberine göre, toplantıya dokuz ülkeden temsilciler katıldı ve bir bildiri kabul edildi.\nKaynak: Anadolu Ajansı",
        ("Bakü'de terörle mücadele toplantısı yapıldı", '2019-03-12T14:35:00', '', 'tr', 'AA', ('AA', 'Anadolu Ajansı')),
    ),
    'ar': (
        'اجتماع في باكو لمكافحة الإرهاب\n12 مارس 2019\nاجتمع مسؤولون من دولتين في باكو يوم الثلاثاء من أجل التعاون على مكافحة الإرهاب وتبادل المعلومات، وفقا لوكالة رويترز.\nواتفق الجانبان على عقد اجتماع آخر في شهر مايو المقبل كما جاء في البيان.',
        ('اجتماع في باكو لمكافحة الإرهاب', '2019-03-12', '', 'ar', 'رويترز', ('رويترز',)),
    ),
    'reprint': (
        'Border guards and the law\nBy John Smith\n3 May 2018\nThe law on the border guard service was adopted last year, and it has changed how they work along the river.\nThis article was originally published by Eurasia Review.\nRelated posts\nAnother story here',
        ('Border guards and the law', '2018-05-03', '', 'en', '', ('Eurasia Review',)),
    ),
    'ministry': (
        'MINISTRY OF FOREIGN AFFAIRS OF THE REPUBLIC OF AZERBAIJAN\nPress Service Department\nNo: 123/19, Information on the meeting of Minister with the Coordinator\n\nOn 12 March 2019 the Minister received the Coordinator of the Counter-Terrorism Office.\n\nThe sides discussed cooperation in countering terrorism and agreed on a plan.',
        ('Information on the meeting of Minister with the Coordinator', '', 'MINISTRY OF FOREIGN AFFAIRS OF THE REPUBLIC OF AZERBAIJAN', 'en', '', ()),
    ),
    'un': (
        'United Nations\nS/2019/123\nSecurity Council\nDistr.: General\n8 February 2019\nOriginal: English\n\nEighth report of the Secretary-General on the threat posed by the group to international peace\n\nI. Introduction\n1. In adopting resolution 2253 (2015), the Council asked for a report, and this one is the eighth of its kind.',
        ('Eighth report of the Secretary-General on the threat posed by the group to international peace', '2019-02-08', 'United Nations', 'en', '', ()),
    ),
    'menu_ru': (
        'Главная\nНовости\nПолитика\nЭкономика\nВойти\nВ Астане обсудили борьбу с терроризмом\n12 марта 2019, 15:40\n1532\nФото: пресс-служба МВД\nПредставители девяти стран обсудили в Астане борьбу с терроризмом, сообщает пресс-служба министерства.\nПоделиться\nTelegram\nWhatsApp\nТеги: терроризм, Астана\nЧитайте также:\nВ Алматы прошли учения\nПодпишитесь на наш Telegram-канал\n© 2019 Вестник. Все права защищены. Использование материалов возможно только с разрешения редакции.',
        ('В Астане обсудили борьбу с терроризмом', '2019-03-12T15:40:00', 'Вестник', 'ru', '', ()),
    ),
    'menu_az': (
        'Ana səhifə\nXəbərlər\nSiyasət\nDünya\nAxtar\nBakıda terrorizmə qarşı görüş keçirilib\n12 mart 2019, 15:40\nOxunma sayı: 312\nGörüşdə doqquz ölkənin nümayəndələri iştirak edib və birgə plan qəbul olunub.\nTərəflər növbəti görüşün mayda keçiriləcəyi barədə razılığa gəliblər.\nPaylaş: Facebook Twitter\nTeqlər: terrorizm, Bakı\nDigər xəbərlər\nSumqayıtda iki nəfər saxlanılıb\nSərhəddə insident baş verib\nBizi sosial şəbəkələrdə izləyin\nBütün hüquqlar qorunur. Məlumatdan istifadə etdikdə istinad mütləqdir.',
        ('Bakıda terrorizmə qarşı görüş keçirilib', '2019-03-12T15:40:00', '', 'az', '', ()),
    ),
    'menu_en': (
        'Skip to main content\nThe Caspian Observer\nToggle navigation\nHome\nWorld\nRegion\nOpinion\nSubscribe\nMinisters agree on exchange of passenger data\nBy Leyla Aliyeva\nPublished: 12 March 2019 at 14:35 GMT+4\nImage copyright Ministry of Interior\nImage caption The ministers after the talks\nThe ministers of three states agreed on Tuesday to exchange data on passengers before they board.\nThe agreement comes into force in June, said the host.\nShare this article\nFacebook\nX\nEmail\nCopy link\n0 Comments\nSort by Newest\nAdd a comment...\nRelated Topics\nTerrorism\nMore on this story\nThree held at airport\nSign up for our newsletter\nEnter your email address\nSubscribe\nAbout us\nTerms of Use\nPrivacy Policy\n© 2019 Caspian Observer Ltd.',
        ('Ministers agree on exchange of passenger data', '2019-03-12T14:35:00+04:00', 'Caspian Observer Ltd', 'en', '', ()),
    ),
    'cookie': (
        'We use cookies to make our site work. By clicking Accept you agree.\nAccept all\nReject\nManage preferences\nCourt jails four for plotting attack\n3 June 2020\nA court in the capital jailed four men on Wednesday for plotting an attack on the metro.\nThe sentences range from eight to fifteen years, and they may appeal.\nAdvertisement\nOne of them had fought abroad, prosecutors said at the trial.\nYou might also be interested in\nPolice search houses in two towns\nPrevious article\nNext article',
        ('Court jails four for plotting attack', '2020-06-03', '', 'en', '', ()),
    ),
    'pasted_ru': (
        'Подозреваемого экстрадировали из Казахстана\nОпубликовано: 5 мая 2020 года, 07:30\nГражданина, которого разыскивали за финансирование терроризма, передали властям, сообщает Интерфакс.\nЭто уже третий случай за год, отметили в прокуратуре, и следствие продолжается.\nИсточник: https://www.interfax.ru/world/1',
        ('Подозреваемого экстрадировали из Казахстана', '2020-05-05T07:30:00', '', 'ru', 'Интерфакс', ('Интерфакс', 'interfax.ru')),
    ),
    'trend_own': (
        "Trend.Az\nTajikistan extradites suspect\n21 January 2021 18:03 (UTC+04:00)\nBAKU, Azerbaijan, Jan. 21\n\nTajikistan has extradited a man to Azerbaijan, Trend reports citing the Prosecutor General's Office.\nHe is accused of having paid for weapons of a banned group.",
        ('Tajikistan extradites suspect', '2021-01-21T18:03:00+04:00', 'Trend', 'en', 'Trend', ()),
    ),
    'tr_label': (
        'Sınırda ortak tatbikat başladı\nYayınlanma tarihi: 14 Ağustos 2020 09:15\nGüncelleme: 15 Ağustos 2020\nİki ülkenin sınır birlikleri ortak bir tatbikata başladı ve bunun beş gün süreceği açıklandı.\nTüm hakları saklıdır.',
        ('Sınırda ortak tatbikat başladı', '2020-08-14T09:15:00', '', 'tr', '', ()),
    ),
    'tass': (
        'Учения прошли на границе\n\nМОСКВА, 12 марта 2019. /ТАСС/. Учения пограничных служб прошли на границе двух государств, и в них участвовали триста человек.\n\nОни продолжатся весной, сообщили в ведомстве.',
        ('Учения прошли на границе', '2019-03-12', 'ТАСС', 'ru', 'ТАСС', ()),
    ),
    'statement': (
        'STATEMENT\nby the Ministry on the attack in the capital\n\n3 April 2017\n\nThe Ministry condemns the attack that took place in the metro of the city on Monday afternoon.\n\nIt conveys its condolences to the families of those who died there.',
        ('STATEMENT by the Ministry on the attack in the capital', '2017-04-03', '', 'en', '', ()),
    ),
    'cited': (
        'Experts discuss the law on terrorism\n4 May 2020\nThe law is one of the strictest in the region, according to the Ministry of Justice, and it has been amended twice.\nThe working group told the press that more changes are being prepared.',
        ('Experts discuss the law on terrorism', '2020-05-04', '', 'en', '', ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_tells_whose_it_is(name: str) -> None:
    text, (title, published, publisher, language, agency, copied) = DOCUMENTS[name]
    found = read(text.encode()).proposal
    assert (found.title, found.published, found.publisher) == (title, published, publisher)
    assert (found.language, found.agency) == (language, agency)
    assert tuple(one.name for one in found.copied_from) == copied
    assert not published or edtf.parse(published)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_words_that_say_so_stand_in_the_document(name: str) -> None:
    text = DOCUMENTS[name][0]
    assert all(one.words in text for one in read(text.encode()).proposal.copied_from)


def test_the_address_of_the_copied_report_is_kept() -> None:
    (_name, source) = read(DOCUMENTS["blog"][0].encode()).proposal.copied_from
    assert source.url == "https://en.trend.az/azerbaijan/123.html"


# What belongs to the document; all other lines are the site's.
OWN = {
    "menu_ru": ("В Астане обсудили", "12 марта", "Представители"),
    "menu_az": ("Bakıda", "12 mart", "Görüşdə", "Tərəflər"),
    "menu_en": ("Ministers agree", "By Leyla", "Published", "Image caption", "The ministers of", "The agreement"),
    "cookie": ("Court jails", "3 June", "A court", "The sentences", "One of them"),
    "blog": ("What happened", "Posted on", "Two policemen", "The trial", "Source:"),
}


@pytest.mark.parametrize("name", OWN)
def test_what_the_site_put_around_is_marked_and_nothing_else(name: str) -> None:
    found = read(DOCUMENTS[name][0].encode())
    marked = [found.text[start:end] for start, end in found.furniture]
    kept = [line for line in found.text.split("\n") if line not in marked]
    assert len(kept) == len(OWN[name])
    assert all(line.startswith(start) for line, start in zip(kept, OWN[name], strict=True))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café à Genève", "cp1252"), ("Übung an der Grenze", "cp1252"), ("Министр встретился с делегацией", "cp1251"),
        ("Türkiye'de güvenlik görüşmesi yapıldı, şehir", "cp1254"),
    ],
)  # fmt: skip
def test_a_short_text_without_declaration_is_read_in_the_likely_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), None) == (text, encoding)
