"""What the packed program is made of, as far as installer/sel.spec is told: lists and texts."""

from __future__ import annotations

from typing import Any

PUBLISHER = "The Sêl project"
PRODUCT = "Sêl"
ABOUT = "S/MIME certificates that work, kept safe"

# Modules that something imports if they are there. A program for people needs none of them.
DEVELOPERS = [
    "PyInstaller",
    "_pytest",
    "altgraph",
    "curses",
    "distutils",
    "doctest",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "pdb",
    "pip",
    "pkg_resources",
    "pydoc",
    "pytest",
    "setuptools",
    "tkinter",
    "turtle",
    "venv",
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtTest",
]

# Parts of file names (lower case), to be left out. Qt's add-ons for keyboards on screens, PDF and
# QML bring the whole of QML with them; its words are not used (sel.ui.qt_words has both).
NOT_OURS = (
    # Drawing on bare screens, over networks, through OpenGL: widgets need none of it.
    "libqt6egl",
    "egldeviceintegrations/",
    "platforms/libqeglfs",
    "platforms/libqlinuxfb",
    "platforms/libqminimal",
    "platforms/libqvkkhrdisplay",
    "platforms/libqvnc",
    "platforms/qdirect2d",
    "plugins/generic/",
    "wayland-graphics-integration-client/",
    "xcbglintegrations/",
    # GTK's theme, which brings a GTK of the building system along.
    "platformthemes/libqgtk3",
    *(
        f"lib{each}"
        for each in (
            "gtk-3.",
            "gdk-3.",
            "gdk_pixbuf",
            "atk-",
            "atspi.",
            "cairo",
            "pango",
            "epoxy.",
            "pixman-",
            "thai.",
            "datrie.",
            "fribidi.",
            "graphite2.",
            "harfbuzz.",
        )
    ),
    # Pictures that no page and no sheet has.
    "pil/_avif",
    "pil/_imagingtk",
    "pil/_webp",
    "imageformats/qicns",
    "imageformats/libqicns",
    "imageformats/qtga",
    "imageformats/libqtga",
    "imageformats/qtiff",
    "imageformats/libqtiff",
    "imageformats/qwbmp",
    "imageformats/libqwbmp",
    # What pip notes about an installation, with the folders it was made in.
    ".dist-info/record",
    ".dist-info/installer",
    ".dist-info/requested",
    ".dist-info/direct_url",
    "qt6qml",
    "qt6quick",
    "qt6pdf",
    "qt6virtualkeyboard",
    "qt6opengl",
    "qt6network",
    "opengl32sw",
    "qtvirtualkeyboardplugin",
    "plugins/imageformats/qpdf",
    "plugins/imageformats/libqpdf",
    "plugins/networkinformation/",
    "plugins/tls/",
    "pyside6/translations/",
    "pyside6/qt/translations/",
)

# UTF-8 as the code page needs Windows 10 1903; older ones take no notice of what they do not know.
WINDOWS_MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <assemblyIdentity type="win32" name="Sel" version="1.0.0.0" processorArchitecture="amd64"/>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0"
        processorArchitecture="*" publicKeyToken="6595b64144ccf1df" language="*"/>
    </dependentAssembly>
  </dependency>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings"
        >PerMonitorV2</dpiAwareness>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings"
        >true</longPathAware>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings"
        >UTF-8</activeCodePage>
    </windowsSettings>
  </application>
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security>
      <requestedPrivileges>
        <requestedExecutionLevel level="asInvoker" uiAccess="false"/>
      </requestedPrivileges>
    </security>
  </trustInfo>
</assembly>
"""


def windows_version(version: str) -> Any:
    """What Explorer shows under Details; `version` as "1.2.3"."""
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    numbers = (*(int(part) for part in version.split(".")), 0)
    shown = {
        "CompanyName": PUBLISHER,
        "FileDescription": f"{PRODUCT}: {ABOUT}",
        "FileVersion": version,
        "InternalName": "Sel",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "Sel.exe",
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }
    english, welsh, unicode_page = 0x0809, 0x0452, 1200
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers, OS=0x40004, fileType=1),
        kids=[
            StringFileInfo(
                [
                    StringTable(
                        f"{english:04x}{unicode_page:04x}",
                        [StringStruct(name, text) for name, text in shown.items()],
                    )
                ]
            ),
            VarFileInfo([VarStruct("Translation", [english, unicode_page, welsh, unicode_page])]),
        ],
    )
