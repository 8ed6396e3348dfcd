"""Words by which names are told from other words, in English. Data; other languages keep theirs elsewhere."""

from functools import cache


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


BODY = words(
    """
    ministry department committee subcommittee directorate service agency council court office commission bureau
    authority administration assembly parliament organization organisation union centre center police guard guards
    force forces army navy staff command foundation fund bank institute institution university academy school
    college association alliance board secretariat mission embassy consulate delegation group unit network division
    section branch chamber tribunal inspectorate senate congress duma majlis headquarters coalition league party
    society corporation company corps cabinet government presidency consortium registry federation confederation
    gendarmerie coastguard militia fleet prosecutor's prosecutor-general's ombudsman prosecutors' observatory
    taskforce representation church mosque seminary patriarchate eparchy caucus bloc club holding airlines airways
    media press newspaper times post television radio channel magazine journal gazette laboratory clinic hospital
    museum library theatre archive archives ministries customs treasury troops platform
    """
)
"""What a body is, at the end or the beginning of its name."""

BODY_BEGINS = words("prosecutor's prosecutor-general's")
GROUP = words(
    """
    brigade battalion front movement militia squad cell jamaat regiment resistance
    """
)
"""What an armed group is, if no state's name goes with it."""

LAW = words(
    """
    law act code convention treaty protocol charter constitution declaration agreement agreements resolution
    resolutions decree memorandum pact accord accords directive regulation statute communiqué communique bill
    covenant conventions protocols ordinance principles statement
    """
)
PROGRAMME = words(
    """
    programme program strategy plan initiative partnership project framework roadmap scheme concept doctrine
    """
)
PLACE = words(
    """ mall market bazaar bridge tower dam tunnel
    province region district airport sea ocean strait peninsula valley street avenue prison camp corridor island
    islands river lake mountain mountains desert square palace oblast governorate county canton heights hotel hall
    crossing checkpoint bay canal plateau pass gorge base port stadium village city town settlement highlands basin
    penitentiary colony jail residence monument cemetery park gulf raion
    """
)
EVENT = words(
    """
    summit conference forum war day days week month year years session meeting games championship revolution prize
    award olympics genocide massacre exercise exercises spring holocaust uprising battle festival exhibition expo
    cup workshop seminar symposium congresses dialogue consultations talks order medal movement's era age
    """
)
TITLE = words(
    """ cs
    president vice-president minister premier chancellor chairman chairwoman chairperson chair head chief director
    director-general deputy secretary secretary-general general colonel lieutenant major captain sergeant commander
    commandant admiral brigadier marshal officer spokesman spokeswoman spokesperson ambassador representative envoy
    commissioner coordinator co-ordinator rapporteur prosecutor attorney judge justice senator congressman
    congresswoman mp speaker governor mayor prince princess king queen emir sheikh sheik shaykh mullah imam
    ayatollah mufti bishop archbishop pope patriarch rabbi professor academician dr doctor mr mrs ms miss sir lady
    lord leader co-chair co-chairs chairmen founder member adviser advisor assistant analyst expert journalist
    correspondent editor lawyer advocate reporter scholar economist activist politician undersecretary
    under-secretary under-secretary-general executive manager president-elect ex-president ex-minister attaché
    attache consul counsellor counselor counsel inspector superintendent sheriff detective agent driver warlord
    emir-in-chief commander-in-chief cleric theologian singer writer poet citizen delegate rector dean moderator
    ministers presidents national-leader brother sister son daughter wife husband father mother chargé charge
    d'affaires sergeant-major lieutenant-general lieutenant-colonel major-general colonel-general hon honourable
    honorable excellency majesty highness hazrat haji hajji comrade lt gen col maj sgt capt adm brig prof sen rep
    gov rev fellow
    """
)
_TITLE_PARTS = words(
    """rear
    prime vice first second deputy acting former special permanent senior national chief high associate assistant
    visiting late his her their late-president executive foreign plenipotentiary extraordinary ex
    """
)  # fmt: skip

SAID = words(
    """
    said says say told noted notes added stressed stated emphasized emphasised underlined pointed expressed
    announced reiterated recalled believes thinks argued claimed warned explained commented replied answered
    declared confirmed denied highlighted reminded mentioned spoke thanked welcomed praised urged called visited met
    arrived signed informed congratulated hailed touched assessed described considers continued concluded wrote
    writes tweeted insisted admitted acknowledged remarked observed testified pleaded vowed pledged testifies
    resigned
    """
)

PARTICLES = words(
    """
    bin ibn bint binti al el ul ur ud van von der den de da di del della dos du la le abu umm oglu ogly oğlu ogli
    qızı qizi kyzy gizi kizi uulu
    """
)

MONTHS = words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday ramadan christmas easter
    novruz nowruz eid
    """
)

FUNCTION = words(
    """
    a an the this that these those it its he his him she her they their them we our us you your i my me who whom
    whose which what when where why how if and or but nor so yet for of in on at by to from with without within into
    onto over under above below between among amid against about around across through during before after since
    until till as than then there here also too not no yes only even just still already again once twice both each
    every either neither all any some many much more most few several other others another such same own new old
    first second third fourth fifth last next previous former latter late early recent recently current currently
    today yesterday tomorrow now soon later earlier meanwhile moreover furthermore however therefore thus hence
    besides nevertheless nonetheless additionally similarly likewise instead indeed finally firstly secondly thirdly
    lastly overall according despite although though while whereas because due given regarding concerning following
    based addressing speaking noting stressing touching commenting asked answering pursuant let one two three four
    five six seven eight nine ten eleven twelve dozens hundreds thousands millions almost nearly approximately
    """
)
"""Words that begin sentences and join names, but are in none."""

# Words that are no part of a person's name: what bodies, laws and titles are made of, beside the above.
COMMON = FUNCTION | words(
    """ growth area areas vehicle vehicles
    is are was were be been being has have had do does did will would shall should can could may might must affairs
    affair internal external foreign interior defense defence security state states national international global
    regional local federal public general special joint supreme constitutional high central main common united
    intelligence terrorism terrorist terrorists counter-terrorism counterterrorism anti-terrorism anti-terror
    antiterror anti-terrorist counter-terrorist counter terror extremism extremist violent violence combating
    countering fight fighting struggle prevention preventing suppression suppressing financing finance financial
    money laundering legalization proceeds crime crimes criminal criminals organized organised transnational drug
    drugs narcotics trafficking human rights right migration immigration border borders customs tax taxes emergency
    emergencies situations justice health education science sciences culture sport sports youth family women woman
    men man child children labor labour social protection population economy economic economics trade industry
    energy transport communications communication technology technologies information digital cyber cybersecurity
    nuclear chemical biological radiological weapons weapon mass destruction arms small light control monitoring
    analysis coordination cooperation co-operation collaboration operations operation operational investigation
    investigations investigative research studies study strategic strategy policy planning development
    implementation management relations political politics religious religion religions work associations entities
    organizations organisations agencies services forces troops heads head commanders commander members member
    countries country nations nation people peoples citizens citizen persons person government governmental law laws
    legal legislation enforcement police military army armed air naval land ground rapid response reaction executive
    legislative judicial administrative office permanent mission under peace war world western eastern southern
    northern south north east west middle independent democratic democracy republic kingdom treaty convention
    agreement summit conference meeting session visit report reports annual news latest photo photos video read
    share follow subscribe comment comments reply leave loading search menu home contact privacy terms reserved
    copyright slider image gallery click log login facebook background measures measure national-level level efforts
    activities activity action actions plan plans president presidential minister ministers ministerial prime
    chairman deputy director spokesman official officials authorities leaders leader delegation delegations
    participants representatives representative experts expert attack attacks bombing explosion suspects suspect
    victims arrest arrests court courts prosecutor trial sentence islam islamic muslim muslims christian
    christianity judaism jewish holy quran koran bible god allah internet web online website page english russian
    language university state-run patriotic great victory independence day memorial heroes hero martyrs martyr
    shahid cold black white red blue green silk road way gold golden silver star sun moon january-february open
    closed big strong center centre task force fund bank supply supplies european american asian african sanctions
    sanction list lists resolution resolutions committee council commission article articles chapter section part
    paragraph annex table figure no number vol volume mr mrs ms dr sir madam lady gentlemen dear colleagues friends
    excellency excellencies territory territorial integrity sovereignty conflict conflicts occupied occupation
    liberated fighters fighter groups group militants militant radical radicalization radicalisation training course
    courses workshop seminar exercise capacity building assistance aid technical equipment airport airspace airline
    railway station metro street avenue palace hotel hall cybercrime corruption anti-corruption piracy smuggling
    contraband student students professor doctor academy institute source sources by author editor published updated
    date time hour hours days week weeks month months year years evidence data system systems network networks unit
    units department departments division anniversary ceremony event events issue issues topic topics agenda
    question questions answer yes okay thanks thank welcome hello nagorno upper lower inner outer greater
    spokesperson ambassador secretary attorney chief colonel major captain lieutenant witnesses witness
    investigators investigator police-officers officers officer soldiers soldier servicemen families residents
    villagers civilians diplomats journalists analysts lawmakers deputies parliamentarians reuters-style jihad
    sharia caliphate ummah imam hijab mosque covid pandemic coronavirus tv radio tourism environment ecology natural
    resources agriculture food water forestry rescue fire medical hospital civil society aviation maritime
    navigation space religious-political islamist preventive awareness strengthening enhancing improving developing
    promoting ensuring reinforcing tackling dialogue partnership guidelines principles standards recommendations
    mechanism mechanisms framework model best practices practice asset assets freezing recovery property tracing
    designation exchange bilateral multilateral mutual friendly statement further additional various different
    certain particular important key minor top senior junior per via versus vs etc eg ie cf re upon along alongside
    towards toward beyond near outside inside off out up down whether unless except like unlike says said told adds
    added noted reported reportedly allegedly see watch look listen find get give take make made go come back
    forward left front behind never always often sometimes usually rarely perhaps maybe probably possibly together
    apart alone everyone everybody someone somebody anyone anybody nobody everything something anything nothing
    elsewhere everywhere somewhere anywhere nowhere responding welcoming highlighting underlining emphasizing
    emphasising recalling referring turning having seeing taking making citing quoting using considering including
    starting beginning terrorism-related border-related war-related partly mostly mainly chiefly largely sea ocean
    river lake mountain mountains valley region province district city town village island rule order orders letter
    note speech interview address remarks unity solidarity friendship brotherhood self-defense self-defence
    self-determination ms-13 al-quds chance hope faith grace mark bill frank grant review alley honor honour change
    advance passenger grave serious heavy travel travelling tracking track journey journal story stories book books
    paper papers film films song songs cup team teams player players appeal appeals case cases complaint complaints
    claim claims charge charges verdict verdicts hearing hearings bomb bombs bomber bombers suicide gunman gunmen
    hostage hostages hijack hijacking assassination murder killing defeat truce ceasefire peacekeeping peacekeepers
    peacekeeper contingent battalion squadron sovereign liberation aggression invasion crisis crises parliamentary
    inter-parliamentary intergovernmental inter-agency interagency interstate inter-state diplomatic consular
    consulate visa visas passport passports document documents declaration declarations plenary opening closing
    keynote round roundtable panel committee's counterpart counterparts colleague partner partners ally allies
    friend enemy enemies transportation logistics pipeline oil gas electricity power plant missions campaign
    campaigns programme programmes programs project projects teacher teachers school schools pupils clergy preacher
    preachers believers believer community communities radicals separatist separatists nationalist nationalists
    rebel rebels insurgent insurgents guerrilla guerrillas fundamentalist fundamentalists sect sects ideology
    ideologies propaganda recruitment recruiter recruiters returnee returnees refugee refugees migrant migrants
    diaspora statements communique joint-statement item items draft text texts copy original translation minister's
    president's government's country's large little greatest less least higher highest low lowest deep wide long
    short full empty good bad better worse worst weak safe dangerous difficult easy possible impossible true false
    real clear able ready free private people's nation's world's year's month's week's today's think believe expect
    want need try help support greet wish congratulate condemn show shows keep keeps hold holds held hosts host
    meets meet visits signs sign discusses discuss detains detained arrested prevents prevented kills killed
    attacked strikes strike opens closes joins leaves ends begins starts continues expands strengthens boosts backs
    supports praises condemns slams blames accuses receives received hails urges calls warns vows pledges seeks
    wants eyes agrees rejects denies confirms approves adopts passes extends renews lifts imposes freezes seizes
    foils thwarts launches unveils releases publishes wing arm headquarters bases camps hideout hideouts cell cells
    ring gang gangs cartel cartels mafia knife gun guns rifle rifles ammunition explosive explosives grenade
    grenades missile missiles drone drones mujahideen mujahid mujahedin shahada hijra fatwa dawah emirate vilayat
    wilayat television channel newspaper magazine agency correspondent prison jail detention custody pretrial life
    imprisonment penalty anthem flag coat medal badge embassy's consulates ambassadors envoys attaches winter summer
    autumn spring morning evening night afternoon midnight noon weekend mother father son daughter brother sister
    wife husband parents relatives nurse engineer farmer driver worker workers businessman businessmen airbase
    airstrike airstrikes convoy checkpoint checkpoints outpost fortress mine mines demining landmine landmines
    minefield north-east north-west south-east south-west northeast northwest southeast southwest northeastern
    northwestern southeastern southwestern trans-border transborder cross-border crossborder trans-national
    nonproliferation non-proliferation disarmament deradicalization rehabilitation reintegration repatriation
    terror-related counter-extremism anti-extremism anti-money counter-narcotics anti-drug co-chairs co-chair
    trilateral quadrilateral tripartite ad hoc interim provisional acting transitional understanding mutual-legal
    extradition survivors casualties dead wounded injured chamber commerce entrepreneurs business investment
    investments budget revenue revenues treasury audit accounts statistics standardization metrology patent
    insurance pension plenum export exports import imports related associate beliefs belief illicit comprehensive
    package eagle shield overview introduction summary conclusion annexes preamble olympic football chess wrestling
    urban architecture construction roads highways psychological psychology counselling mental presidential-level
    high-level top-level senior-level expert-level
    """
)

NOT_ACRONYMS = words(
    """
    TV HQ AM PM UTC GMT PHOTO PHOTOS VIDEO FTF FTFS WMD WMDS IED IEDS CEO FAQ PDF USD AZN EUR GBP RUB COVID DNA GPS
    AI IT HIV SIM ID CV RPG UAV UAVS NGO NGOS MP MPS PHD II III IV VI VII VIII IX XI XII XIII XIV XV XVI XX XXI XIX
    XVIII NEWS UPDATE UPDATED BREAKING LIVE RSS URL WWW HTML OK VIP CCTV SMS CVE PVE AML CFT FIU FIUS CBRN SALW TNT
    SUV BC AD CE AH CT P-CVE P/CVE AML/CFT VERLT ICT ICTS GDP R EST MSK OP ED DIY FM QR APP PCVE KM KG PKM AK AKM NO
    RE SC RES DOC ST AND THE OF IN ON TO FOR BY WITH AT FROM AS IS A AN HOURS MIN CBMS CBM SOP MLA MLAT MOU FTO FTOS
    SDGS SDG CSO CSOS IDP IDPS
    """
)


@cache
def is_common(word: str) -> bool:
    """Whether a word, in lower case, is an ordinary word of English, as far as our lists and its end tell."""
    if (
        word in COMMON
        or word in BODY
        or word in LAW
        or word in PROGRAMME
        or word in EVENT
        or word in TITLE
        or word in SAID
    ):
        return True
    if word in PLACE or word in MONTHS or word in GROUP or word in _TITLE_PARTS:
        return True
    if word.endswith("s") and (word[:-1] in COMMON or word[:-1] in BODY or word[:-1] in TITLE):
        return True
    if word.endswith(("ing", "tion", "ions", "ment", "ments", "ness", "ally", "ency", "ized", "ised", "ities")):
        return len(word) > 6
    return "-" in word and any(part in COMMON for part in word.split("-"))


TITLE_WORDS = TITLE | _TITLE_PARTS
SOFT_TITLE = words(
    """
    terrorist general chief executive special state national high permanent foreign justice expert experts member
    members senior prime first second attorney prosecutor minister secretary deputy security ombudsman judge
    president
    """
)
"""Titles that may also begin or stand in the name of a body: "General Directorate", "Prosecutor General's Office"."""
