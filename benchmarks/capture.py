"""What capturing web pages costs, against bare extraction of the same files by trafilatura, with metadata.

Makes its own pages (several layouts, languages, lengths, kinds of metadata) and its own archive on SQLite in a
temporary folder. Rounds of both are interleaved, each round on files of its own: a slow moment of the machine hits
both.

    python benchmarks/capture.py [--files 1000] [--rounds 5] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent

WORDS = {
    "en": "the services border security meeting agreed protocol exchange information terrorism cooperation minister"
    " region officers training joint working group session delegation talks capital signed plan measures threats",
    "az": "dövlət təhlükəsizliyi xidməti sərhəd görüş saziş məlumat mübadiləsi terrorizm əməkdaşlıq nazir"
    " zabitlər təlim birgə işçi qrupu iclas nümayəndə heyəti danışıqlar paytaxt imzalanıb plan tədbirlər və ilə",
    "ru": "служба безопасность граница встреча соглашение обмен информацией терроризм сотрудничество министр сообщил"
    " регион офицеры подготовка рабочая группа заседание делегация переговоры столица подписан план меры и в на",
}
MENU = ["Home", "News", "Politics", "Economy", "Society", "World", "Sport", "Culture", "Contacts", "About us"]


def sentence(chance: random.Random, words: Sequence[str]) -> str:
    text = " ".join(chance.choice(words) for _ in range(chance.randint(8, 26)))
    return f"{text[0].upper()}{text[1:]}."


def page(number: int) -> str:
    """A page unlike the others, but always the same for the same number."""
    chance = random.Random(number)  # noqa: S311 -- no secret
    language = chance.choice(("en", "en", "az", "ru"))
    words = WORDS[language].split()
    title = sentence(chance, words).rstrip(".")
    day = f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    paragraphs = [
        " ".join(sentence(chance, words) for _ in range(chance.randint(1, 5))) for _ in range(chance.randint(4, 30))
    ]
    head = [
        f"<title>{title} | Gazette {number % 7}</title>",
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Gazette {number % 7}">',
        f'<meta property="article:published_time" content="{day}T10:00:00+04:00">',
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
        f' "headline": "{title}", "datePublished": "{day}T10:00:00+04:00",'
        ' "author": {"@type": "Person", "name": "Leyla Mammadova"}}</script>',
        f'<link rel="canonical" href="https://gazette{number % 7}.example/news/{number}">',
    ]
    told = "".join(chance.sample(head, chance.randint(1, len(head))))
    menu = "".join(f'<li><a href="/{entry}">{entry}</a></li>' for entry in MENU)
    related = "".join(f'<li><a href="/r/{n}">{sentence(chance, words)}</a></li>' for n in range(chance.randint(3, 25)))
    date = f'<time datetime="{day}">{day}</time>' if chance.random() < 0.6 else f'<p class="date">{day}</p>'
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    if chance.random() < 0.2:
        rows = "".join(f"<tr><td>{n}</td><td>{sentence(chance, words)}</td></tr>" for n in range(6))
        body += f"<table>{rows}</table>"
    open_, close = chance.choice((
        ("<article>", "</article>"), ("<main><div class='content'>", "</div></main>"), ("<div id='content'>", "</div>"),
    ))  # fmt: skip
    cards = "".join(
        f'<div class="card card-{n}"><div class="card__in"><a class="card__link" href="/c/{n}"><span>'
        f'{sentence(chance, words)}</span></a><span class="card__date">{n + 1}.02.2024</span></div></div>'
        for n in range(chance.randint(10, 60))
    )
    mega = "".join(
        f'<li class="menu__item menu__item--{n}"><a href="/m/{n}" data-id="{n}">{sentence(chance, words)[:24]}'
        "</a></li>" for n in range(chance.randint(20, 80))
    )  # fmt: skip
    share = "".join(
        f'<a class="share" href="https://social.example/{n}"><svg><path d="M{"1 2 " * 40}z"/></svg></a>'
        for n in range(6)
    )
    script = "<script>var data = " + repr([chance.random() for _ in range(chance.randint(100, 2000))]) + ";</script>"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{told}{script}</head><body><header><nav>'
        f"<ul>{menu}{mega}</ul></nav></header>{open_}<h1>{title}</h1>{date}{share}{body}{close}"
        f"<div class='cards'>{cards}</div>"
        f"<aside><h3>Related news</h3><ul>{related}"
        f"</ul></aside><footer><p>© 2024 Gazette. All rights reserved.</p></footer>{script}</body></html>"
    )


def measured(work: Callable[[Sequence[Path]], None], files: Sequence[Path]) -> float:
    start = perf_counter()
    work(files)
    return perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="where the time goes, function by function")
    parser.add_argument("--json", action="store_true", help="end with the pages a second of both, as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), options)


def run(folder: Path, options: argparse.Namespace) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ |= {"VAR": str(folder / "var"), "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "ctarchive.settings"}
    os.environ.setdefault("SECRET_KEY", "only for this run, only on this machine, and gone with it")
    os.environ.pop("DATABASE_URL", None)
    (folder / "var").mkdir()
    pages = folder / "pages"
    pages.mkdir()
    files = [pages / f"{number:05}.html" for number in range(options.files)]
    for number, file in enumerate(files):
        file.write_text(page(number))

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from trafilatura import bare_extraction

    from editorial.accounts import command_user
    from sources.intake import CAPTURED, items, lasting_together, take_in
    from sources.readers.ahead import Pool

    user = command_user(None, "dossier-author")

    def bare(chunk: Sequence[Path]) -> None:
        for file in chunk:
            bare_extraction(file.read_bytes(), with_metadata=True)

    def capture(chunk: Sequence[Path]) -> None:
        with lasting_together():  # as the command does
            outcomes = list(take_in(items(chunk), user=user, ahead=pool))
        assert [outcome.what for outcome in outcomes] == [CAPTURED] * len(chunk), outcomes

    pool = Pool(os.cpu_count() or 1)
    warm, size = files[:5], max(1, (len(files) - 5) // options.rounds)
    bare(warm)
    list(take_in(items(warm), user=user))  # what is started for long work is started in the first round, and counted
    if options.profile:
        profile(capture, files[5 : 5 + size])
        return
    rows = []
    for number in range(options.rounds):
        chunk = files[5 + number * size : 5 + (number + 1) * size]
        steps = [bare, capture] if number % 2 == 0 else [capture, bare]
        taken = {step.__name__: measured(step, chunk) for step in steps}
        rows.append((taken["bare"], taken["capture"]))
    tell(rows, size)
    if options.json:
        bare_time, time = (sum(several) for several in zip(*rows, strict=True))
        print(json.dumps({"capture": size * len(rows) / time, "bare": size * len(rows) / bare_time}))


def profile(work: Callable[[Sequence[Path]], None], files: Sequence[Path]) -> None:
    profiler = cProfile.Profile()
    profiler.runcall(work, files)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


def tell(rows: Sequence[tuple[float, float]], size: int) -> None:
    print(f"{'round':<8}{'files':>6}{'bare, files/s':>16}{'capture, files/s':>18}{'ratio':>8}")
    for number, (bare, capture) in enumerate(rows, start=1):
        print(f"{number:<8}{size:>6}{size / bare:>16.1f}{size / capture:>18.1f}{capture / bare:>8.2f}")
    whole = sum(capture for _, capture in rows) / sum(bare for bare, _ in rows)
    print(f"all: {whole:.2f} times bare extraction; median of the rounds {median(c / b for b, c in rows):.2f}")


if __name__ == "__main__":
    main()
