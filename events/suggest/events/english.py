"""The words by which English reports events: verbs that have happened, and nouns that stand for a happening.

In the patterns ``_`` is up to six words between, and a blank any blank space.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

from events.choices import EventKind as K
from events.suggest.events.triggers import LIKELY, STRONG, WEAK, Language, table

_MEETING = r"(?:meeting|talks|consultations|discussions|conference|forum|seminar|round ?table|dialogue|exchange of views|hearing|briefing|gathering)"
_SESSION = r"(?:session|summit|plenary|assembly|(?:\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty|sixty)-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)|annual|regular|extraordinary|ordinary|high-level) (?:[\w-]+ ){0,3}?(?:meeting|conference|forum)|meeting of (?:the )?(?:[\w’'.,-]+ ){0,5}?(?:council|committee|commission|board|conference|assembly|group|heads|secretaries|ministers|chiefs|states|members|working group|task force))"
_HAPPENED = r"(?:(?:was|were|has been|have been|had been) (?:\w+ly )?(?:held|convened|opened|hosted|conducted|organi[sz]ed)|held|took place|convened|opened|began|started|kicked off|ended|concluded|wrapped up|closed)"
_AGREEMENT = r"(?:agreements?|memorand(?:um|a)|mou|arrangements?|protocols?|documents?|contracts?|plans? of (?:action|cooperation)|action plan|roadmap|letter of intent|exchange of letters|cooperation (?:plan|programme|program))"
_TREATY = r"(?:treaty|treaties|convention|charter|statute)"
_PROGRAMME = r"(?:programmes?|programs?|strateg(?:y|ies)|action plan|plans?|roadmap|concept|guidelines|joint measures)"
_ASSETS = r"(?:assets|accounts|property|funds|holdings)"
_ATTACK = (
    r"(?:attacks?|plots?|bombings?|explosions?|terrorist acts?|acts? of terror(?:ism)?|assassination|cells?|hijacking)"
)
_WEAPONS = r"(?:militants?|terrorists?|gunmen|fighters?|extremists?|suspects?)"

TRIGGERS = table(
    {
        STRONG: {
            K.ASSESSMENT_VISIT: (
                r"(?:conducted|carried out|completed|concluded|undertook|made|paid) _(?:assessment|evaluation|follow-up|monitoring|on-site|fact-finding) _(?:visit|mission)",
                r"(?:(?:assessment|evaluation|monitoring|expert|follow-up) (?:team|mission|delegation|visit) |(?:counter-terrorism committee|cted|experts?|assessors|evaluators) )_(?:visited|conducted _visit|completed _visit|took place|arrived)",
            ),
            K.VISIT: (
                r"(?:paid|made|conducted|completed|concluded|began|started|ended|undertook|is paying) (?:an? |the |his |her |its |their )(?:[\w-]+ ){0,4}?visit",
                r"(?:visited|arrived in|arrived at|travell?ed to|flew to) (?:the )?(?-i:[A-Z])(?!ay\b|ugust|pril)\w*",
                r"visit(?: of| by| to)? _(?:took place|began|started|ended|concluded)",
            ),
            K.SESSION: (
                rf"{_SESSION} _(?:[\w’'.,-]+ ){{0,8}}?{_HAPPENED}",
                rf"(?:held|hosted|convened|opened|chaired|attended|addressed|concluded|organi[sz]ed|participated in|took part in|speaking at|spoke at|addressing) _(?:the |its |their |an? )?(?:[\w’'.,-]+ ){{0,4}}?{_SESSION}",
            ),
            K.MEETING: (
                rf"{_MEETING}s? _(?:was held|were held|has been held|took place|convened|opened|began|concluded|ended|held)",
                rf"(?:held|hosted|convened|chaired|conducted|had) (?:an? |the |bilateral |trilateral |several |separate |joint )?(?:[\w’'.,-]+ ){{0,5}}?{_MEETING}",
                r"(?:met|has met|have met|gathered|convened|came together) (?:in|at|near) (?-i:[A-Z])\w*", r"(?:met|has met|have met) (?:(?:in|on|at) _)?(?:with )?(?!the (?:requirements|criteria|standards|needs|deadline|target)|its |their |with (?:criticism|resistance|approval))(?:the |an? |(?-i:[A-Z])|officials|representatives|his|her|counterpart|experts|members|delegat)\w*",
                r"(?:received|was received by|were received by|hosted|welcomed) (?:an? |the |by )?_(?:delegation|counterpart|ambassador|minister|president|chairman|director|chief|head|representatives?|secretary|commander|participants|envoy|coordinator)",
            ),
            K.NEGOTIATION: (r"(?:round of (?:talks|negotiations)|negotiations) _(?:took place|held|began|opened|ended|concluded|started)", r"(?:opened|began|started|held|concluded|completed) _negotiations"),
            K.JOINT_DECLARATION: (r"(?:adopted|signed|issued|released|agreed) _(?:joint|final|common) (?:[\w-]+ )?(?:statement|declaration|communiqu[eé])", r"(?:joint|final) (?:[\w-]+ )?(?:statement|declaration|communiqu[eé]) _(?:was|were) (?:adopted|signed|issued|released)"),
            K.STATEMENT: (r"(?:issued|released|published|made public) (?:an? |the |its )?(?:[\w-]+ ){0,3}?(?:statement|communiqu[eé]|declaration|appeal)",),
            K.TREATY_SIGNED: (rf"(?:signed|initialled) _{_TREATY}", rf"{_TREATY} _(?:was|were|had been|has been) signed"),
            K.TREATY_RATIFIED: (r"(?:ratified|acceded to|has acceded|have acceded|approved the ratification)", r"(?:deposited|handed over) _instruments? of (?:ratification|accession)", r"ratification of _(?:was|were) (?:approved|completed)"),
            K.AGREEMENT_SIGNED: (rf"(?:signed|inked|initialled|concluded|exchanged|renewed) (?:[\w’'.,-]+ ){{0,7}}?{_AGREEMENT}", rf"{_AGREEMENT} _(?:was|were|had been|has been|have been)(?: also)? (?:signed|concluded|initialled)", rf"{_AGREEMENT},? signed (?:on|in|at|by|between)", r"put (?:their|his|her) (?:names?|signatures?) (?:to|under)"),
            K.PROGRAMME_ADOPTED: (rf"(?:adopted|approved|endorsed|launched|unveiled) (?:[\w’'.,-]+ ){{0,7}}?{_PROGRAMME}\b", rf"{_PROGRAMME} _(?:was|were|has been|have been) (?:adopted|approved|endorsed|launched)"),
            K.RESOLUTION_ADOPTED: (r"(?:adopted|passed) (?:[\w’'.,-]+ ){0,6}?(?:resolutions?|decision|recommendations)", r"(?:resolutions?|decision|recommendations?) _(?:was|were|has been) (?:adopted|passed)"),
            K.LAW_ADOPTED: (r"(?:adopted|passed|enacted|approved|promulgated|amended|repealed|backed|voted for) (?:[\w’'.,-]+ ){0,6}?(?:law|bill|act|code|decree|amendments|legislation)\b", r"(?:law|bill|act|code|decree|amendments) _(?:was|were|has been|have been) (?:adopted|passed|enacted|approved|signed|amended|repealed)", r"(?:law|decree|act|code) _(?:came|entered|went) into (?:force|effect)", r"signed (?:[\w’'.,-]+ ){0,4}?(?:law|bill|decree|order)\b(?! (?:no|on cooperation))", r"signed _into law"),
            K.MANDATE_RENEWED: (r"(?:extended|renewed|prolonged) (?:[\w’'.,-]+ ){0,6}?(?:mandate|mission)", r"mandate _(?:was|has been) (?:extended|renewed|prolonged)"),
            K.AGREEMENT_ENDED: (rf"(?:withdrew from|suspended|terminated|denounced|pulled out of|quit) (?:[\w’'.,-]+ ){{0,5}}?(?:{_AGREEMENT}|{_TREATY}|pact|accord|partnership)", rf"(?:{_AGREEMENT}|{_TREATY}) _(?:expired|was suspended|was terminated)"),
            K.EXTRADITION: (r"extradited", r"(?:(?:handed over|surrendered|turned over|deported|expelled|sent back)|transferred (?:\w+ ){0,3}?(?:suspects?|m[ae]n|wom[ae]n|him|her|them|nationals?|citizens?|persons?)) (?:[\w’'.,-]+ ){0,6}?to (?:the )?(?:[\w’'.,-]+ ){0,3}?(?:authorities|police|custody|side|officers|(?-i:[A-Z])\w*)", r"extradition of _(?:was|took place|has been)"),
            K.PRISONER_TRANSFER: (r"(?:transferred|exchanged|swapped) _(?:prisoners?|detainees|inmates|convicts)", r"prisoner (?:exchange|swap) _(?:took place|was|were)"),
            K.PROSECUTION: (r"(?:was|were|has been|have been) (?:charged|indicted|put on trial|arraigned|brought to trial)", r"(?:went on trial|appeared in court|appeared before|pleaded|indicted|charged (?!with d'affaires)(?:\w+ ){0,4}with)", r"trial (?:of|against) _(?:began|opened|started|resumed)", r"(?:opened|launched|initiated|filed) (?:an? )?(?:[\w’'.,-]+ ){0,3}?(?:criminal (?:case|proceedings)|charges|indictment|investigation)"),
            K.CONVICTION: (r"(?:sentenced|convicted|jailed|found guilty|imprisoned|handed down _(?:sentence|term|verdict)|was given _(?:years|life)|were given _years)",),
            K.JOINT_INVESTIGATION: (r"(?:set up|formed|established|launched|opened) _joint investigati(?:on|ve)", r"joint investigation(?: team)? _(?:was|were|led|began|launched)"),
            K.INFORMATION_SHARING: (r"(?:handed over|passed|passed on|shared|supplied|transmitted|sent) (?:[\w’'.,-]+ ){0,6}?(?:information|intelligence|data|fingerprints|lists?|evidence|dossiers?|names) (?:[\w’'.,-]+ ){0,4}?(?:to|with)\b",),
            K.JOINT_OPERATION: (r"joint (?:[\w-]+ ){0,3}?operations? _(?:was|were|has been|led|resulted|took place|ended|carried out|conducted)", r"(?:carried out|conducted|held|completed|launched|ran) _joint (?:[\w-]+ ){0,3}?operations?"),
            K.SPECIAL_OPERATION: (r"(?:carried out|conducted|launched|mounted|completed|ended|staged) _(?:special|counter-?terror\w*|anti-?terror\w*|security|police|rescue) (?:[\w-]+ )?(?:operation|raid)", r"(?:special|counter-?terror\w*|anti-?terror\w*|security|police) (?:[\w-]+ )?operation _(?:was|were|took place|ended|began|led|resulted)", rf"(?:killed|neutrali[sz]ed|eliminated|destroyed|liquidated) (?:[\w’'.,-]+ ){{0,4}}?(?:{_WEAPONS}|leader|commander|members)", rf"{_WEAPONS} (?:was|were) (?:killed|neutrali[sz]ed|eliminated|liquidated)", r"raided"),
            K.ARREST: (r"(?:arrested|detained|apprehended|captured|seized (?=an? \w+ suspect)|took into custody|taken into custody|rounded up)",),
            K.PLOT_DISRUPTED: (rf"(?:foiled|thwarted|averted|disrupted|dismantled|prevented|broke up|broken up|uncovered|busted|stopped) (?:[\w’'.,-]+ ){{0,6}}?{_ATTACK}", rf"{_ATTACK} (?:[\w’'.,-]+ ){{0,5}}?(?:was|were|has been|have been|had been) (?:foiled|thwarted|averted|prevented|disrupted|dismantled|uncovered|stopped)"),
            K.TRAVEL_PREVENTED: (r"(?:prevented|stopped|blocked|barred|kept|turned back|intercepted) (?:[\w’'.,-]+ ){0,8}?(?:from (?:leaving|travell?ing|crossing|joining|entering|boarding|flying|reaching)|(?:trying|attempting|on their way|bound|heading|intending|who (?:wanted|tried|planned|intended)) (?:[\w’'.,-]+ ){0,4}?(?:join|travel|cross|reach|enter|to|for))", r"(?:attempts?|efforts?) (?:by|of) (?:[\w’'.,-]+ ){0,8}?to (?:join|travel|cross|reach|leave|enter) (?:[\w’'.,-]+ ){0,9}?(?:was|were|has been|have been|had been) (?:prevented|stopped|foiled|thwarted)", r"(?:was|were) (?:turned back|stopped at the border|refused (?:entry|boarding)|taken off)"),
            K.NOTICE_ISSUED: (r"(?:issued|published|circulated|put out) _(?:notices?|arrest warrants?|warrants?|alert)", r"(?:put|placed) on _wanted list", r"(?:red|blue|green|yellow|arrest) (?:notices?|warrants?) _(?:was|were) issued"),
            K.LIAISON_DEPLOYED: (r"(?:posted|deployed|appointed|sent|stationed|seconded) _liaison officers?", r"liaison officers? _(?:took up|was|were) (?:posted|deployed|appointed|duty|post)"),
            K.DESIGNATION: (r"(?:imposed|announced|approved|adopted) (?:[\w’'.,-]+ ){0,4}?(?:sanctions|travel bans?)", r"(?:designated|blacklisted|proscribed|outlawed)\b(?! to\b)", r"(?:listed|added|put|included|placed) (?:[\w’'.,-]+ ){0,9}?(?:(?:on|to|in) (?:its|the|a|their) (?:[\w’'.,-]+ ){0,5}?list|as an? (?:[\w-]+ ){0,3}?(?:terrorist|extremist))", r"banned (?:[\w’'.,-]+ ){0,6}?(?:organi[sz]ations?|groups?|movement|party|as (?:terrorist|extremist))"),
            K.DELISTING: (r"(?:removed|taken off|struck off|deleted|delisted) (?:[\w’'.,-]+ ){0,7}?(?:from _list|list)", r"delisted|lifted (?:[\w’'.,-]+ ){0,3}?sanctions"),
            K.ASSET_FREEZE: (rf"(?:froze|frozen|seized|blocked|confiscated) (?:[\w’'.,-]+ ){{0,6}}?{_ASSETS}", rf"{_ASSETS} (?:[\w’'.,-]+ ){{0,6}}?(?:was|were|has been|have been) (?:frozen|seized|blocked|confiscated)"),
            K.MUTUAL_EVALUATION: (r"mutual evaluation (?:[\w’'.,-]+ ){0,4}?(?:was|were|took place|began|report)", r"(?:adopted|published|discussed|approved) _(?:mutual evaluation|follow-up report)"),
            K.TRAINING: (r"(?:training|course|workshop|seminar|webinar|master class|study visit)s? _(?:was held|were held|took place|concluded|ended|began|opened|was organi[sz]ed|were organi[sz]ed|was conducted|was completed|started)", r"(?:completed|conducted|held|organi[sz]ed|hosted|delivered|opened|ran|attended|began|launched|concluded|finished) (?:an? |the |its |their |two |three )?(?:[\w’'.,-]+ ){0,6}?(?:training|course|workshop|seminar|webinar|study visit)", r"trained (?:[\w’'.,-]+ ){0,4}?(?:officers|prosecutors|judges|investigators|police|guards|officials|staff|experts|specialists)"),
            K.EXERCISE: (r"(?:exercises?|drills?|manoeuvres|maneuvers|war games?) _(?:was held|were held|took place|began|ended|concluded|started|kicked off|got under way|involved)", r"(?:held|conducted|carried out|staged|completed|hosted|launched|began|started) _(?:exercises?|drills?|manoeuvres|maneuvers)"),
            K.EQUIPMENT: (r"(?:donated|handed over|delivered|supplied|provided|presented|transferred|gave) (?:[\w’'.,-]+ ){0,8}?(?:equipment|vehicles|scanners|computers|drones?|boats?|vessels?|cars|radios|uniforms|devices|helicopters?|aircraft)\b",),
            K.FUNDING: (r"(?:allocated|granted|pledged|contributed|donated|approved|provided|committed|earmarked) (?:[\w’'.,-]+ ){0,4}?(?:[$€£]|US\$|\d[\d.,]* ?(?:million|billion|thousand)|grant)",),
            K.TECHNICAL_ASSISTANCE: (r"(?:launched|started|began|completed) (?:[\w’'.,-]+ ){0,6}?(?:technical assistance|assistance project|capacity-building|twinning)",),
            K.BORDER_MEASURE: (r"(?:closed|reopened|opened|sealed|shut) (?:[\w’'.,-]+ ){0,5}?(?:borders?|checkpoints?|crossings?|border crossing)", r"(?:introduced|imposed|tightened|abolished) (?:[\w’'.,-]+ ){0,5}?(?:border controls?|visa|entry ban|passenger name record|border regime)", r"(?:checkpoint|crossing|border post) _(?:was|were) (?:opened|closed|inaugurated)"),
            K.MILITARY_OPERATION: (r"(?:launched|carried out|conducted|began|mounted) _(?:airstrikes?|air strikes?|offensive|military operation|strikes)", r"(?:airstrikes?|air strikes?|offensive|military operation) _(?:killed|hit|began|took place|was|were|targeted)"),
            K.COALITION_SUPPORT: (r"joined (?:[\w’'.,-]+ ){0,5}?coalition", r"(?:sent|deployed|contributed|withdrew) (?:[\w’'.,-]+ ){0,5}?(?:troops|soldiers|peacekeepers|contingent|servicemen)"),
            K.REPATRIATION: (r"(?:repatriated|brought (?:back )?home|brought back|evacuated|flown home|flew home|returned home|taken home|were returned|was returned)", r"returned (?:[\w’'.,-]+ ){0,5}?(?:from (?:camps|Syria|Iraq|north))"),
            K.REHABILITATION: (r"(?:opened|launched|inaugurated|completed) (?:[\w’'.,-]+ ){0,5}?(?:rehabilitation|reintegration|deradicali[sz]ation)",),
            K.ONLINE_REMOVAL: (r"(?:removed|blocked|took down|taken down|shut down|deleted|suspended) (?:[\w’'.,-]+ ){0,6}?(?:websites?|accounts?|pages?|channels?|posts?|links?|videos?|content|materials?|urls?)\b", r"(?:websites?|accounts?|channels?|links?|pages?) (?:[\w’'.,-]+ ){0,5}?(?:was|were|has been|have been) (?:removed|blocked|taken down|deleted|suspended)"),
            K.REPORT_PUBLISHED: (r"(?:published|released|issued|posted|presented|launched|unveiled) (?:[\w’'.,-]+ ){0,7}?(?:report|study|review|survey|white paper|index)\b", r"(?:reports?|study|review|survey)\b[^.]{0,90}?(?:was|were|has been|have been)? ?(?:published|released|issued|posted|made public)"),
            K.ATTACK: (r"(?:blew (?:himself|herself|themselves|itself|up)|detonated|exploded|went off|opened fire|stabbed|rammed|gunned down|shot dead|took hostage|abducted|kidnapped|beheaded|ambushed|stormed)", r"(?:bomb|bombing|explosion|blast|attack|shooting|raid|assault|bomber|gunm[ae]n|attackers?|militants?)s? _(?:killed|wounded|injured|struck|hit|claimed|targeted|rocked|occurred|took place|left|attacked)", r"(?:was|were) (?:killed|wounded|injured) (?:[\w’'.,-]+ ){0,4}?(?:in|when|after|by) _(?:attack|bomb\w*|explosion|blast|shooting|assault)", r"attacked"),
            K.COOPERATION_REFUSED: (r"(?:refused|declined|rejected) (?:[\w’'.,-]+ ){0,4}?(?:extradit\w+|hand over|cooperat\w+|request|surrender)",),
            K.BREACH_ALLEGED: (r"accused (?:[\w’'.,-]+ ){0,6}?of (?:violating|breaching|breaking|sheltering|harbou?ring|sponsoring|supporting|failing)",),
            K.COMPLAINT: (r"(?:lodged|filed|submitted|sent|handed) (?:an? )?(?:[\w’'.,-]+ ){0,3}?(?:complaint|protest|note of protest|letter to the)", r"summoned (?:[\w’'.,-]+ ){0,4}?ambassador"),
        },
        LIKELY: {
            K.AGREEMENT_SIGNED: (r"(?:signing|conclusion) of (?:[\w’'.,-]+ ){0,4}?(?:agreements?|memorandum|documents|protocol)", r"agreed (?:to|on) (?:[\w’'.,-]+ ){0,4}?(?:exchange|cooperate|establish|set up|step up|create)"),
            K.SESSION: (rf"(?:at|during|in) (?:the|its|a) (?:[\w’'.,-]+ ){{0,5}}?{_SESSION}", r"presided over"),
            K.MEETING: (rf"(?:took part in|participated in|attended|discussed|spoke at|addressed|exchanged views|speaking at) (?:[\w’'.,-]+ ){{0,5}}?{_MEETING}", r"(?:discussed|exchanged views on) (?:[\w’'.,-]+ ){0,6}?(?:with)\b"),
            K.STATEMENT: (r"(?:condemned|called on|urged|appealed to|welcomed|expressed (?:concern|condolences))",),
            K.ATTACK: (r"(?:attack|bombing|explosion|blast|shooting|assault) (?:on|of|in|at|against)",),
            K.OTHER: (r"(?:arrived|came|left|returned|fled|surrendered|died|fell|broke out|gathered|crossed|appointed|elected|joined|inaugurated|took office|was freed|were freed|was released|were released)",),
            K.LEGAL_ASSISTANCE: (r"(?:sent|received|granted|executed|answered) (?:[\w’'.,-]+ ){0,4}?(?:requests?|letters? rogatory)",),
            K.INFORMATION_SHARING: (r"(?:shared|exchanged|provided) (?:[\w’'.,-]+ ){0,4}?(?:information|intelligence|data)",),
            K.TECHNICAL_ASSISTANCE: (r"(?:launched|opened|inaugurated|established|set up|created) (?:an? |the |its )?(?:[\w’'.,-]+ ){0,6}?(?:project|cent(?:re|er)|unit|office|database|department|mechanism|working group|task force|hotline|platform)",),
        },
        WEAK: {
            # Whatever somebody did: an event only where the day is told.
            K.OTHER: (r"(?!based|related|called|named|located|used|associated|entitled|concerned|supposed|aimed|added|noted|stressed|stated|believed|based|needed|expected|accused|wanted|dated|updated|posted|headed|involved|required|interested|united|armed|organi[sz]ed|continued|remained|considered|depended|increased|decreased|alleged|said)[a-z]{2,}ed",),
        },
    }
)  # fmt: skip

LANGUAGE = Language(
    triggers=TRIGGERS,
    # "will sign", "to be signed", "did not sign"; a participle that only describes: "those arrested".
    unreal=(
        r"(?:\b(?:will|would|could|can|may|might|should|must|shall|cannot|not|never|to|if|unless|whether|without|let|hopes?|wants?|intends?|planned|ready|failed|refused|yet|nor|who (?:plan|want)|like)"
        r"|n['’]t)(?:\s+(?:be|have|been|also|soon|then|only|further|jointly|again|even|ever|get|being))*\s+$"
    ),
    described=r"\b(?:the|those|these|all|any|of|newly|recently|persons?|people|an?|his|her|their|previously|for|being|whether)\s+(?:\w+ly\s+)?$",
    general=(
        r"\b(?:regularly|often|usually|repeatedly|always|annually|traditionally|frequently|constantly|every (?:year|month|day)|each year|in recent (?:years|months|decades)"
        r"|over the (?:past|last) (?:\w+ )?(?:years|decades?|months)|in the past|for (?:many|several|some|two|three|four|five|ten|\w+teen|\w+ty|more than \w+) years|from time to time|periodically|so far|to date|in general|as a rule|typically|generally|historically|since (?:then|independence)|continues? to)(?!\w)"
    ),
    planned=r"\b(?:will be|is to be|are to be|is scheduled|are scheduled|is planned|are planned|will take place|will host|is expected|is due|are due)\b",
    again=r"\b(?:similar|previous|previously|next|last such)\b",
    same=r"\b(?:the|this|that|these|same) (?:[\w’'.,-]+ ){0,2}?(?:meeting|session|talks|visit|event|conference|summit|operation|training|course|exercise|drills?|sides|parties|participants|agreement|document|attack|delegation|seminar|workshop|forum|discussions|mission|raid|suspects?|men|ministers|experts|team|members|delegations)\b",
    said=r"\b(?:said|says|told|announced|reported|stated|declared|added|informed|wrote|confirmed)(?: (?:\w+ ){0,4}(?:in an? (?:\w+ )?(?:statement|interview)|reporters|journalists))?(?: (?:on|late|early))*\s*$",
    until=r"\b(?:until|till|by|for|since|through|before|after|dated|prior to|from|to|ahead of|effective|valid)\s+(?:the\s+)?$",
    nouns={
        K.VISIT: "visits?", K.MEETING: "meetings?|talks|consultations|conference", K.SESSION: "session|summit|plenary",
        K.ATTACK: "attacks?|bombings?|explosions?|shootings?|blasts?|massacre", K.SPECIAL_OPERATION: "operation|raid",
        K.ARREST: "arrests?", K.AGREEMENT_SIGNED: "signing", K.TRAINING: "training|course|workshop|seminar",
        K.EXERCISE: "exercises?|drills", K.EXTRADITION: "extradition", K.ASSESSMENT_VISIT: "(?:assessment|evaluation|initial|follow-up) visit",
    },
    noun_date=r"(?: (?:to|of|on|in|by|at|with|against|between) (?:[\w’'.,-]+ ){1,6}?| )(?:of|on|in|from) $",
    in_place=r"\b(?:in|at|near|outside|to|from|city of|capital of|town of|province of)\s+(?:the\s+)?(?:(?:city|town|province|region|state|capital|northern|southern|eastern|western|central)(?: of)?\s+)?$",
    by=r"\b(?:by|between|from|of)\s+(?:the\s+)?$",
    clauses=r"[;:]\s|,?\s(?:and|which|where|who|while|but|after|before|when)\s|,\s(?:and|which|where|who|while|but|after|before)\s",
)  # fmt: skip
