"""The documentation as pages of the site: every page, every link on it, and nothing that the policy refuses."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ctarchive.site import manual
from tests.docs.test_docs import PAGES, ROOT

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SHOWN = sorted(manual.FILES)


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_every_page_stands_on_one_shelf() -> None:
    assert {manual.FILES[name] for name in SHOWN} | {ROOT / "README.md"} == set(PAGES) | {ROOT / "CHANGELOG.md"}
    assert sum(len(files) for _who, files in manual.READERS) == len(SHOWN)


def test_the_shelves_lead_to_every_page(client: Client) -> None:
    html = shown(client, "/docs/")
    for name in SHOWN:
        assert f'href="/docs/{name}/"' in html


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_has_its_words_and_its_links_lead_somewhere(client: Client, name: str) -> None:
    html = shown(client, f"/docs/{name}/")
    article = html.split('<article class="prose manual"')[1].split("</article>")[0]
    assert article.count("<h1>") == 1
    assert " style=" not in article
    assert "<script" not in article
    for target in set(re.findall(r'(?:href|src|srcset)="(/docs/[^"]+|#[^"]+)"', article)):
        path, _, anchor = target.partition("#")
        if path.startswith("/docs/images/"):
            assert client.get(path).headers["Content-Type"] == "image/png"
        elif anchor:
            assert f'id="{anchor}"' in (shown(client, path) if path else article), target
        else:
            shown(client, path)


def test_the_pictures_have_a_version_for_the_dark(client: Client) -> None:
    html = shown(client, "/docs/editors/")
    assert '<source media="(prefers-color-scheme: dark)" srcset="/docs/images/editors-merge-dark.png">' in html


def test_in_another_language_the_frame_is_translated_and_the_text_is_told_to_be_english(client: Client) -> None:
    html = shown(client, "/ru/docs/decisions/")
    assert '<html lang="ru"' in html
    assert '<article class="prose manual" lang="en">' in html
    assert 'href="/ru/docs/' in shown(client, "/ru/docs/")


@pytest.mark.parametrize("url", ["/docs/nothing/", "/docs/images/nothing.png", "/docs/images/..%2f..%2fmanage.py"])
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404
