"""What entities are, are called, and are known by elsewhere. That a group is designated is a claim, never a kind."""

from django.utils.translation import gettext_lazy as _

from editorial.definitions import Definitions
from events.choices import EntityKind as K
from events.choices import NameKind, Scheme

ENTITY_KINDS: Definitions = {
    K.PERSON: _("One human being, known by name or by a description that fits nobody else."),
    K.STATE: _("A country that acts, or is acted towards, as a whole, recognised by all or not."),
    K.PUBLIC_BODY: _("An organ of one state, such as a ministry, service, court, parliament or embassy."),
    K.IGO: _("An organisation that states from more than one region set up by treaty, or one of its organs."),
    K.REGIONAL_BODY: _("An organisation or alliance of the states of one region, or one of its organs."),
    K.COALITION: _("States or bodies joined for one purpose, without a founding treaty or lasting organs."),
    K.NGO: _("A private body without profit that works for a cause, also where states gave it a mandate."),
    K.COMPANY: _("A business, in private or public hands, other than one whose business is news."),
    K.MEDIA: _("A newspaper, agency, broadcaster or site whose business is news."),
    K.ACADEMIC: _("A university, school, research institute or policy institute."),
    K.RELIGIOUS_BODY: _(
        "A community, board or authority of a faith, other than a state's office for religious affairs."
    ),
    K.ARMED_GROUP: _(
        "A group that uses or threatens organised violence and is no state's force, designated by anybody or not."
    ),
    K.LEGAL_INSTRUMENT: _(
        "A treaty, law, resolution or agreement as a text that can bind, or a named set of such texts."
    ),
    K.PROGRAMME: _(
        "A plan, strategy, project or initiative with an aim and a time, that somebody adopted and carries out."
    ),
    K.PLACE: _("A city, region, building or other spot on the map, other than a state as a whole."),
    K.OTHER: _("Something that takes part in events and fits no other kind, as its description says."),
}

NAME_KINDS: Definitions = {
    NameKind.PRIMARY: _(
        "The one under which the archive lists the entity, in the archive's own language where there is one."
    ),
    NameKind.ALIAS: _("Another full name or spelling in use for the entity, translations included."),
    NameKind.ACRONYM: _("A short form made of initials or parts of the name."),
    NameKind.TRANSLITERATION: _("A name carried over letter by letter or sound by sound from another script."),
    NameKind.FORMER: _("A name that the entity gave up for another."),
}

IDENTIFIER_SCHEMES: Definitions = {
    Scheme.WIKIDATA: _("The item number in Wikidata, such as Q227."),
    Scheme.ISO3166: _("The two-letter code of a country in ISO 3166-1, such as AZ."),
    Scheme.UN_SYMBOL: _("The symbol of a document of the United Nations, such as S/RES/2396 (2017)."),
    Scheme.VIAF: _("The number in the Virtual International Authority File of libraries."),
    Scheme.ISNI: _("The sixteen digits of the International Standard Name Identifier (ISO 27729)."),
    Scheme.LEI: _("The twenty characters of the Legal Entity Identifier (ISO 17442)."),
    Scheme.URL: _("The web address that stands for the entity itself, such as its home page."),
    Scheme.OTHER: _("An identifier from a register that is not listed here."),
}
