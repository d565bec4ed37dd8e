Attribute VB_Name = "EcmLauncher"
Option Explicit

' Starts the ECM program for one button, waits until it is done, and says what has to be said.
' Everything asked of the computer itself is in EcmSystem. Which Python starts stands in the user's own
' settings. Nothing of the open workbook but its name is used, and nothing in its folder.

Private Const NO_SUCH_CODE As Long = -1
Private Const DONE As Long = 0
Private Const TOLD As Long = 11
Private Const BUSY As Long = 12
Private Const FINISH_TYPING As String = _
    "Finish typing in the cell (Enter or Esc), then choose the button again."
Private Const NOT_STARTED As String = _
    "The ECM program could not be started. To see why, run this in a command window: ecm-xl addin doctor"
Private Const BAD_NAME As String = _
    "The name of this workbook has a character that can't be passed on safely. " & _
    "Save it under a name of letters, digits, spaces and hyphens, then choose the button again."

Public Sub EcmLaunch(ByVal command As String)
    Dim book As String, working As String, told As String
    book = ActiveBook()
    If Not CanBeQuoted(book) Then
        EcmTell BAD_NAME
        Exit Sub
    End If
    working = Trim("ECM Standards is working. Please wait. " & book)
    EcmShow working
    told = WordsFor(ExitCode(command, book))
    EcmClear working
    If told <> "" Then EcmTell told
End Sub

' The active workbook's name; empty where no workbook is open, or only one in Protected View.
Private Function ActiveBook() As String
    If Not ActiveWorkbook Is Nothing Then ActiveBook = ActiveWorkbook.Name
End Function

Private Function ExitCode(ByVal command As String, ByVal book As String) As Long
    Dim python As String
    On Error GoTo NotStarted
    ExitCode = NO_SUCH_CODE
    If EcmOnMac() Then
        ExitCode = EcmStartOnMac(command & vbLf & CStr(EcmProcessId()) & vbLf & book)
        Exit Function
    End If
    python = PythonIn(EcmSettings())
    If IsWhole(python) And CanBeQuoted(python) Then ExitCode = EcmRunAndWait(CommandLine(python, command, book))
    Exit Function
NotStarted:
    ExitCode = NO_SUCH_CODE
End Function

' -P and -E: no folder at hand and no variable decides which ecm_xl is found.
Private Function CommandLine(ByVal python As String, ByVal command As String, ByVal book As String) As String
    CommandLine = Quoted(python) & " -P -E -m ecm_xl.ribbon " & command & " --pid " & CStr(EcmProcessId())
    If book <> "" Then CommandLine = CommandLine & " --book " & Quoted(book)
End Function

Private Function Quoted(ByVal text As String) As String
    Quoted = Chr(34) & text & Chr(34)
End Function

' Within quotation marks these would mean something else: a quotation mark, line ends and the like; on Windows also
' a backslash before the closing mark, and two percent signs, between which it puts a variable's value.
Private Function CanBeQuoted(ByVal text As String) As Boolean
    Dim place As Long, code As Long
    CanBeQuoted = False
    For place = 1 To Len(text)
        code = AscW(Mid(text, place, 1)) And 65535
        If code < 32 Or code = 34 Or (code >= 127 And code < 160) Or code = 8232 Or code = 8233 Then Exit Function
    Next
    CanBeQuoted = EcmOnMac() Or Not (Right(text, 1) = "\" Or text Like "*%*%*")
End Function

' The path in the line python=..., or nothing.
Private Function PythonIn(ByVal settings As String) As String
    Dim lines As Variant, number As Long
    lines = Split(Replace(settings, vbCr, vbLf), vbLf)
    For number = LBound(lines) To UBound(lines)
        If LCase(Left(lines(number), 7)) = "python=" Then
            PythonIn = Trim(Mid(lines(number), 8))
            Exit Function
        End If
    Next
End Function

' A path from the drive or the server on: a bare name would be looked for in the folder at hand.
Private Function IsWhole(ByVal path As String) As Boolean
    IsWhole = Mid(path, 2, 2) = ":\" Or Left(path, 2) = "\\"
End Function

' What is said about an exit code; nothing where all went well or the program has said it already. 1 and 2 are none
' of ours: Python ends so by itself where it lacks the program or is too old for the words that start it.
Private Function WordsFor(ByVal code As Long) As String
    Select Case code
        Case DONE, TOLD
            WordsFor = ""
        Case BUSY
            WordsFor = FINISH_TYPING
        Case Else
            WordsFor = NOT_STARTED
    End Select
End Function
