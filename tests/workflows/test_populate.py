"""Forms put into a workbook, or brought up to date in it: twice is once, and what people typed stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.words import counted
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.edits import SetCell
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import Forms, offered, populate
from ecm_xl.workflows.write import write_findings, write_judgements
from tests import filling
from tests.editing.views import by_openpyxl
from tests.filling import NOW, TODAY, Entry

pytestmark = pytest.mark.usefixtures("in_this_process")


def again(path: Path, *forms: str) -> Forms:
    """`populate` for these forms, or for all."""
    return populate(Disk(), path, forms or list(FORMS), TODAY, NOW, "Jo")


def filled(path: Path, *forms: str) -> list[Entry]:
    """A workbook with these forms, and with what the scripts of their golden cases type."""
    typed: dict[tuple[str, str], dict[str, object]] = {}
    for entry in (entry for form in forms for entry in filling.entries(form)):
        row = typed.setdefault((entry.table, entry.ref), {})
        row |= {name: value for name, value in entry.typed.items() if name not in row}
    script = [Entry(*place, row) for place, row in typed.items()]
    filling.begin(path, list(dict.fromkeys([*forms, *filling.forms_for(script)])))
    filling.fill(path, script)
    return script


def changes(path: Path) -> list[Sequence[object]]:
    """The rows of Changes."""
    sheet = read_snapshot(path).sheet("Changes")
    assert sheet is not None
    return [list(row) for row in sheet.rows[4:] if any(value != "" for value in row)]


def test_all_forms_are_added_and_a_second_time_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    new(Disk(), path, load_model(), dict(filling.DETAILS), TODAY)
    done = again(path)
    assert [one.words for one in done.forms] == [
        f"{one.form.title}: added on the sheet {one.form.sheet}" for one in offered()
    ]
    before = path.read_bytes()
    done = again(path)
    assert [one.words for one in done.forms] == [f"{one.form.title}: up to date" for one in offered()]
    assert (done.written.saved, done.written.notes) == (None, ())
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", FORMS)
def test_twice_is_once_also_where_people_have_filled_it_in(tmp_path: Path, form: str) -> None:
    path = tmp_path / "oak.xlsx"
    filled(path, form)
    typed = filling.answers(path)
    again(path, form)  # what it comes to now
    before = path.read_bytes()
    done = again(path, form)
    assert [one.words for one in done.forms] == [f"{done.forms[0].form.title}: up to date"]
    assert path.read_bytes() == before
    assert filling.answers(path) == typed
    assert changes(path) == []


def test_after_judging_and_checking_all_is_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    filled(path, *FORMS)
    again(path)
    typed = filling.answers(path)
    assert write_judgements(Disk(), path, TODAY, NOW).saved is not None
    assert write_findings(Disk(), path, TODAY, NOW).saved is not None
    before = path.read_bytes()
    done = again(path)
    assert (done.written.saved, done.written.notes) == (None, ())
    assert {one.words.rpartition(": ")[2] for one in done.forms} == {"up to date"}
    assert path.read_bytes() == before
    assert filling.answers(path) == typed


def test_judging_leaves_nothing_for_populate_to_do(tmp_path: Path) -> None:
    """Both work a form's results out alike."""
    path = tmp_path / "oak.xlsx"
    filling.begin(path, ["values"])
    filling.type_in(path, filling.read(path)[1], [Entry("Values", "VALUE.2", {"in_place": "Yes"})])
    values = rows_of(path, "Values")
    write_judgements(Disk(), path, TODAY, NOW)
    assert rows_of(path, "Values") != values  # it is no longer among what is missing
    before = path.read_bytes()
    assert again(path, "values").written.saved is None
    assert path.read_bytes() == before


def rows_of(path: Path, sheet: str) -> list[list[object]]:
    found = read_snapshot(path).sheet(sheet)
    assert found is not None
    return [list(row) for row in found.rows]


def test_an_unknown_form_is_a_key_error(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    filling.begin(path, [])
    with pytest.raises(KeyError, match="profil"):
        again(path, "profil")


# Who comes later


def refs(path: Path, table: str) -> list[str]:
    return list(filling.read(path)[1].answers.tables[table].numbers)


REPEATED = {
    form.id: table
    for form in load_model(forms=FORMS).forms
    for table in form.tables
    if table.is_repeated
}  # fmt: skip
"""Form → its repeated grid."""


def registers(form: str) -> Iterator[tuple[str, str]]:
    """The registers for whose rows the form's grid is repeated, each with a field that people fill in."""
    model = load_model(forms=FORMS)
    for name in dict.fromkeys(name for row in REPEATED[form].own_rows for name in row.each):
        yield name, next(field.id for field in model.by_name[name].fields if field.kind in ("text", "person"))


def entry(form: str, number: int) -> list[Entry]:
    """The same number of each register, filled in."""
    model = load_model(forms=FORMS)
    found = []
    for name, field in registers(form):
        table = model.by_name[name]
        short = table.sheet and 0 < table.blank_rows < 10
        found.append(Entry(name, f"{table.prefix}{number if short else f'{number:02d}'}", {field: f"Entry {number}"}))
    return found


def with_registers(path: Path, form: str) -> None:
    """A workbook with the form and all that its grid is repeated for."""
    sheets = {name.partition("_")[0] for name, _ in registers(form)}
    filling.begin(path, [one for one, sheet in FORMS.items() if sheet in sheets or one == form])


@pytest.mark.parametrize("form", REPEATED)
def test_whoever_is_listed_later_gets_rows_at_the_end(tmp_path: Path, form: str) -> None:
    path, table = tmp_path / "oak.xlsx", REPEATED[form].name
    with_registers(path, form)
    filling.type_in(path, filling.read(path)[1], entry(form, 1))
    again(path, form)
    first = refs(path, table)
    assert first
    filling.type_in(path, filling.read(path)[1], entry(form, 2))
    done = again(path, form)
    later = refs(path, table)
    assert later[: len(first)] == first
    assert len(later) > len(first)
    assert len(set(later)) == len(later)
    (one,) = done.forms
    assert f"{counted(len(later) - len(first), 'row')} added" in one.words
    before = path.read_bytes()
    again(path, form)
    assert path.read_bytes() == before


def test_rows_are_added_like_the_others(tmp_path: Path) -> None:
    """Names looked up, lists, colours, heights; the table grows, the protection stays as it was."""
    path = tmp_path / "oak.xlsx"
    filling.begin(path, ["partnerships", "profile"])
    names = [Entry("Partnerships", "P01", {"partnership": "School nursing"})]
    respondents = [Entry("Profile_Respondents", "R1", {"respondent": "SENCO"})]
    filling.type_in(path, filling.read(path)[1], [*names, *respondents])
    again(path, "profile")
    before = by_openpyxl(path.read_bytes())["Profile"]
    filling.type_in(path, filling.read(path)[1], [Entry("Profile_Respondents", "R2", {"respondent": "Governor"})])
    again(path, "profile")
    after, shown = by_openpyxl(path.read_bytes())["Profile"], by_openpyxl(path.read_bytes(), values=True)["Profile"]
    old, new = before.tables["Profile"].ref, after.tables["Profile"].ref
    (first, last), end = [int(part.lstrip("ABCDEFGH")) for part in old.split(":")], int(new.rpartition("H")[2])
    assert end - last == 12  # five aims, seven about the one partnership
    assert [shown.cell(end, column).value for column in range(1, 9)] == [
        "P01.R2.PLACE.3", shown.cell(last, 2).value, "School nursing", "Governor", "Environment", None, None, None,
    ]  # fmt: skip
    assert (after.cell(end, 3).data_type, after.cell(end, 4).data_type) == ("f", "f")
    looks = [after.cell(end, column)._style == after.cell(first + 1, column)._style for column in range(1, 9)]
    assert looks == [True] * 8
    lists = {str(one.sqref) for one in after.data_validations.dataValidation}
    assert {f"{letter}{first + 1}:{letter}{end}" for letter in "FG"} <= lists
    marks = {str(area.sqref) for area in after.conditional_formatting}
    assert f"F{first + 1}:F{end}" in marks
    assert after.row_dimensions[end].height == after.row_dimensions[last].height is not None
    assert dict(after.protection) == dict(before.protection)


def test_rows_of_somebody_who_was_taken_out_stay(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    with_registers(path, "profile")
    filling.type_in(path, filling.read(path)[1], [*entry("profile", 1), *entry("profile", 2)])
    again(path, "profile")
    there = refs(path, "Profile")
    gone = [Entry("Profile_Respondents", "R1", {"respondent": None})]
    filling.type_in(path, filling.read(path)[1], gone)
    assert "added" not in again(path, "profile").forms[0].words
    assert refs(path, "Profile") == there


def test_single_rows_that_somebody_has_deleted_stay_away(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    filling.begin(path, ["profile"])
    filling.type_in(path, filling.read(path)[1], [Entry("Profile_Respondents", "R1", {"respondent": "SENCO"})])
    again(path, "profile")
    row = filling.read(path)[1].answers.tables["Profile"].numbers["R1.AIMS.2"]
    blank = [SetCell("Profile", row, column, None) for column in (1, 2, 5)]
    path.write_bytes(edit(path.read_bytes(), blank).data)
    before = path.read_bytes()
    assert again(path, "profile").forms[0].words.endswith(": up to date")
    assert path.read_bytes() == before


def test_a_row_typed_directly_beneath_is_no_obstacle_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    filling.begin(path, ["profile"])
    filling.type_in(path, filling.read(path)[1], [Entry("Profile_Respondents", "R1", {"respondent": "SENCO"})])
    again(path, "profile")
    typed = [Entry("Profile", "R9.AIMS.1", {"position": "Weak"}), Entry("Profile", "Ours", {"comment": "Both agree"})]
    filling.type_in(path, filling.read(path)[1], typed)
    assert "R9.AIMS.1" in refs(path, "Profile")
    filling.type_in(path, filling.read(path)[1], [Entry("Profile_Respondents", "R2", {"respondent": "Governor"})])
    done = again(path, "profile")
    assert (done.written.notes, "12 rows added" in done.forms[0].words) == ((), True)
    place, sheet = read_snapshot(path).tables["Profile"], read_snapshot(path).sheet("Profile")
    assert sheet is not None
    body = sheet.rows[place.first_row : place.last_row]
    assert [row[0] for row in body if "Weak" in row or "Both agree" in row] == ["R9.AIMS.1", "Ours"]
    assert len(body) == len(refs(path, "Profile")) + 1


def test_the_order_in_which_forms_come_does_not_matter(tmp_path: Path) -> None:
    """Names are looked up also where what they are looked up in has come later."""
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    filling.begin(one, ["partnerships", "profile"])
    filling.begin(other, ["profile"])
    done = again(other, "partnerships")
    assert [form.form.id for form in done.forms] == ["partnerships"]
    shown = []
    for path in (one, other):
        filling.type_in(path, filling.read(path)[1], [*entry("profile", 1), *entry("profile", 2)])
        again(path, "profile")
        shown.append(sorted(map(str, (row for row in rows_of(path, "Profile") if "CULTURE" in str(row[0])))))
    assert set(refs(one, "Profile")) == set(refs(other, "Profile"))
    assert shown[0] == shown[1] != []


def test_a_form_that_was_there_before_looks_up_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    filling.begin(path, ["profile"])
    filling.type_in(path, filling.read(path)[1], [Entry("Profile", "P01.R1.CULTURE.1", {"position": "Weak"})])
    done = again(path, "partnerships")
    assert [one.words for one in done.forms] == [
        "Profile of working with partners: 2 cells filled in",
        "Partnerships and priorities: added on the sheet Partnerships",
    ]
    again(path, "profile")  # what it comes to
    before = path.read_bytes()
    again(path, "partnerships", "profile")
    assert path.read_bytes() == before


def test_the_map_takes_on_what_the_agencies_say(tmp_path: Path) -> None:
    path = tmp_path / "oak.xlsx"
    filling.begin(path, [])
    agencies = [Entry("Agencies", "A01", {"agency": "Health visitors"}), Entry("Agencies", "A03", {"agency": "Police"})]
    filling.type_in(path, filling.read(path)[1], agencies)
    filling.type_in(path, filling.read(path)[1], [Entry("Mapping", "A03", {"agency": "The police"})])
    again(path, "mapping")
    _, parsed = filling.read(path)
    assert parsed.answers.tables["Mapping"].column("agency") == {"A01": "Health visitors", "A03": "The police"}
    filling.type_in(path, filling.read(path)[1], [Entry("Agencies", "A31", {"agency": "Housing"})])
    assert "1 cell filled in" in again(path, "mapping").forms[0].words
    _, parsed = filling.read(path)
    assert parsed.answers.tables["Mapping"].value("A31", "agency") == "Housing"
    before = path.read_bytes()
    again(path, "mapping")
    assert path.read_bytes() == before
