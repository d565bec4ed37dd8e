Attribute VB_Name = "EcmSystem"
Option Explicit

' All that the launcher asks of the computer itself. Tests put a stand-in in this module's place.

#If Mac Then
    Private Declare PtrSafe Function getpid Lib "/usr/lib/libc.dylib" () As Long
#ElseIf VBA7 Then
    Private Declare PtrSafe Function GetCurrentProcessId Lib "kernel32" () As Long
#Else
    Private Declare Function GetCurrentProcessId Lib "kernel32" () As Long
#End If

Private Const HIDDEN As Long = 0
Private Const TEXT_STREAM As Long = 2
Private Const NO_SUCH_FOLDER As Long = 76

Public Function EcmOnMac() As Boolean
    #If Mac Then
        EcmOnMac = True
    #Else
        EcmOnMac = False
    #End If
End Function

Public Function EcmProcessId() As Long
    #If Mac Then
        EcmProcessId = getpid()
    #Else
        EcmProcessId = GetCurrentProcessId()
    #End If
End Function

' The user's own settings, read as UTF-8: a name in the path may have an accent. Raises where there are none.
Public Function EcmSettings() As String
    Dim stream As Object
    If Environ("APPDATA") = "" Then Err.Raise NO_SUCH_FOLDER
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = TEXT_STREAM
    stream.Charset = "utf-8"
    stream.Open
    stream.LoadFromFile Environ("APPDATA") & "\ecm_xl\addin.ini"
    EcmSettings = stream.ReadText
    stream.Close
End Function

' Starts a command without a window and waits for it. Excel answers the program meanwhile.
Public Function EcmRunAndWait(ByVal commandLine As String) As Long
    EcmRunAndWait = CreateObject("WScript.Shell").Run(commandLine, HIDDEN, True)
End Function

' The Mac's script (ecm_xl.applescript) starts the command and comes back at once: there Excel answers only then.
Public Function EcmStartOnMac(ByVal given As String) As Long
    #If Mac Then
        EcmStartOnMac = CLng(AppleScriptTask("ecm_xl.applescript", "ecmStart", given))
    #End If
End Function

Public Sub EcmTell(ByVal words As String)
    MsgBox words, vbInformation, "ECM Standards"
End Sub

' The status bar is a courtesy: if Excel does not let us write there, the command goes on.
Public Sub EcmShow(ByVal words As String)
    On Error Resume Next
    Application.StatusBar = words
End Sub

' Gives the status bar back to Excel, unless the program has written its own words there: those stay.
Public Sub EcmClear(ByVal words As String)
    On Error Resume Next
    If CStr(Application.StatusBar) = words Then Application.StatusBar = False
End Sub
