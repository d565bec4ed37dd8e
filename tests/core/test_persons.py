"""What looks like a person's name, and what school texts hold that does not."""

from __future__ import annotations

import pytest

from ecm_xl.core.persons import may_name_somebody, words_of


@pytest.mark.parametrize(
    "text",
    [
        "J. Smith",
        "May T, Y5",
        "Thornton, K",
        "Was told by A. Thornton",
        "Smith, John",
        "Amy B",
        "Jack moved up two levels",
        "jack smith",
        "Kayleigh Thornton moved up",
        "Progress by Kayleigh Thornton",
        "JOHN SMITH",
        "Mrs Shah",
        "Mr. Khan says so",
        "Thornton, K.",
        "Kayleigh T",
        "J Thornton",
        "J.A. Thornton",
        "Anne-Marie has improved",
        "Grace Okafor",
        "Grace B, Y5",
        "O'Brien, Siobhán",
        "Zuzanna Kowalska-Nowak",
        "Amy's reading age",
        "talked to Dr Patel",
        "Mary, Year 5",
        "Chloé D.",
        "Summer Thornton",
        "SMITH, JOHN",
        "Smith J",
        "Boys; Kayleigh Thornton",
        "Kayleigh Mc Donald",
        "Kayleigh McDonald",
        "Pupil J. Smith",
        "Thornton, Grace",
        "Zunaira Ahmed",
        "Le’Shay O’Connor",
    ],
)
def test_what_may_be_a_name(text: str) -> None:
    assert may_name_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "Year Five boys",
        "Pupil Premium",
        "Speech and Language Therapy",
        "Free School Meals",
        "St Mary's",
        "St. Mary's Catholic Primary School",
        "Children's Centre",
        "Children’s Centre",
        "Y5 boys, Pupil Premium",
        "Key Stage 2 girls, English as an Additional Language",
        "White British boys, Free School Meals",
        "Black Caribbean girls in Year 9",
        "Gypsy Roma Traveller pupils",
        "Looked After Children",
        "Group B",
        "Group B Wrack",
        "Plan B. Wrack comes next",
        "Plan A. Boys moved up",
        "Educational Psychologist",
        "Read Write Inc every morning",
        "Numicon and Lexia",
        "Autumn Term 2026",
        "Summer Term",
        "Numicon Summer Term",
        "May 2026",
        "Rose from 3 to 5",
        "Will need help",
        "Mark scheme",
        "Boys. Girls",
        "ELSA and CAMHS",
        "SEND Code of Practice",
        "Reading Recovery",
        "Daily Mile",
        "Duke of Edinburgh",
        "Duke of Edinburgh Award",
        "Prince's Trust",
        "Elizabeth Road Surgery",
        "Jane Doe Trust",
        "Forest School",
        "Breakfast Club",
        "Lego Therapy",
        "Talk Boost",
        "Early Years Foundation Stage",
        "Good Level of Development",
        "EAL, SEND",
        "A group of Y5 boys",
        "I think so",
        "Set A, Set B",
        "Young Carers",
        "Family Support Worker",
        "Monday and Thursday",
        "Teaching Assistants and TAs",
        "Child A and Child B",
        "Education, Health and Care Plans",
        "North Yorkshire",
        "Ofsted May 2026",
        "Service Children",
        "Boxall Profile",
        "Boxall Profile 12 to 18",
        "Amber in the autumn",
        "9 pupils (Y5)",
        "EHCPs and SENCo",
        "National Tutoring Programme",
        "Phonics Screening Check",
        "Vitamin D",
        "Royal National Institute of Blind People",
        "Well-Being team",
        "Year Six SATs",
        "More Able pupils",
        "Eastern European",
        "Expected Standard in Maths",
        "Strengths and Difficulties Questionnaire",
        "Child and Adolescent Mental Health Services",
        "Red, Amber, Green",
        "Accelerated Reader",
        "Homework Club",
        "Early Help",
        "Times Tables Rock Stars",
        "Zones of Regulation",
        "Precision Teaching",
        "Toe by Toe",
        "Catch Up Literacy",
        "Catch Up Numeracy",
        "Speech, Language and Communication Needs",
        "Moderate Learning Difficulties",
        "Social, Emotional and Mental Health",
        "Autistic Spectrum Condition",
        "School Nurse",
        "School Council",
        "Youth Offending Team",
        "Education Welfare Officer",
        "Virtual School",
        "Sure Start",
        "Sports Premium",
        "Summer Born",
        "Service Pupil Premium",
        "Maths Mastery",
        "Better Reading Partners",
        "Nurture Group",
        "Working Towards",
        "Greater Depth",
        "",
        "...",
    ],
)
def test_what_is_none(text: str) -> None:
    assert not may_name_somebody(text)


def test_words_that_are_known_are_no_names_but_given_names_stay_names() -> None:
    known = words_of(["Marram Wrack", "The Slipway-Boxing"])

    assert known == {"marram", "wrack", "the", "slipway", "boxing"}
    assert may_name_somebody("Marram Wrack")
    assert not may_name_somebody("Marram Wrack and Slipway Boxing", known)
    assert may_name_somebody("Amy Wrack", words_of(["Amy Wrack"]))


def test_decomposed_and_full_width_letters_are_read_as_they_look() -> None:
    assert may_name_somebody("Chloe\u0301 has improved")
    assert may_name_somebody("Ｋａｙｌｅｉｇｈ Ｔｈｏｒｎｔｏｎ")
