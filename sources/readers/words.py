"""The tables of `vocabulary`: phrases and beginnings of lines, in English, Azerbaijani and Russian, by kind."""

ANYWHERE: dict[str, str] = {
    "comments": """
        leave a reply | leave a reply cancel reply | leave a comment | leave your comment | post a comment |
        post comment | add a comment | write a comment | add comment | cancel reply | log in to reply | log out |
        enter your comment here... | connecting to %s | join the conversation | no comments yet |
        be the first to comment | comments are closed | save my name | şərh yaz | şərh yazın | şərh əlavə et |
        rəy bildir | rəy yaz | şərhiniz | adınız | cavab yaz | оставить комментарий | добавить комментарий |
        ваш комментарий | написать комментарий | отменить ответ | ваше имя | комментариев нет | нет комментариев
    """,
    "share": """
        share this page | share this | share this post | share this article | share this story | share on facebook |
        share on twitter | share via email | share on social media | tweet this | like this | like loading... |
        send to a friend | email this page | print this page | print version | printer friendly version |
        copy link | click to share | paylaş | paylaşın | sosial şəbəkələrdə paylaş | çap et | çap versiyası |
        linki kopyala | dostuna göndər | поделиться | поделиться в соцсетях | версия для печати | распечатать |
        скопировать ссылку | отправить другу | поделитесь | поделиться ссылкой
    """,
    "listing": """
        latest news | latest see more | see more | see all | view all | view more | load more | show more |
        read more | more news | continue reading | breaking news | top news | top stories | most read |
        most popular | most viewed | popular news | trending now | related news | related articles | related posts |
        related stories | related content | you may also like | you might also like | recommended for you |
        you might also be interested in | more on this story | more from this section | more stories |
        what to read next | don't miss | in other news | related topics | haber akışı | ilgili haberler | son dakika |
        diğer haberler | اقرأ أيضا | مواضيع ذات صلة | أخبار ذات صلة |
        recent posts | recent news | also read | read also | read next | up next | other news | news feed |
        newsfeed | next article | previous article | previous post | next post | editor's picks | editors' picks |
        son xəbərlər | digər xəbərlər | oxşar xəbərlər | əlaqəli xəbərlər | ən çox oxunanlar | çox oxunan |
        xəbər lenti | bütün xəbərlər | daha çox | davamı | ətraflı | həmçinin oxuyun | bu mövzuda |
        günün xəbərləri | последние новости | все новости | другие новости | похожие новости | новости по теме |
        читайте также | читать далее | подробнее | самое читаемое | лента новостей | смотрите также |
        материалы по теме | главные новости
    """,
    "follow": """
        follow us | find us on | stay connected | subscribe now | sign up | join us | like us on facebook |
        get our newsletter | bizi izləyin | abunə ol | abunə olun | подписаться | подписывайтесь | подпишитесь |
        мы в соцсетях | подписка на новости | наш канал в telegram
    """,
    "page": """
        loading | loading... | please wait | yüklənir | yüklənir... | загрузка | загрузка... | skip to content |
        skip to main content | skip navigation | jump to navigation | toggle navigation | open menu | close menu |
        back to top | go to top | scroll to top | to top | advertisement | sponsored | sponsored content | log in |
        sign in | search for | search this site | site search | accept all | accept cookies | reject all |
        cookie settings | manage cookies | manage preferences | manage settings | cookie preferences | reject |
        i agree | got it | no thanks | allow notifications | yuxarı |
        yuxarı qayıt | reklam | axtarış | daxil ol | наверх | вверх | реклама | поиск по сайту | войти | принять |
        принять все | перейти к содержанию | pdf version | you are here | main menu | site map
    """,
    "legal": """
        all rights reserved | privacy policy | terms of use | terms of service | terms and conditions |
        terms & conditions | cookie policy | accessibility statement | powered by wordpress |
        bütün hüquqlar qorunur | müəllif hüquqları qorunur | bütün hüquqlar müdafiə olunur | məxfilik siyasəti |
        istifadə qaydaları | istifadə şərtləri | все права защищены | политика конфиденциальности |
        пользовательское соглашение | правила использования
    """,
}
"""Whole lines that are furniture wherever they stand, separated by bars."""

MARGIN: dict[str, str] = {
    "comments": """
        comments | comment | reply | discussion | şərhlər | şərh | комментарии | комментарий | обсуждение
    """,
    "share": """
        share | print | follow | subscribe | newsletter | tweet | email | e-mail | whatsapp | telegram | facebook |
        twitter | linkedin | instagram | youtube | vkontakte | viber | x | rss
    """,
    "listing": """
        latest | more | related | see also | trending | recommended | popular | популярное | по теме | ещё | еще |
        tags | topics | news in pictures | teqlər | açar sözlər | теги | ключевые слова | метки | archive | arxiv |
        архив
    """,
    "gallery": """
        photo gallery | gallery | photos | images | video | videos | foto | fotoqalereya | qalereya | фотогалерея |
        галерея | фото | видео
    """,
    "navigation": """
        privacy | disclaimer | imprint | sitemap | website | login | register | qeydiyyat | регистрация |
        авторские права | accept | decline | ok | close | home | home page | homepage | main | main page | menu |
        search | news | all news | politics | economy | business | society | world | region | sport | sports |
        culture | opinion | opinions | analysis | analytics | interview | interviews | feature | features |
        multimedia | media | events | about | about us | contact | contacts | contact us | press | press room |
        press release | press releases | media centre | media center | news and events | news & events |
        publications | documents | careers | jobs | vacancies | faq | help | advertise | advertise with us |
        our team | archives | categories | category | english | русский | azərbaycanca | azərbaycan dili | en | az |
        ru | eng | aze | rus | рус | weather | currency | headlines | editorial | lifestyle | ana səhifə |
        əsas səhifə | xəbərlər | xəbər | siyasət | iqtisadiyyat | cəmiyyət | dünya | idman | mədəniyyət | hadisə |
        region xəbərləri | müsahibə | analitika | haqqımızda | əlaqə | bölmələr | menyu | axtar | mətbuat xidməti |
        press-relizlər | tədbirlər | layihələr | karyera | главная | главная страница | новости | политика |
        экономика | общество | мир | в мире | спорт | культура | происшествия | аналитика | интервью | о нас |
        контакты | меню | поиск | разделы | пресс-центр | пресс-служба | пресс-релизы | события | мероприятия |
        о сайте | проекты | вакансии | рубрики
    """,
}
"""Whole lines that are furniture above the headline and below the text only, separated by bars."""

BEGINNINGS: tuple[tuple[str, int, str], ...] = (
    (
        "comments",
        30,
        r"""
        you are commenting using your
        fill in your details below
        your e-?mail address will not be published
        notify me of new
        (?:name|e-?mail|website) ?\*$
        required fields are marked
        %d bloggers? like this
        log ?in (?:to|with) .{0,30}comment
        (?:\d+|no|one) (?:comments?|responses?|replies|thoughts?)(?: (?:on|to) [\"“«].*)?$
        be the first to (?:comment|share)
        save my name, email
        ваш (?:адрес )?e-?mail не будет
        обязательные поля
        (?:e-?mail|elektron poçt) ünvanınız
        \d+ (?:комментари|şərh)
        чтобы (?:оставить|добавить) комментарий
        şərh yazmaq üçün
        (?:facebook|twitter|google|wordpress\.com) (?:photo|logo)$
        """,
    ),
    (
        "share",
        12,
        r"""
        (?:share|tweet|pin|print|email|send)(?: this)?(?: page| article| post| story)?(?: (?:on|via|to|by)\b.*)?$
        click to (?:share|email|print)
        поделиться (?:в|на|с)\b
        paylaş(?:ın)?\b.{0,40}$
        поделиться:
        """,
    ),
    (
        "follow",
        16,
        r"""
        welcome to (?:the |our )?(?:\w+ )?(?:web)?site
        .{0,80}follow (?:him|her|them|me) on (?:twitter|x|facebook|telegram)
        follow (?:us|@\w+|our (?:channel|page|account|news)|\w+(?: \w+)? on)\b
        find us on\b
        like us on\b
        join (?:us|our) .{0,20}(?:telegram|whatsapp|facebook)
        subscribe to\b
        sign up (?:for|to)\b
        get (?:the )?latest .{0,40}(?:inbox|newsletter|email)
        stay up to date
        bizi .{0,30}izləyin
        .{0,30} abunə olun
        telegram kanalı
        подпис(?:ывай|ши)тесь на
        подписаться на
        следите за (?:нами|новостями)
        читайте нас в
        присоединяйтесь к
        """,
    ),
    (
        "gallery",
        40,
        r"""
        (?:slider?|gallery|carousel|thumbnail|image|photo|picture)(?: (?:image|photo))? ?#?\d+(?: ?(?:/|of) ?\d+)?$
        (?:foto|şəkil|фото|слайд|изображение)\s*№?\d+(?: ?(?:/|из) ?\d+)?$
        .+ [-–—|] (?:gallery|slider|slideshow|carousel) (?:image|photo)(?: \d+)?$
        \d+ ?(?:/|of|из) ?\d+$
        (?:previous|next)(?: (?:image|photo|slide|article|post|page))?:?$
        view (?:gallery|slideshow)
        (?:photo|image|picture|foto|фото|şəkil|fotoğraf)(?: credit| copyright| courtesy| by)?\s?[:©].{2,80}$
        image copyright\b
        """,
    ),
    (
        "listing",
        30,
        r"""
        (?:read|see|watch) (?:also|more|next)\s?:
        also read\s?:
        (?:related|tags|topics|filed under|posted in|categor(?:y|ies))\s?:
        (?:читайте|смотрите) также\s?:
        (?:теги|метки|рубрика|ключевые слова)\s?:
        (?:teqlər|açar sözlər|bölmə|kateqoriya)\s?:
        həmçinin oxuyun\s?:
        latest\b.{0,20}\bsee more$
        """,
    ),
    (
        "cookies",
        80,
        r"""
        (?:this|our) (?:web ?site|site) uses? cookies
        we(?: and our .{0,40})? use cookies
        by (?:continuing|using|clicking).{0,80}cookies
        cookies help us
        (?:мы|наш сайт|сайт|этот сайт).{0,40}использу\w+ .{0,30}(?:cookie|куки)
        продолжая .{0,60}(?:cookie|куки)
        (?:bu |vebsayt|sayt).{0,40}(?:cookie|kuki)
        we value your privacy
        """,
    ),
    (
        "legal",
        45,
        r"""
        (?:©|\(c\)|copyright(?:$| ?©| \(c\)| (?:19|20)\d\d))
        all rights reserved
        bütün hüquqlar\b
        tüm hakları saklıdır
        جميع الحقوق محفوظة
        использование (?:любых )?материалов
        перепечатка материалов
        все права защищены
        .{0,60}(?:all rights reserved|все права защищены|hüquqlar(?:ı)?(?: \w+)? (?:qorunur|müdafiə olunur))\.?$
        при .{0,20}(?:использовании|перепечатке|цитировании) .{0,20}материал
        saytdakı materialların
        məlumatdan istifadə etdikdə
        """,
    ),
    (
        "legal",
        6,
        r"""
        (?:powered|designed|developed|created) by\b
        (?:разработка|создание) сайта
        saytı? hazırla
        """,
    ),
    (
        "page",
        12,
        r"""
        (?:views?|hits|reads)\s?[:\-]?\s?[\d ,.]+(?: times)?$
        (?:baxış(?: sayı| sayısı)?|oxunub|oxunma(?: sayı)?|okunma(?: sayısı)?)\s?[:\-]?\s?[\d ,.]+(?: dəfə| kez)?$
        (?:просмотр(?:ов|ы)?|прочитано)\s?[:\-]?\s?[\d ,.]+(?: dəfə| раза?)?$
        [\d ,.]+ (?:views?|hits|reads|shares|baxış|просмотр\w*)$
        \d+ min(?:ute)?s?[- ]read$
        page \d+ (?:of|/) \d+$
        reading time
        (?:#\w+ ?)+$
        \w+,? ?[+−-]\d{1,2} ?°? ?c?$
        (?:usd|eur|rub|gbp|try|azn)\b[\s:=]*[\d.,]+
        you need to enable javascript
        (?:please )?enable javascript
        font size
        text size
        click here to (?:print|subscribe)
        """,
    ),
)
"""Kind, the most words a line of it has, and how it begins: regular expressions, one a line, for folded text."""

SECTION_HEADINGS = """
    background | background information | introduction | overview | summary | contents | table of contents |
    abstract | preamble | key points | highlights | giriş | xülasə | ümumi məlumat | введение | содержание |
    общие сведения | справка | общая информация
"""
"""Headings that many documents have."""

HOME = "home | main | ana səhifə | əsas səhifə | главная | you are here | menu"
"""With what a path of pages begins."""

LANGUAGES = """
    en az ru eng aze rus аз рус азе tr de fr es ar fa english русский azərbaycan français español
    deutsch türkçe 中文 العربية عربي
"""
"""How the choice of languages is written on pages."""

DOCUMENT_KINDS = """
    statement | communique | communiqué | declaration | agreement | treaty | convention | protocol | memorandum |
    resolution | law | decree | order | decision | report | letter | speech | interview | transcript | заявление |
    коммюнике | декларация | соглашение | договор | конвенция | протокол | меморандум | резолюция | закон | указ |
    постановление | доклад | письмо | речь | интервью | bəyanat | bəyannamə | saziş | müqavilə | konvensiya | qanun |
    fərman | qərar | hesabat | məktub | nitq | müsahibə
"""
"""Words that alone on a line say what kind of document follows."""
