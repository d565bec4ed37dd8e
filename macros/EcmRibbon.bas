Attribute VB_Name = "EcmRibbon"
Option Explicit

' The tab "ECM Standards": every button ends here, and its tag (customUI14.xml) names the command.

Public Sub EcmButton(ByVal control As IRibbonControl)
    EcmLaunch control.Tag
End Sub
