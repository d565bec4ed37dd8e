"""What the tests of frameworks share: a small framework file, and the shipped one."""

from __future__ import annotations

from importlib.resources import files

import pytest

SMALL = """\
id = "small"
title = "Small Standards"
version = "1"
rule = "lowest"

[[level]]
name = "Seed"
meaning = "Sown."
spellings = ["Sown"]

[[level]]
name = "Tree"
meaning = "Standing."

[[no_level]]
id = "na"
name = "Not for us"
meaning = "It can't grow here."
offered = true
leaves_the_sum = true
needs_reason = true
spellings = ["N/A"]

[[outcome]]
code = "SAFE"
title = "Stay safe"
spellings = ["Be safe"]

[[outcome]]
code = "ENJOY"
title = "Enjoy and achieve"

[[route]]
number = 1
title = "The one way"
advice = "All in a year."
standards_a_year = 2
years = 1

[[award]]
id = "setting"
scope = "setting"
title = "Garden Award"
level = "Tree"
everywhere = [1, 2]

[[award]]
id = "cluster"
scope = "cluster"
title = "Park Award"
level = "Tree"
everywhere = [1]
somewhere = [2]

[[setting_type]]
code = "garden"
title = "Kitchen garden"

[[standard]]
number = 1
title = "Ethos"
meaning = "The values here."

[[standard.descriptor]]
ref = "S01.SAFE.1"
text = "Tools are hung up after use."
evidence = "The tool wall"

[[standard.descriptor]]
ref = "S01.SAFE.2"
text = "Ponds have a fence."
evidence = "The fence"

[[standard.descriptor]]
ref = "S01.ENJOY.1"
text = "Everybody has a bed to dig."
evidence = "The plan of beds"

[[standard]]
number = 2
title = "Policy"
meaning = "The rules here."

[[standard.descriptor]]
ref = "S02.SAFE.1"
text = "Nothing is sprayed."
evidence = "The empty shelf"
"""


@pytest.fixture(scope="session")
def small() -> str:
    """A framework file without a fault: two levels, two Outcomes, two Standards, four descriptors."""
    return SMALL


@pytest.fixture(scope="session")
def shipped() -> str:
    """The text of the ECM Standards' file."""
    return files("ecm_xl.frameworks").joinpath("ecm_standards.toml").read_text(encoding="utf-8")
