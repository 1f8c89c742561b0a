; What the setup program says in its own words, in both languages.
!macro SAY NAME ENGLISH WELSH
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_WELSH} "${WELSH}"
!macroend

!insertmacro SAY About \
  "S/MIME certificates that work, kept safe" \
  "Tystysgrifau S/MIME sy'n gweithio, wedi'u cadw'n ddiogel"
!insertmacro SAY Welcome \
  "Sêl will be installed for you alone; no administrator is needed. Keys that you already have in Sêl stay as they are." \
  "Bydd Sêl yn cael ei osod i chi yn unig; does dim angen gweinyddwr. Mae allweddi sydd gennych eisoes yn Sêl yn aros fel y maen nhw."
!insertmacro SAY KeysStay \
  "Sêl will be removed. Your keys, certificates and settings stay on this computer, in the folder Sel of your own application data: without Sêl, old encrypted mail still needs them." \
  "Bydd Sêl yn cael ei dynnu. Mae eich allweddi, eich tystysgrifau a'ch gosodiadau yn aros ar y cyfrifiadur hwn, yn y ffolder Sel yn eich data rhaglenni: heb Sêl hefyd mae eu hangen ar hen e-bost wedi'i amgryptio."
!insertmacro SAY Runs \
  "Sêl is running. Please close its window, then try again." \
  "Mae Sêl yn rhedeg. Caewch ei ffenestr, yna ceisiwch eto."
!insertmacro SAY Newer \
  "A newer Sêl is already installed. Nothing was changed." \
  "Mae Sêl mwy newydd wedi'i osod eisoes. Ni newidiwyd dim."
!insertmacro SAY TooOld \
  "Sêl needs Windows 10 or newer. Nothing was changed." \
  "Mae angen Windows 10 neu fwy newydd ar Sêl. Ni newidiwyd dim."
!insertmacro SAY Failed \
  "Sêl could not be installed here. What was there before is still there." \
  "Ni fu modd gosod Sêl yma. Mae'r hyn oedd yma o'r blaen yma o hyd."
!insertmacro SAY Keys "Certificate with its key" "Tystysgrif gyda'i hallwedd"
!insertmacro SAY Certificate "Certificate" "Tystysgrif"
!insertmacro SAY Mail "Encrypted or signed mail" "E-bost wedi'i amgryptio neu ei lofnodi"
!insertmacro SAY Contact "Contact" "Cyswllt"
