"""Formulas between Excel's English A1 notation and LibreOffice's.

`getFormulaArray` and `setFormulaArray` take a whole block in one call, in the notation of LibreOffice's interface:
`$'My sheet'.A1` for `'My sheet'!A1`, semicolons between arguments, `{1;2|3;4}` for `{1,2;3,4}`, `~` for a union.
Function names are the same, structured references too but for their separator. (LibreOffice's own translator,
FormulaParser, loses the names of tables when it prints, and needs two calls a cell.)
"""

from __future__ import annotations

import re
from collections.abc import Callable

_TEXT = r'"(?:[^"]|"")*"'
_ERROR = r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)"
_QUOTED = r"'(?:[^']|'')+'"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_WORD = r"[^\W\d]\w*(?:\.\w+)*"

_EXCEL = re.compile(
    rf"(?P<text>{_TEXT})|(?P<error>{_ERROR})|(?P<sheet>(?:{_QUOTED}|{_WORD})!)|(?P<brackets>{_BRACKETS})"
    rf"|(?P<word>\\?{_WORD})|(?P<sign>[(){{}},;])"
)
_OFFICE = re.compile(
    rf"(?P<text>{_TEXT})|(?P<error>{_ERROR})|(?P<sheet>\$(?:{_QUOTED}|[^\W\d]\w*)\.)|(?P<brackets>{_BRACKETS})"
    rf"|(?P<word>\\?{_WORD}(?:\(\))?)|(?P<sign>[(){{}};|~!])"
)
_REFERENCE = re.compile(
    rf"(?P<kept>{_TEXT}|{_QUOTED}|{_BRACKETS})"
    r"|(?<![\w.$\\])(?P<c>\$?[A-Za-z]{1,3})(?P<r>\$?[1-9]\d*)(?![\w.(!])"
    r"|(?<![\w.$\\])(?P<c1>\$?[A-Za-z]{1,3}):(?P<c2>\$?[A-Za-z]{1,3})(?![\w.(!])"
    r"|(?<![\w.$\\:])(?P<r1>\$?[1-9]\d*):(?P<r2>\$?[1-9]\d*)(?![\w.(!])"
)
_PLAIN_NAME = re.compile(r"[^\W\d]\w*\Z")
_LIKE_A_CELL = re.compile(r"(?i:[a-z]{1,3}\d+|r\d*c\d*|true|false)\Z")


def to_office(formula: str) -> str:
    """An Excel formula (with its =) in LibreOffice's notation.

    Raises ValueError for one that looks into another workbook: those links are never made.
    """
    if re.search(rf"'\[|(?<![\w\]\[]){_BRACKETS}{_WORD}!", _without_texts(formula)):
        raise ValueError("A formula may not look into another workbook")
    return _Signs(formula, inward=True).rewritten(_EXCEL)


def to_excel(formula: str) -> str:
    """A formula in LibreOffice's notation (with its =) as Excel shows it."""
    return _Signs(formula, inward=False).rewritten(_OFFICE)


def moved(formula: str, rows: int, columns: int, letters: Callable[[int], str], number: Callable[[str], int]) -> str:
    """The Excel formula as it is so many rows down and columns to the right: references without $ go with it."""

    def row(text: str) -> str:
        return text if text.startswith("$") else str(int(text) + rows)

    def column(text: str) -> str:
        return text if text.startswith("$") else letters(number(text) + columns)

    def one(match: re.Match[str]) -> str:
        parts = match.groupdict()
        if parts["kept"]:
            return match[0]
        if parts["c"]:
            return column(parts["c"]) + row(parts["r"])
        if parts["c1"]:
            return f"{column(parts['c1'])}:{column(parts['c2'])}"
        return f"{row(parts['r1'])}:{row(parts['r2'])}"

    return _REFERENCE.sub(one, formula)


def _without_texts(formula: str) -> str:
    return re.sub(_TEXT, '""', formula)


class _Signs:
    """One formula on its way: what a comma means depends on what it stands in."""

    def __init__(self, formula: str, inward: bool) -> None:
        self._formula, self._inward = formula, inward
        self._open: list[str] = []
        """`call`, `group` or `array`, the innermost last."""
        self._after_word = False

    def rewritten(self, tokens: re.Pattern[str]) -> str:
        """The formula in the other notation."""
        out, at = [], 0
        for match in tokens.finditer(self._formula):
            between = self._formula[at : match.start()]
            out += [between, self._token(match, bool(between))]
            self._after_word = match.lastgroup == "word"
            at = match.end()
        return "".join([*out, self._formula[at:]])

    def _token(self, match: re.Match[str], apart: bool) -> str:
        token, kind = match[0], match.lastgroup
        if kind == "sheet":
            return _sheet_to_office(token) if self._inward else _sheet_to_excel(token)
        if kind == "brackets":
            return _brackets_to_office(token) if self._inward else _brackets_to_excel(token)
        if kind == "word":
            return self._word(match)
        return self._sign(token, apart) if kind == "sign" else token

    def _word(self, match: re.Match[str]) -> str:
        """TRUE and FALSE are functions to LibreOffice."""
        word = match[0].upper()
        if self._inward:
            called = self._formula[match.end() : match.end() + 1] == "("
            return f"{word}()" if word in ("TRUE", "FALSE") and not called else match[0]
        return word[:-2] if word in ("TRUE()", "FALSE()") else match[0]

    def _sign(self, sign: str, apart: bool) -> str:
        if sign == "(":
            self._open.append("call" if self._after_word and not apart else "group")
        elif sign == "{":
            self._open.append("array")
        elif sign in ")}":
            if self._open:
                self._open.pop()
        else:
            return self._separator_to_office(sign) if self._inward else self._separator_to_excel(sign)
        return sign

    def _separator_to_office(self, sign: str) -> str:
        within = self._open[-1] if self._open else "group"
        if sign == ";":
            return "|" if within == "array" else ";"
        return "~" if within == "group" else ";"

    def _separator_to_excel(self, sign: str) -> str:
        if sign == "|":
            return ";"
        return " " if sign == "!" else ","


def _sheet_to_office(token: str) -> str:
    name = token[:-1]
    return f"${name}." if name.startswith("'") else f"$'{name}'."


def _sheet_to_excel(token: str) -> str:
    name = token[1:-1].removeprefix("'").removesuffix("'").replace("''", "'")
    return f"{quoted(name)}!"


def quoted(name: str) -> str:
    """A sheet's name as a formula has it, in quotes where Excel needs them."""
    plain = _PLAIN_NAME.match(name) and not _LIKE_A_CELL.match(name)
    return name if plain else "'" + name.replace("'", "''") + "'"


def _brackets_to_office(token: str) -> str:
    """`[@Rating]`, `[#Headers]` and the commas of a structured reference."""
    if token.startswith("[@"):
        column = token[2:-1]
        inner = column if column.startswith("[") or not column else f"[{column}]"
        return f"[[#This Row];{inner}]" if inner else "[[#This Row]]"
    if token.startswith("[#"):
        return f"[{token}]"
    return re.sub(r"\]\s*,\s*\[", "];[", token)


def _brackets_to_excel(token: str) -> str:
    if re.fullmatch(r"\[\[#[^\[\]]*\]\]", token):
        return token[1:-1]
    return token.replace("];[", "],[")
