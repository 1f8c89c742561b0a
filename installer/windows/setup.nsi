; The setup program for one person: no administrator, no question that can be spared.
;
;   makensis -INPUTCHARSET UTF8 -DVERSION=1.2.3 -DSOURCE=FOLDER -DICON=FILE \
;       -DPANEL=FILE -DOUT=FILE setup.nsi
;
; /S installs in silence, /D=FOLDER (last, unquoted) elsewhere. Exit codes: 0 installed, 1 the
; person said no, 2 it could not be, 3 Sêl is running, 4 a newer Sêl is installed, 5 Windows is
; too old. It puts Sêl into the person's own folder for programs and offers it for files in the
; person's own part of the registry. Keys and settings lie elsewhere (%LOCALAPPDATA%\Sel) and are
; never touched, not by removal either.
Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
RequestExecutionLevel user
!ifdef QUICK ; for what is only tried
  SetCompressor /FINAL zlib
!else
  SetCompressor /SOLID /FINAL lzma
  SetCompressorDictSize 64
!endif
SetDateSave off

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "LogicLib.nsh"

!define NAME "Sêl"
!define PUBLISHER "The Sêl project"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sel"
!define OURS "Software\Sel"
!define CLASSES "Software\Classes"

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Sel"
InstallDirRegKey HKCU "${OURS}" "Folder"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME}"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PANEL}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH FitControl
!define MUI_LANGDLL_WINDOWTITLE "Sêl"
!define MUI_LANGDLL_INFO "Dewiswch iaith. · Choose a language."
!define MUI_ABORTWARNING
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${OURS}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "SetupLanguage"
!define MUI_WELCOMEPAGE_TEXT "$(Welcome)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Sel.exe"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KeysStay)"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Welsh"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include "words.nsh"

; --- before anything is changed ---------------------------------------------------------------

; A program that runs cannot be opened for writing; one that is not there can be made.
!macro STOP_IF_RUNS UN
Function ${UN}StopIfRuns
  ${Do}
    StrCpy $1 ""
    ${If} ${FileExists} "$INSTDIR\Sel.exe"
      ClearErrors
      FileOpen $0 "$INSTDIR\Sel.exe" a
      ${If} ${Errors}
        StrCpy $1 "runs"
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\sel.com"
      ClearErrors
      FileOpen $0 "$INSTDIR\sel.com" a
      ${If} ${Errors}
        StrCpy $1 "runs"
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
    ${If} $1 == ""
      ClearErrors
      Return
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Runs)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 3
    Quit
    again:
  ${Loop}
FunctionEnd
!macroend
!insertmacro STOP_IF_RUNS ""
!insertmacro STOP_IF_RUNS "un."

Function .onInit
  SetShellVarContext current
  !insertmacro MUI_LANGDLL_DISPLAY
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 5
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(Newer)" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetShellVarContext current
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

; --- files that Sêl can open ------------------------------------------------------------------

; Offered: Sêl stands in "Open with" and in Windows' settings. Whatever opens them stays.
!macro KIND ID WORDS
  WriteRegStr HKCU "${CLASSES}\${ID}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${ID}\DefaultIcon" "" '"$INSTDIR\Sel.exe",0'
  WriteRegStr HKCU "${CLASSES}\${ID}\shell\open\command" "" '"$INSTDIR\Sel.exe" --open "%1"'
!macroend
!macro OFFER ENDING ID
  WriteRegNone HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${ID}"
  WriteRegStr HKCU "${OURS}\Capabilities\FileAssociations" "${ENDING}" "${ID}"
!macroend
!macro NO_OFFER ENDING ID
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${ID}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
!macroend
!macro EACH_ENDING DO
  !insertmacro ${DO} ".p12" "Sel.Keys"
  !insertmacro ${DO} ".pfx" "Sel.Keys"
  !insertmacro ${DO} ".p7b" "Sel.Certificate"
  !insertmacro ${DO} ".cer" "Sel.Certificate"
  !insertmacro ${DO} ".p7m" "Sel.Mail"
  !insertmacro ${DO} ".vcf" "Sel.Contact"
!macroend
!define TELL_EXPLORER 'System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"'

; --- putting it there -------------------------------------------------------------------------

Section "Sel"
  Call StopIfRuns
  ; What was there steps aside until the new one is whole: a full disk leaves the old one.
  RMDir /r "$INSTDIR\_before"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    CreateDirectory "$INSTDIR\_before"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_before\_internal"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "$(Failed)" /SD IDOK
      RMDir "$INSTDIR\_before"
      SetErrorLevel 2
      Abort
    ${EndIf}
    Rename "$INSTDIR\Sel.exe" "$INSTDIR\_before\Sel.exe"
    Rename "$INSTDIR\sel.com" "$INSTDIR\_before\sel.com"
  ${EndIf}
  ClearErrors
  SetOutPath "$INSTDIR"
  SetOverwrite try
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\Sel.exe"
    Delete "$INSTDIR\sel.com"
    Rename "$INSTDIR\_before\_internal" "$INSTDIR\_internal"
    Rename "$INSTDIR\_before\Sel.exe" "$INSTDIR\Sel.exe"
    Rename "$INSTDIR\_before\sel.com" "$INSTDIR\sel.com"
    RMDir "$INSTDIR\_before"
    MessageBox MB_OK|MB_ICONSTOP "$(Failed)" /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\_before"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\Sel.exe" "" "$INSTDIR\Sel.exe" 0 "" "" "$(About)"

  WriteRegStr HKCU "${OURS}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${OURS}\Capabilities" "ApplicationName" "${NAME}"
  WriteRegStr HKCU "${OURS}\Capabilities" "ApplicationDescription" "$(About)"
  WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "${OURS}\Capabilities"
  !insertmacro KIND "Sel.Keys" "$(Keys)"
  !insertmacro KIND "Sel.Certificate" "$(Certificate)"
  !insertmacro KIND "Sel.Mail" "$(Mail)"
  !insertmacro KIND "Sel.Contact" "$(Contact)"
  !insertmacro EACH_ENDING OFFER
  ${TELL_EXPLORER}

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" '"$INSTDIR\Sel.exe",0'
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

; --- and away ---------------------------------------------------------------------------------

Section "Uninstall"
  Call un.StopIfRuns
  ; Only what was put there: a folder that somebody else uses too stays with what is theirs.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_before"
  Delete "$INSTDIR\Sel.exe"
  Delete "$INSTDIR\sel.com"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  !insertmacro EACH_ENDING NO_OFFER
  DeleteRegKey HKCU "${CLASSES}\Sel.Keys"
  DeleteRegKey HKCU "${CLASSES}\Sel.Certificate"
  DeleteRegKey HKCU "${CLASSES}\Sel.Mail"
  DeleteRegKey HKCU "${CLASSES}\Sel.Contact"
  DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
  DeleteRegKey HKCU "${OURS}"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${TELL_EXPLORER}
SectionEnd
