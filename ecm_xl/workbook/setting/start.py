"""Start: where a person arrives. What to do first, whose workbook it is, where to carry on, how it works."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from ecm_xl.core.progress import first_unrated, to_do
from ecm_xl.workbook import formulas
from ecm_xl.workbook.address import cell_absolute
from ecm_xl.workbook.book import Book, CellValue, Choice, Mark, Sheet
from ecm_xl.workbook.names import DASHBOARD, DETAILS, START
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.lists import lists
from ecm_xl.workbook.styles import level_look

MOVES = (
    "Judgements and the Dashboard move as you type. A Standard is judged when every descriptor that applies is rated."
)
RUN_IT = "Run Judge to see what the ratings come to. A Standard is judged when every descriptor that applies is rated."
HOW_TO: Sequence[str] = (
    "Fill in the yellow cells above, then open the sheet Leads and write down who leads on each Standard.",
    "On the sheet Audit choose a Rating for each descriptor. Its note says what would count as evidence.",
    "Name the evidence, and say what difference it made. The column To do says what a row still needs.",
    MOVES,
    "Choose the year's priorities and write them on the sheet Plan. List what you can show on the sheet Evidence.",
    "Save the file and send it on: whoever opens it needs nothing but Excel or LibreOffice.",
)
GUIDE: Sequence[tuple[str, str]] = (
    (DASHBOARD, "The whole picture on one page"),
    ("Audit", "The descriptors, to be rated"),
    ("Judgements", "What each Standard comes to, and why"),
    ("Leads", "Who leads on each Standard"),
    ("Agencies", "Your partners"),
    ("Mapping", "Which partner does what for which Outcome"),
    ("Plan", "The year's priorities"),
    ("Evidence", "The list of your portfolio"),
    ("Findings", "What the last check found"),
    ("Changes", "What was changed with the program's help"),
    ("History", "How judgements have moved"),
)
LINE = 120
"""Characters that stand beside each other across the page."""
_ANSWER_LISTS = {"Setting_Type": "Setting_Types", "Route": "Routes"}
_DRAWN = ("Framework", "Framework_Version")
_HINTS = {
    "Setting_Name": "As it is known; it stands on every report.",
    "Setting_Type": "Choose from the list.",
    "URN": "The six digits by which the school is known.",
    "Cluster": "Settings with the same cluster's name are judged together.",
    "Route": "Choose from the list. It is advice on pace, nothing more.",
    "Started_On": "Day/month/year.",
}


def start_sheet(drawing: Drawing, book: Book) -> Sheet:
    """The sheet; its named cells are added to the book's names."""
    sheet = Sheet(START, protected=True, tab_colour="14573F", portrait=True, one_page=True)
    sheet.widths = {1: 2, 2: 37, 3: 40, 4: 48}
    for column in (2, 3, 4):
        text = "Yellow bar at the top? Choose Enable Editing, or nothing can be typed." if column == 2 else ""
        sheet.put(1, column, text, "banner")
    sheet.put(2, 2, f"{drawing.framework.title}: self-evaluation", "title")
    carry_on(sheet, drawing, 4, 2)
    row = _details(sheet, drawing, book, 6)
    row = _counts(sheet, drawing, row + 1)
    row = _steps(sheet, drawing, row + 1)
    row = _key(sheet, drawing, row + 1)
    row = _rule(sheet, drawing, row)
    _guide(sheet, row + 1)
    sheet.heights = {1: 24, 2: 32, 4: 24}
    sheet.cursor = (7, 3)
    return sheet


def carry_on(sheet: Sheet, drawing: Drawing, row: int, column: int) -> None:
    """The link to the first descriptor without a rating."""
    ref = first_unrated(drawing.answers.audit, drawing.ratings)
    words = f"Carry on: {ref}" if ref else "Every descriptor has an answer"
    sheet.put(row, column, words, "link", "large", "middle", formula=formulas.carry_on())


def _details(sheet: Sheet, drawing: Drawing, book: Book, row: int) -> int:
    sheet.put(row, 2, "This workbook", "subtitle")
    first, offered = row + 1, lists(drawing.model)
    for at, (name, label) in enumerate(DETAILS.items(), first):
        look = "fixed" if name in _DRAWN else "answer"
        kind = "date" if name == "Started_On" else "text"
        sheet.put(at, 2, label, "label")
        sheet.put(at, 3, drawing.details.get(name, ""), look, kind)
        source = _ANSWER_LISTS.get(name, "")
        without_list = bool(source) and source not in offered
        sheet.put(at, 4, "" if without_list else _HINTS.get(name, ""), "quiet", "beside")
        book.names[name] = f"{START}!{cell_absolute(at, 3)}"
        mistake = "That is not in the list. Open the list with the arrow beside the cell and choose from it."
        if source in offered:
            area = (at, 3, at, 3)
            sheet.choices.append(Choice(area, "list", label, _HINTS[name], mistake, source))
    last = first + len(DETAILS) - 1
    sheet.marks.append(Mark((first, 3, last, 3), formulas.found_here(START), ("found",)))
    return last + 1


def _counts(sheet: Sheet, drawing: Drawing, row: int) -> int:
    """How far it is: rated, still to do, Standards judged, Standards at the best level."""
    framework = drawing.framework
    total, top = len(framework.descriptors), framework.best_judgement
    unanswered = sum(not r.answer for r in drawing.ratings.values())
    unfinished = sum(bool(value) for value in _to_do_values(drawing))
    best = sum(j.judgement == top for j in drawing.judgements)
    judged = sum(bool(j.judgement) for j in drawing.judgements)
    levels = "+".join(f"COUNTIFS(Judgements[Judgement],{formulas.text(x.name)})" for x in framework.judgement_levels)
    rows: list[tuple[str, CellValue, str]] = [
        ("Descriptors with an answer", f"{total - unanswered} of {total}",
         f'=(COUNTIFS(Audit[Ref],"?*")-COUNTIFS(Audit[To do],"Rate"))&" of {total}"'),
        ("Rows with something to do", unfinished, '=COUNTIFS(Audit[To do],"?*")'),
        *_waiting(drawing),
        ("Standards with a judgement", f"{judged} of {len(framework.standards)}",
         f'=({levels})&" of {len(framework.standards)}"'),
        (f"Standards at {top}", f"{best} of {len(framework.standards)}",
         f'=COUNTIFS(Judgements[Judgement],{formulas.text(top)})&" of {len(framework.standards)}"'),
    ]  # fmt: skip
    sheet.put(row, 2, "Where you are", "subtitle")
    for at, (label, value, formula) in enumerate(rows, row + 1):
        sheet.put(at, 2, label, "label")
        sheet.put(at, 3, value, "live", formula=formula)
    return row + 1 + len(rows)


def _waiting(drawing: Drawing) -> list[tuple[str, CellValue, str]]:
    """How many have each answer that is no level and stays in the sum (Not enough evidence)."""
    answers = [rating.answer for rating in drawing.ratings.values()]
    kinds = [x for x in drawing.framework.no_levels if x.offered and not x.leaves_the_sum]
    return [(f"Answered {x.name}", answers.count(x.name), formulas.count_all(x)) for x in kinds]


def _to_do_values(drawing: Drawing) -> list[str]:
    audit = drawing.answers.audit
    return [to_do(drawing.framework, drawing.ratings[ref], row) for ref, row in audit.rows.items()]


def _steps(sheet: Sheet, drawing: Drawing, row: int) -> int:
    sheet.put(row, 2, "How it works", "subtitle")
    for number, words in enumerate(HOW_TO, 1):
        said = words if drawing.rule_is_live or words != MOVES else RUN_IT
        sheet.put(row + number, 2, f"{number}. {said}", "plain")
    return row + 1 + len(HOW_TO)


def _key(sheet: Sheet, drawing: Drawing, row: int) -> int:
    levels = drawing.framework.levels
    sheet.put(row, 2, "What the ratings mean", "subtitle")
    at = row + 1
    for place, level in enumerate(levels):
        sheet.put(at, 2, level.name, "box", "bold", level_look(place, len(levels)))
        sheet.put(at, 3, level.meaning, "beside")
        at += 1
    for no_level in drawing.framework.no_levels:
        if no_level.offered:
            sheet.put(at, 2, no_level.name, "box", "grey-out")
            sheet.put(at, 3, no_level.meaning, "beside")
            at += 1
    return _judgement_key(sheet, drawing, at)


def _judgement_key(sheet: Sheet, drawing: Drawing, row: int) -> int:
    """The same of judgements, where they have levels of their own."""
    own = drawing.framework.own_judgement_levels
    if not own:
        return row
    sheet.put(row + 1, 2, "What a Standard comes to", "subtitle")
    for place, level in enumerate(own):
        sheet.put(row + 2 + place, 2, level.name, "box", "bold", level_look(place, len(own)))
        sheet.put(row + 2 + place, 3, level.meaning, "beside")
    return row + 2 + len(own)


def _rule(sheet: Sheet, drawing: Drawing, row: int) -> int:
    """How a Standard is judged, where it is not simply the lowest rating."""
    rule = drawing.framework.roll_up_rule
    if rule.id == "lowest":
        return row
    sheet.put(row + 1, 2, "How a Standard is judged", "subtitle")
    lines = wrap(rule.words, LINE)
    for at, words in enumerate(lines, row + 2):
        sheet.put(at, 2, words, "plain")
    return row + 2 + len(lines)


def _guide(sheet: Sheet, row: int) -> None:
    sheet.put(row, 2, "The sheets", "subtitle")
    for at, (name, words) in enumerate(GUIDE, row + 1):
        sheet.put(at, 2, name, "link", link=f"#{name}!A1")
        sheet.put(at, 3, words, "beside")
