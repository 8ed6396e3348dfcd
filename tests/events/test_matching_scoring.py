"""How likely two names are of one thing: a table of hard cases, positive and negative."""

from __future__ import annotations

from typing import Any

import pytest

from events.matching.scoring import Name, Profile, compare


def known(kind: str, *names: str, country: str = "", at: Any = None, **identifiers: str) -> Profile:
    """What is known of an entity; a name of capitals only is recorded as an acronym."""
    return Profile(
        kind=kind,
        names=[Name(name, is_acronym=name.isupper() and " " not in name) for name in names],
        country=country,
        identifiers=frozenset(identifiers.items()),
        coordinates=at,
    )


def person(*names: str, **fields: Any) -> Profile:
    return known("person", *names, **fields)


def body(*names: str, **fields: Any) -> Profile:
    return known("public_body", *names, **fields)


def state(*names: str, **fields: Any) -> Profile:
    return known("state", *names, **fields)


def place(*names: str, **fields: Any) -> Profile:
    return known("place", *names, **fields)


def paper(*names: str, **fields: Any) -> Profile:
    return known("legal_instrument", *names, **fields)


ONE = [
    # scripts and spellings
    (person("Leyla Həsənova"), person("Лейла Гасанова"), "transliterates to “Leyla Gasanova”"),
    (person("İlqar Əliyev"), person("Ilgar Aliyev"), "spellings"),
    (person("Ильгар Алиев"), person("Ilgar Aliyev"), "transliterates to “Il'gar Aliev”"),
    (person("إلغار علييف"), person("Ilgar Aliyev"), ""),
    (person("Wacław Mazur"), person("Waclaw Mazur"), "accents"),
    (state("Azərbaycan"), state("Азербайджан"), "“Азербайджан” transliterates to “Azerbaydzhan”"),
    (state("Azerbaijan"), state("أذربيجان"), "transliterates"),
    (state("Azerbaijan"), state("Republic of Azerbaijan"), "small words"),
    (state("Oʻzbekiston"), state("Uzbekistan"), "spellings"),
    (place("Lənkəran"), place("Lenkoran"), ""),
    (place("Şəki"), place("Sheki"), ""),
    (body("Комитет национальной безопасности"), body("Komitet natsionalnoy bezopasnosti"), "transliterates to “Kom"),
    # order, initials, titles, words more
    (person("Aliyev Ilgar"), person("Ilgar Aliyev"), "another order"),
    (person("I. Aliyev"), person("Ilgar Aliyev"), "initials stand for names"),
    (person("Colonel Farid Nazarov"), person("Farid Nazarov"), "small words"),
    (person("Farid Rashid oglu Nazarov"), person("Farid Nazarov"), "all words of “Farid Nazarov” stand in"),
    (person("Vladimir Kulichov"), person("Vladimir Kulishov"), ""),
    (body("Service of the State Border"), body("State Border Service"), "another order"),
    (body("Anti-Terrorist Center of the CIS"), body("Anti-Terrorist Centre of the CIS"), "spelt alike"),
    (body("Ministry of Internal Affairs", country="AZ"), body("Ministry of Internal Affairs of Azerbaijan"), ""),
    (body("Ministry of Internal Affairs"), body("Ministry of Internal Affairs of Azerbaijan"), "all words of"),
    (body("Uzbek State Security Service"), body("State Security Service of Uzbekistan"), "another order"),
    (body("Department of State", country="US"), body("US Department of State"), ""),
    (
        body("State Committee on Work with Religious Associations"),
        body("State Committee on Work with Religious Entities"),
        "share 4 of 5 words",
    ),
    (body("Служба границы Азербайджана"), body("Служба границы", country="AZ"), ""),
    # acronyms
    (known("igo", "Counter-Terrorism Committee Executive Directorate"), known("igo", "CTED"), "but for one word"),
    (known("regional_body", "Commonwealth of Independent States"), known("igo", "CIS"), "are the initials of"),
    (body("Служба государственной безопасности"), body("СГБ"), "are the initials of"),
    (body("Frontier Guard", "SBS"), body("Dövlət Sərhəd Xidməti", "SBS"), "same acronym “SBS”"),
    (body("Financial Monitoring Service (FMS)"), body("Financial Monitoring Service"), "small words"),
    # identifiers
    (person("Farid Nazarov", wikidata="Q7"), person("Nobody Else", wikidata="Q7"), "same identifier wikidata:Q7"),
    (paper("Resolution 1624", un_symbol="S/RES/1624 (2005)"), paper("S/RES/1624", un_symbol="S/RES/1624 (2005)"), ""),
    (paper("Security Council resolution 1624 (2005)"), paper("Security Council resolution 1624"), "all words"),
    (place("Lankaran", at=(38.75, 48.85)), place("Lenkoran", at=(38.76, 48.84)), "km apart"),
]  # fmt: skip

TWO = [
    (person("Ilgar Aliyev"), person("Farid Aliyev")),
    (person("Ilgar Aliyev"), person("F. Aliyev")),
    (person("Aliyev"), person("Ilgar Aliyev")),
    (person("Ilgar Aliyev"), person("Ilgar Nazarov")),
    (person("Farid Nazarov"), person("Farida Nazarova Rashid")),
    (person("John Smith", wikidata="Q1"), person("John Smith", wikidata="Q2")),
    (person("Lankaran"), place("Lankaran")),
    (body("Ministry of Foreign Affairs of Azerbaijan"), body("Ministry of Foreign Affairs of Armenia")),
    (body("Ministry of Foreign Affairs of Azerbaijan"), body("Министерство Foreign Affairs Армении")),
    (
        body("Ministry of Foreign Affairs of Azerbaijan", "Ministry of Foreign Affairs"),
        body("Ministry of Foreign Affairs of Armenia", "Ministry of Foreign Affairs"),
    ),
    (body("Ministry of Foreign Affairs", country="AZ"), body("Ministry of Foreign Affairs", country="AM")),
    (body("Ministry of Foreign Affairs"), body("Ministry of Internal Affairs")),
    (body("State Security Service", country="AM"), body("State Security Service of Azerbaijan")),
    (body("State Security Service of Azerbaijan", "SSS"), body("State Security Service of Uzbekistan", "SSS")),
    (body("Border Service"), body("Financial Monitoring Service")),
    (body("Security Council"), body("Security Committee")),
    (state("North Korea"), state("South Korea")),
    (place("North Caucasus"), place("South Caucasus")),
    (state("Iran"), state("Iraq")),
    (state("Austria"), state("Australia")),
    (state("Niger"), state("Nigeria")),
    (state("Slovakia"), state("Slovenia")),
    (state("Guinea"), state("Guinea-Bissau", iso3166="GW")),
    (state("Georgia", iso3166="GE"), place("Georgia", iso3166="US-GA")),
    (place("Astara"), place("Istria")),
    (place("Lankaran", at=(38.75, 48.85)), place("Lankaran", at=(35.2, 58.4))),
    (paper("Security Council resolution 1624 (2005)"), paper("Security Council resolution 2178 (2014)")),
    (paper("Security Council resolution 1624"), paper("Security Council resolution 1625")),
    (body("First Deputy Prosecutor’s Office"), body("Prosecutor’s Office")),
    (known("igo", "Counter-Terrorism Committee", "CTC"), known("igo", "CTED")),
    (known("regional_body", "Commonwealth of Independent States"), known("regional_body", "Council of Europe")),
    (known("igo", "Shared States Union"), body("Council of Heads of the Shared States Union")),
    (known("igo", "Counter-Terrorism Committee"), known("igo", "Counter-Terrorism Committee Executive Directorate")),
    (body("State Security Service of Azerbaijan"), body("State Border Service of Azerbaijan")),
    (paper("Additional Protocol to the Convention on Border Guards"), paper("Convention on Border Guards")),
    (person("Ли Мин"), person("Ли Вэй")),
]  # fmt: skip


def said(one: Profile, other: Profile) -> str:
    return f"{one.names[0].text} / {other.names[0].text}"


@pytest.mark.parametrize(("one", "other", "why"), ONE, ids=[said(a, b) for a, b, _why in ONE])
def test_names_of_one_thing_find_each_other_and_say_why(one: Profile, other: Profile, why: str) -> None:
    for verdict in (compare(one, other), compare(other, one)):
        assert verdict.is_worth_a_look, verdict
        assert why in " ".join(verdict.why)


@pytest.mark.parametrize(("one", "other"), TWO, ids=[said(a, b) for a, b in TWO])
def test_names_of_two_things_are_not_proposed(one: Profile, other: Profile) -> None:
    assert not compare(one, other).is_worth_a_look, compare(one, other)
    assert compare(one, other).score == compare(other, one).score


def test_what_speaks_against_it_is_said_too() -> None:
    verdict = compare(person("Farid Nazarov", country="AZ"), person("Farid Nazarov", country="TR"))
    assert verdict.is_worth_a_look
    assert list(verdict.why) == ["same name “Farid Nazarov”", "same kind (person)", "different countries: AZ and TR"]


def test_the_same_country_raises_and_another_kind_lowers_the_score() -> None:
    plain = compare(body("Border Guard"), body("Border Guard")).score
    near = compare(body("Border Guard", country="AZ"), body("Border Guard", country="AZ")).score
    other_kind = compare(body("Border Guard"), known("ngo", "Border Guard")).score
    assert other_kind < plain < near < 1
