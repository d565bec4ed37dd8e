"""The words by which `persons` tells names from other words: the frequent ones, all in small letters."""

from __future__ import annotations

_GIVEN = """
    aaliyah aarav aaron abbie abby abdul abdullah abigail abu adam adnan adrian aidan aiden aisha aisling ajay
    akash alan albie alejandro aleksandra alex alexander alexandra alexia alexis alfie ali alice alicia alisha
    alison alistair aliyah amanda amelia amelie amina amira amna amy ana andrea andrei andrew angela angelina
    angus anika anita ankit anna annabel annabelle anne annie anthony antonia antonio anya archie ariana arjun
    arlo arron arthur arun asha ashleigh ashley asif asma ava ayaan ayan ayesha ayla ayo barbara beatrice becky
    ben benjamin bethan bethany beverley bianca bilal billy bobby bradley brandon brian bronwyn bryony caitlin
    callum cameron carl carla carlos caroline catherine catriona cerys charlie charlotte chiara chidi chloe chris
    christina christine christopher ciara claire clara clive cody colin connor conor corey courtney craig curtis
    cyrus damian dan daniel daniella danielle danny daria darius darren david dawid deborah declan deepak denise
    derek dexter diana diego dilan dominic dominik donna dylan eddie edith edward ehsan eilidh elaine eleanor
    elena eli eliana elias elijah eliza elizabeth ella ellie elliot elliott ellis elodie eloise elsie emeka emilia
    emily emma emmanuel eoin eric erica erin esme ethan eva evan eve evelyn evie ewan farah farhan fatima fatimah
    felicity femi fergus filip finlay finley finn fiona fletcher florence frances francesca francesco frankie
    fraser fred freddie frederick freya gabriel gabriela gabriella gareth gary gavin gemma geoffrey george georgie
    georgina gerard gethin gillian gordon graham gregory gurpreet gwen habib hadiya hafsa hamish hamza hana hannah
    haris harpreet harriet harris harrison harry harvey hasan haseeb hassan hayden hayley heidi helen helena henry
    hina hollie hugo humza hussain hussein ian ibrahim idris igor imaan imogen imran ioana isaac isabel isabella
    isabelle isha isla ismail isobel issac ivan jacinta jack jackson jacob jaden jagdeep jaiden jaime jake jakub
    james jamie jamila jane janet janine jared jasleen jasmin jason jasper jayden jayne jean jeevan jeffrey jemma
    jennifer jenny jenson jeremy jerome jess jesse jessica jill joanna joanne jodie joe joel john johnny jonah
    jonathan joseph josephine josh joshua josie juan jude judith julia julian julie juliet kacper kai kamal karen
    karim karl kasia kate katherine kathleen kathryn katie kayla kayleigh keeley keira keith kelly kelsey kenneth
    kerry kevin khadija khalid khalil kian kieran kieron kimberley kirsty kofi krish krishna kristian krystian
    kwame kyle lacey laila lara laura lauren lawrence layla leah leanne leila lena leo leon leona leonard lesley
    lewis lexi liam libby lillie linda lisa lloyd logan lois lola lorraine louie louis louisa louise luca lucas
    lucia lucy luis luka lukas luke lydia lyla lynn mackenzie maddison madeleine madiha madison maeve maisie maja
    malachi malik manraj marcel marcus margaret maria mariam marie marta martha martina martyn mary maryam mateusz
    matilda matteo matthew maya megan mehmet melanie melissa mia michael michelle miguel mikey millie milo miriam
    mohamed mohammad mohammed mohamud mollie molly monica morgan moses muhammad muhammed musa mustafa nabil nadia
    naomi natalia natalie natasha nathan nathaniel naveed neha neil niall niamh nicholas nicola nicole nigel
    nikhil nikita nikola nina noah noor nora oisin oliver olivia oliwia ollie omar oscar oskar osman owen pablo
    paige pamela patricia patrick patryk paul paula pauline pedro peter philip philippa phillip phoebe piotr priya
    rachael rachel rahul rajesh ralph raphael rashid ravi rayyan rebecca reece reggie reuben rhiannon rhys rian
    ricardo richard riley rio rishi rizwan robbie robert rocco rodrigo roger rohan ronan ronnie rory rosalind
    rosie ross roxanne roy rupert russell ryan saanvi sabrina sadia safa safiya saif saira sally salma sam
    samantha samina samir samuel sana sandra sanjay sara sarah sariyah scarlett sean sebastian selina serena
    shakira shannon sharon shaun sheila shona sian sidney sienna simon simran siobhan sofia sonia sonny sophia
    sophie stacey stanley stefan stella stephanie stephen steven stuart sumaya sunita susan suzanne syed szymon
    tahir tamara tania tanya tara tariq tasha tasnim tegan teresa tessa theo theodore theresa thomas tia tiana
    tiffany tilly timothy tobias toby tom tomasz tommy toni tony tracey tracy tristan tunde tyler tyrone tyson
    umair umar una usman valentina valerie vanessa vicky victor vikram viktor viktoria vincent wanda wayne wendy
    wiktoria wilfred william yahya yash yasmin yasmine yousef yuki yunus yusuf yvonne zac zach zachary zahra
    zainab zak zakariya zara zayn zeynep zoe zofia zubair zuzanna
"""
GIVEN = frozenset(_GIVEN.split())
"""Given names that are hardly ever anything else. (Elsa is left out: an ELSA is a member of staff.)"""

_ALSO_WORDS = """
    abbey alec amber amir amit angel archer aria art ash asher athena aurora austin bailey basil beau belle bill
    blake blossom bob bonnie brook brooke carol carter cassidy celeste chase chelsea christian daisy dale dawn
    dean destiny dominique drew ebony ed faith fern frank georgia grace grant harmony harper haven hazel heath
    heather holly honor hope hunter india iris ivy jade jan jasmine jay jo joan jordan joy justice kim kit laurel
    lee levi lily lincoln mark martin mason max melody mick milan miles mo nick noel olive paddy parker pat
    patience pearl penny pepper pip piper poppy prudence rex rob robin roman rose rowan ruby sage savannah scott
    serenity skye sterling sunny taylor ted terry todd trinity troy verity victoria vince viola violet will willow
    wren
"""
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
"""Given names that are words, plants or places too: told only beside another name or an initial."""

_SEASONS = """
    april august autumn june may summer
"""
SEASONS = frozenset(_SEASONS.split())
"""Months and seasons that are given names as well."""

_TITLES = """
    dr miss mr mrs ms mx prof professor sir
"""
TITLES = frozenset(_TITLES.split())
"""What stands before a surname."""

_PLACES = """
    academy avenue award centre charity class clinic college court drive foundation fund hospice hospital house
    infant infants institute junior juniors library nurseries nursery preschool primary road scale scales school
    schools secondary sixth society street surgery test trust university ward
"""
PLACES = frozenset(_PLACES.split())
"""What may be called after somebody."""

_LABELS = """
    band block code cohort column cycle group hepatitis key level list option pathway phase plan point row section
    set stage step stream table team term tier unit vitamin wave
"""
LABELS = frozenset(_LABELS.split())
"""What is counted in letters: Group B, Plan A."""

_KNOWN = """
    a about above absence absences academic accelerated access achieved achievement achieving action activities
    activity additional adhd adopted adult adults advice affected afghan african after afternoon age aged agencies
    agency aided all also although always an analysis and annual another any approach arabic are area areas
    arrivals arts as asd asian asked aspirations assembly assessment assessments assistant assistants at
    attendance attention autism autistic average aware awareness away back bangladeshi baseline basic basketball
    be because been before behaviour being belonging below benefits bereaved bereavement best better between
    beyond big bilingual black board body booklet books booster born both boxall boys breakfast breakfasts british
    bronze buddies buddy building bulgarian bullying but by calm can cancer care career careers carer carers
    caribbean case catch catholic chair change check child children chinese choice choir choose church circle
    civic climate club clubs coach coaches coaching coding communication community complex comprehension computing
    concern conference confidence connexions consultation contact continuing cooking coordinator core council
    counselling counsellor counsellors course courses creative criteria cultural culture curriculum daily dance
    data day days deaf december deep depth deputy design destinations development developmental difficulties
    difficulty digital disability disabled disadvantage disadvantaged discussion diversity do does doing domestic
    drama drop due during each eal early east eastern economic edinburgh editing education educational eid eight
    eighteen eleven emergent emotion emotional emotionally emotions employability enable end engagement england
    english enjoy enrichment enterprise entitlement entry equal equality essential estate ethnic european every
    everyone exam exams excellence excellent excluded exclusion exclusions expected extended extra facing fair
    families family farm february federation feeling feelings female few fifteen film financial fine first five
    fixed focus following food football for forces forest form forum foster fostered four fourteen free french
    friday friends friendship from fsm full further future gap garden gcse gcses gender general geography german
    getting gifted girls global go goals going gold good governor governors grades grammar great greater green
    growth guidance guided gym gypsy half handwriting happy hard he head headteacher health healthy hearing heart
    help her high higher hindu his history holiday holidays home homeless homework hour hours housing how
    humanities i ict identity if impact impaired improving in inc inclusion inclusive income independent
    individual industry inference initially intensive interim international intervention interventions irish is
    islamic it item its january jewish job july just keeping kids kurdish lads language languages last late
    latvian leader leaders leadership league learn learner learners learning least leavers leaving lego less
    lesson lessons levels lexia life light lightning like linguistic listeners listening literacy lithuanian
    little living local long looked low lower lunch lunchtime made main mainstream maintained maintenance majority
    male manager managers many march marks mastery mathematics maths me meal meals medical meeting meetings mental
    mentor mentoring mentors met mid midday middle mild mile mindfulness minister minority mixed moderate monday
    money month months more morning most mothers motor multi music muslim my name national nature need needs neet
    new newly next nhs night nine no non none north northern not november now number numbers numeracy numicon
    nurse nurses nursing nurture nurturing nutrition occupational october of off officer officers ofsted on one
    online only open oral order other others our out outcome outcomes outdoor outreach outside over overall own
    pakistani panel parent parental parents part partner partners partnership partnerships past pastoral peer
    people performance persistent person personal persons phoneme phonics phonological physical physiotherapist
    physiotherapy picture place placement places plans play players playground playing playtime police policy
    polish portuguese positive poverty practice practitioner pre precision premium prevent previous prior priority
    private profile profiles programme programmes progress project projects protected provision psychological
    psychologist psychologists psychology public punctuation pupil pupils pyramid quality quarter questionnaire
    quiet race raising ramadan rapid read reader readers reading reasoning reception record recovery red refugee
    refugees register regular regulation relationships religious report reporting resilience resource resources
    rest restorative results review rights role roles roma romanian room russian safe safeguarding safety same
    sats saturday scheme schemes science score scores scottish seal second secure self sen senco send sendco
    senior sensory separated september service services session sessions setting settings seven seventeen sex
    shared she short sibling siblings sign sikh silver six sixteen skills sleep slow small smart social somali
    some son sound sounds south southern spanish speaker speaking special specialist specific speech spelling
    spellings sport sports spring staff stages standard standardised standards star stars start starting statement
    statements stay still story strategies strategy strengths stronger student students studies study subject
    subjects success successful sunday support supported supporting swimming syrian system tables talented talk
    talking tamil target targeted targets teach teacher teachers teaching teams technology teenage teens ten terms
    tests thanks that the theatre their them then therapeutic therapies therapist therapists therapy there these
    they thinking third thirteen thirty this those three thrive through thursday time times timetable to toe
    together top total touch towards town track tracked tracking traffic training transfer transition transport
    travel traveller travellers trip trips tuesday turkish tutor tutoring tutors twelve twenty two type ukrainian
    under united until up upper urdu us use using vaccination values verbal very video view visit visits visual
    vocabulary vocational voice voluntary volunteer volunteers vulnerable walking warning warnings was we
    wednesday week weekly weeks welfare well wellbeing welsh were west western what when where which while white
    who whole wider with within without women work worker workers working workshop workshops world write writer
    writers writing written year years yes yoga yorkshire you young your youth zone zones
"""
KNOWN = frozenset(_KNOWN.split())
"""Words of school texts that are written with capitals: groups, programmes, people's work, languages, first words."""
