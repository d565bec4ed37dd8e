"""What is said of a whole file: what keeps it from being read, or from being counted."""

from __future__ import annotations

from ecm_xl.core.catalogue.kinds import Severity, kinds

FILES = (
    *kinds(
        Severity.ERROR,
        (
            "file-missing",
            "The file is not there",
            "There is no file of this name.",
            "Check the name and the folder.",
        ),
        (
            "file-not-permitted",
            "The file may not be opened",
            "This computer does not allow the file to be opened. {detail}",
            "Ask whoever owns the file for permission to read it, or close it where it is open.",
        ),
        (
            "file-not-a-file",
            "Not a file",
            "This is a folder or a device with a workbook's name, not a file.",
            "Choose the workbook itself.",
        ),
        (
            "file-empty",
            "An empty file",
            "The file holds nothing at all.",
            "It may not have finished copying: ask for it to be sent again.",
        ),
        (
            "file-too-big",
            "Too big to be an audit workbook",
            "The file is far bigger than an audit workbook can be. {detail}",
            "Keep pictures and documents beside the workbook and link to them, then save it again.",
        ),
        (
            "file-password",
            "Opens only with a password",
            "The file opens only with a password.",
            "Open it in Excel, take the password off (File, Info, Protect Workbook) and save a copy.",
        ),
        (
            "file-old-format",
            "Another kind of spreadsheet",
            "The file is another kind of spreadsheet{detail}; only .xlsx and .xlsm can be read.",
            "Open it in Excel or LibreOffice and use Save As, Excel Workbook (.xlsx).",
        ),
        (
            "file-strict",
            "Saved as Strict Open XML",
            "The file was saved as Strict Open XML, which other programs misread.",
            "Open it in Excel and use Save As, Excel Workbook (.xlsx), without the word Strict.",
        ),
        (
            "file-not-a-workbook",
            "Not a workbook",
            "The file has a workbook's name, but holds something else{detail}.",
            "Open it to see what it is, then choose the right file.",
        ),
        (
            "file-damaged",
            "Damaged",
            "The file is damaged and can't be read safely. {detail}",
            "Open it in Excel, let Excel repair it, check what is there and save it under a new name.",
        ),
        (
            "file-unsafe",
            "Built in a way that is not safe to open",
            "The file is built in a way that no spreadsheet program builds it. {detail}",
            "Ask the sender how it was made; copying its sheets to a new workbook usually helps.",
        ),
        (
            "file-too-slow",
            "Took too long to read",
            "Reading the file took longer than {detail}, so it was stopped.",
            "Copy its sheets to a new workbook, leave out anything that is not the audit, and try again.",
        ),
        (
            "file-reader-stopped",
            "The reader stopped on it",
            "The part of the program that reads workbooks stopped at this file. {detail}",
            "Open it in Excel, save it under a new name and try again.",
        ),
        (
            "file-not-a-setting",
            "Not a setting workbook",
            "This workbook is not a setting's audit: {detail}.",
            "Choose a workbook made with 'ecm-xl new' or from the blank workbook.",
        ),
        (
            "setting-twice",
            "The same setting in two files",
            "This setting ({detail}) is in more than one file; none of them counts until one is left.",
            "Keep the newest in the folder and move the other one elsewhere.",
        ),
        (
            "setting-not-reported",
            "Not reported: a file that was expected is not here",
            "A file from {detail} is on the list of those expected, and is not here.",
            "Ask the setting for its workbook, or take it off the list.",
        ),
    ),
)
