"""How the window looks: the platform's style and palette, one accent, an 8-pixel grid.

Nothing here draws what the platform draws itself. The accent (deep teal) is for the one primary
button of a page; state is an icon, a word and a colour together. In high contrast only the
person's own palette is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessibilityHints,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QStyleHints,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from sel.base.resources import resource

GRID = 8
LEAST_POINTS = 11.0
LINE_CHARACTERS = 76
_ICON_EDGES = (16, 24, 32, 48, 96)


class Tone(Enum):
    """What a colour says; always beside an icon and a word."""

    PLAIN = "plain"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of one look; each at least 4.5:1 on its ground.

    edge  round what is typed into or ticked: 3:1 on window and base (WCAG 2.2, 1.4.11)
    """

    accent: str
    accent_pressed: str
    on_accent: str
    good: str
    care: str
    bad: str
    quiet: str
    ground: str
    line: str
    edge: str


LIGHT = Colours(
    accent="#0b5e66",
    accent_pressed="#08464c",
    on_accent="#ffffff",
    good="#1b6b35",
    care="#8a4b00",
    bad="#a81e1e",
    quiet="#565656",
    ground="#ffffff",
    line="#c4c8c8",
    edge="#767c7c",
)
DARK = Colours(
    accent="#7cd0d8",
    accent_pressed="#a8e2e8",
    on_accent="#06282c",
    good="#86d69c",
    care="#f0b866",
    bad="#ff9d94",
    quiet="#b4b8b8",
    ground="#2a2d2d",
    line="#545a5a",
    edge="#8d9494",
)


def palette() -> QPalette:
    """The palette of the program. A widget's own is no measure: style sheets change it."""
    return QApplication.palette()


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than its ground."""
    return palette.windowText().color().lightness() > palette.window().color().lightness()


def high_contrast() -> bool:
    """Whether the person asked the system for more contrast."""
    return _hints()[1].contrastPreference() == Qt.ContrastPreference.HighContrast


def colours(palette: QPalette) -> Colours:
    """The colours that suit a palette; in high contrast those of the palette itself."""
    if high_contrast():
        text = palette.windowText().color().name()
        return Colours(
            accent=palette.highlight().color().name(),
            accent_pressed=text,
            on_accent=palette.highlightedText().color().name(),
            good=text,
            care=text,
            bad=text,
            quiet=text,
            ground=palette.base().color().name(),
            line=text,
            edge=text,
        )
    return DARK if is_dark(palette) else LIGHT


def tone_colour(tone: Tone, palette: QPalette) -> QColor:
    """The colour of a tone on the window's ground."""
    chosen = colours(palette)
    match tone:
        case Tone.GOOD:
            return QColor(chosen.good)
        case Tone.CARE:
            return QColor(chosen.care)
        case Tone.BAD:
            return QColor(chosen.bad)
        case Tone.QUIET:
            return QColor(chosen.quiet)
        case Tone.PLAIN:
            return palette.windowText().color()


def edge_pen() -> QPen | None:
    """What the edge of a field or a box is drawn with; None where the style's own is enough.

    Fusion takes its outline from the window's colour, a shade darker: on a dark desktop nobody
    sees it. Native styles and high contrast have edges of their own. The program's style counts:
    inside a card, which has a sheet, a widget's own has no name.
    """
    if high_contrast() or QApplication.style().name().lower() != "fusion":
        return None
    return QPen(QColor(colours(palette()).edge), 1)


def on_selection(palette: QPalette) -> QColor:
    """What stands out on a selected line: Windows 11's style selects in a pale grey."""
    pale = QApplication.style().name().lower() == "windows11"
    return (palette.text() if pale else palette.highlightedText()).color()


def icon(name: str, colour: QColor, selected: QColor | None = None) -> QIcon:
    """The drawing `resources/icons/NAME.svg` in one colour, and in another where selected."""
    return _icon(name, colour.name(), selected.name() if selected is not None else "")


def forget_icons() -> None:
    """Let go of all pictures; called before the application goes, which they need."""
    _icon.cache_clear()


def picture(name: str, colour: QColor, size: QSize, ratio: float = 1.0) -> QPixmap:
    """A drawing as large as fits into `size` (logical pixels), keeping its shape."""
    renderer = QSvgRenderer(QByteArray(_drawing(name, colour.name())))
    pixels = QPixmap(size * ratio)
    pixels.setDevicePixelRatio(ratio)
    pixels.fill(Qt.GlobalColor.transparent)
    shape = QSize(renderer.defaultSize()).scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    left = (size.width() - shape.width()) / 2
    top = (size.height() - shape.height()) / 2
    painter = QPainter(pixels)
    renderer.render(painter, QRectF(left, top, shape.width(), shape.height()))
    painter.end()
    return pixels


def window_icon() -> QIcon:
    """The program's own sign, in its own colours."""
    made = QIcon()
    for edge in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(picture("sel", QColor("black"), QSize(edge, edge)))
    return made


def text_size(times: float = 1.0) -> None:
    """Body text of the whole program: the system's, at least 11 points, times `times`."""
    font = _system_font()
    font.setPointSizeF(max(font.pointSizeF(), LEAST_POINTS) * times)
    QApplication.setFont(font)


def scaled(font: QFont, times: float, *, strong: bool = False) -> QFont:
    """A larger (or stronger) cut of a font; for titles."""
    made = QFont(font)
    made.setPointSizeF(max(font.pointSizeF() * times, LEAST_POINTS))
    if strong:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def line_width(widget: QWidget) -> int:
    """How wide running text may be: under 80 characters a line."""
    return round(QFontMetricsF(widget.font()).averageCharWidth() * LINE_CHARACTERS)


def icon_edge(widget: QWidget, times: float = 1.25) -> int:
    """The edge of an icon beside the text of a widget, in logical pixels."""
    return max(16, round(QFontMetricsF(widget.font()).height() * times))


def primary_style(palette: QPalette) -> str:
    """Style sheet of the primary button; empty in high contrast (the platform draws it)."""
    if high_contrast():
        return ""
    chosen = colours(palette)
    off = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
    return (
        f"QPushButton {{ background: {chosen.accent}; color: {chosen.on_accent};"
        f" border: 2px solid {chosen.accent}; border-radius: 4px; padding: 7px 18px; }}"
        f"QPushButton:hover {{ background: {chosen.accent_pressed}; }}"
        f"QPushButton:pressed {{ background: {chosen.accent_pressed}; }}"
        f"QPushButton:focus {{ border: 2px solid {palette.windowText().color().name()}; }}"
        f"QPushButton:disabled {{ background: transparent; color: {off};"
        f" border: 2px solid {chosen.line}; }}"
    )


def card_style(palette: QPalette, edge: Tone = Tone.PLAIN) -> str:
    """Style sheet of a card (object name "card"): a ground and a line round it."""
    chosen = colours(palette)
    line = chosen.line if edge is Tone.PLAIN else tone_colour(edge, palette).name()
    return (
        f"QFrame#card {{ background: {chosen.ground}; border: 1px solid {line};"
        f" border-left: 4px solid {line}; border-radius: 4px; }}"
    )


@cache
def _icon(name: str, colour: str, selected: str) -> QIcon:
    made = QIcon()
    modes = [(QIcon.Mode.Normal, colour)]
    if selected:
        modes.append((QIcon.Mode.Selected, selected))
    for mode, ink in modes:
        for edge in _ICON_EDGES:
            made.addPixmap(picture(name, QColor(ink), QSize(edge, edge)), mode)
    return made


@cache
def _hints() -> tuple[QStyleHints, QAccessibilityHints]:
    """Both are kept for good: in PySide6 6.12 the second is lost with the wrapper of the first."""
    hints = QGuiApplication.styleHints()
    return hints, hints.accessibility()


@cache
def _drawing(name: str, colour: str) -> bytes:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", colour).encode()


@cache
def _system_points() -> tuple[str, float]:
    font = QApplication.font()
    return font.toString(), font.pointSizeF()


def _system_font() -> QFont:
    described, points = _system_points()
    font = QFont()
    font.fromString(described)
    font.setPointSizeF(points if points > 0 else LEAST_POINTS)
    return font
