"""The kinds of events, each drawn so that a borderline case can be decided."""

from django.utils.translation import gettext_lazy as _

from editorial.definitions import Definitions
from events.choices import EventKind as K

DIPLOMACY: Definitions = {
    K.MEETING: _(
        "Representatives of two or more parties confer, in person or at a distance, "
        "neither as a standing body nor in the course of a visit."
    ),
    K.SESSION: _(
        "A standing body, such as a council, a committee or a summit of member states, sits as itself, whoever "
        "hosts it."
    ),
    K.VISIT: _(
        "An office-holder or delegation travels to another party's country or seat, "
        "and what happens there is told as part of the stay."
    ),
    K.ASSESSMENT_VISIT: _(
        "Experts travel to a state, with its consent, to examine how it carries out its obligations or recommendations."
    ),
    K.NEGOTIATION: _("Parties bargain over the terms of an agreement, whether or not they come to one."),
    K.STATEMENT: _("One party makes a view or an intention public, without adopting anything that binds it."),
    K.JOINT_DECLARATION: _(
        "Two or more parties issue one agreed text of common views or aims that binds none of them in law."
    ),
}

LAW: Definitions = {
    K.TREATY_SIGNED: _(
        "States or international organisations put their names to a text that is to bind them under international law."
    ),
    K.TREATY_RATIFIED: _(
        "A state or organisation declares itself bound by a treaty, by ratification, accession, acceptance or approval."
    ),
    K.AGREEMENT_SIGNED: _(
        "Ministries, services or other bodies put their names to a text on working together that is no treaty, "
        "such as a memorandum of understanding."
    ),
    K.PROGRAMME_ADOPTED: _(
        "A body or government approves a plan of measures for a stated time or aim, such as a strategy or action plan."
    ),
    K.RESOLUTION_ADOPTED: _(
        "An organ of an international organisation, or a parliament, decides on a text that is neither a law "
        "nor a programme."
    ),
    K.LAW_ADOPTED: _("A state enacts, amends or repeals a statute, code or decree that has force at home."),
    K.MANDATE_RENEWED: _(
        "The time for which a body, mission or measure is authorised is prolonged, by whatever decision."
    ),
    K.AGREEMENT_ENDED: _(
        "A treaty or agreement stops binding at least one party, for good or for a time, "
        "by withdrawal, suspension or expiry."
    ),
}

JUSTICE: Definitions = {
    K.EXTRADITION: _(
        "A state hands a person over to another, at its request, to be tried or to serve a sentence there."
    ),
    K.LEGAL_ASSISTANCE: _(
        "Authorities of one state take evidence, serve documents or hear witnesses for criminal proceedings in "
        "another,"
        "at its request."
    ),
    K.PROSECUTION: _(
        "A person or body is charged with an offence or stands trial for it, up to but not including the verdict."
    ),
    K.CONVICTION: _("A court finds a person or body guilty of an offence, whether or not the sentence is told."),
    K.PRISONER_TRANSFER: _(
        "A person who was sentenced in one state is moved to another to serve the rest of the sentence."
    ),
    K.JOINT_INVESTIGATION: _(
        "Authorities of two or more states inquire into the same offences, as one team or under one agreed plan."
    ),
}

POLICE: Definitions = {
    K.INFORMATION_SHARING: _(
        "Services pass intelligence, data or warnings to one another, once or by a standing channel, "
        "other than between financial intelligence units."
    ),
    K.JOINT_OPERATION: _(
        "Police, border or intelligence services of two or more states act in the field under one plan, short of "
        "combat."
    ),
    K.SPECIAL_OPERATION: _(
        "The security forces of one state act in the field against suspected terrorists, by raid, siege or search."
    ),
    K.ARREST: _("A person is taken into custody on suspicion of an offence, where this is the main thing told."),
    K.PLOT_DISRUPTED: _("Authorities stop an attack that was being prepared, before it is carried out."),
    K.TRAVEL_PREVENTED: _(
        "Authorities stop people who are on their way to join a group or conflict abroad, "
        "before departure, in transit or at a border."
    ),
    K.NOTICE_ISSUED: _(
        "A request to find, arrest or watch a person or an object is circulated to other states, "
        "for example through INTERPOL."
    ),
    K.LIAISON_DEPLOYED: _("An officer or office is stationed with a partner's service to keep up regular contact."),
}

FINANCE: Definitions = {
    K.DESIGNATION: _(
        "An authority puts a person or group on a list of terrorists or of those under terrorism sanctions."
    ),
    K.DELISTING: _(
        "An authority takes a person or group off a list of terrorists or of those under terrorism sanctions."
    ),
    K.ASSET_FREEZE: _(
        "Funds or property are blocked so that their holder cannot move or use them, whatever the listing behind it."
    ),
    K.FIU_EXCHANGE: _(
        "Financial intelligence units of different states pass reports on suspicious transactions to one another."
    ),
    K.MUTUAL_EVALUATION: _(
        "Peers assess a state's measures against money laundering and terrorist financing under a common method, "
        "and adopt a result."
    ),
}

CAPACITY: Definitions = {
    K.TRAINING: _("Officials are taught in a course, workshop or seminar given by or together with a partner."),
    K.EXERCISE: _(
        "Forces or services rehearse a response to an imagined attack or crisis, in the field or at a table."
    ),
    K.EQUIPMENT: _("A party gives, lends or installs goods, vehicles or systems for a partner's services."),
    K.FUNDING: _("A party pays or pledges money for a partner's measures or for a common fund."),
    K.TECHNICAL_ASSISTANCE: _(
        "A party lends experts or advice to draft laws, build institutions or improve procedures, "
        "beyond teaching a course or giving goods."
    ),
}

FIELD: Definitions = {
    K.BORDER_MEASURE: _("A state opens, closes, guards or checks a border or a way of travel in a new manner."),
    K.MILITARY_OPERATION: _("Armed forces use force in the field against an armed group, alone or with allies."),
    K.COALITION_SUPPORT: _(
        "A state gives a coalition troops, bases, overflight, transit or supplies, "
        "where no single operation of the coalition is told."
    ),
    K.REPATRIATION: _(
        "A state takes its nationals back from camps, prisons or conflict areas abroad, other than as extradited "
        "or sentenced."
    ),
    K.REHABILITATION: _(
        "Former members of armed groups, returnees or their families are helped back into society, "
        "by counselling, schooling or work."
    ),
    K.ONLINE_REMOVAL: _(
        "Content or accounts said to be terrorist are taken down or blocked online, by a platform or at an "
        "authority's request."
    ),
}

REST: Definitions = {
    K.REPORT_PUBLISHED: _(
        "A body issues a document that describes or assesses a situation, and the issuing is what is told."
    ),
    K.ATTACK: _("Violence for a terrorist purpose, as a quoted source calls it, is used against people or property."),
    K.COOPERATION_REFUSED: _(
        "A party turns down, breaks off or leaves unanswered a request for or an offer of cooperation."
    ),
    K.BREACH_ALLEGED: _("A party says in public that another broke a treaty, an agreement or a duty to cooperate."),
    K.COMPLAINT: _(
        "A party lodges a formal protest or case about another's conduct with it, an organisation or a court."
    ),
    K.OTHER: _("Something that bears on cooperation against terrorism and fits no other kind, as its title says."),
}

EVENT_KINDS: Definitions = {**DIPLOMACY, **LAW, **JUSTICE, **POLICE, **FINANCE, **CAPACITY, **FIELD, **REST}
