"""The colours of the two themes, and the contrast that norm 6 asks of every pair."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor

__all__ = ["HIGH_CONTRAST", "LIGHT", "Colours", "contrast"]


@dataclass(frozen=True)
class Colours:
    """``x`` and ``on_x`` are a pair: text ``on_x`` on ground ``x`` has at least 7:1.

    ``ground`` is behind everything, ``surface`` is a card on it, ``tint`` a quiet area on a surface. ``line`` is a thin
    rule that carries no meaning, ``border`` one that does (3:1). ``light`` is the lit place of a drawing.
    """

    ground: QColor
    surface: QColor
    tint: QColor
    text: QColor
    secondary: QColor
    band: QColor
    on_band: QColor
    band_deep: QColor
    band_soft: QColor
    band_far: QColor
    primary: QColor
    primary_pressed: QColor
    on_primary: QColor
    accent: QColor
    accent_pressed: QColor
    border: QColor
    line: QColor
    focus: QColor
    light: QColor
    light_soft: QColor
    good: QColor
    on_good: QColor
    info: QColor
    on_info: QColor
    warning: QColor
    on_warning: QColor
    error: QColor
    on_error: QColor
    assist: QColor
    on_assist: QColor
    metal: QColor
    metal_deep: QColor
    skin: QColor

    @classmethod
    def named(cls, **names: str) -> "Colours":
        return cls(**{field.name: QColor(names[field.name]) for field in fields(cls)})


LIGHT = Colours.named(
    ground="#F3F6FA",
    surface="#FFFFFF",
    tint="#E6EEF7",
    text="#1A1A1A",
    secondary="#404A54",
    band="#0B4A8F",
    on_band="#FFFFFF",
    band_deep="#08366A",
    band_soft="#14529A",
    band_far="#0A4384",
    primary="#0B4A8F",
    primary_pressed="#08366A",
    on_primary="#FFFFFF",
    accent="#0B4A8F",
    accent_pressed="#CFDFF0",
    border="#5B6770",
    line="#D5DDE6",
    focus="#000000",
    light="#12853F",
    light_soft="#BFE8CD",
    good="#E8F5EC",
    on_good="#0B5D2A",
    info="#E6EEF7",
    on_info="#08366A",
    warning="#FFF3D6",
    on_warning="#6B3E00",
    error="#FDECEC",
    on_error="#8F1010",
    assist="#5A1F77",
    on_assist="#FFFFFF",
    metal="#DCE4EC",
    metal_deep="#AFBCC9",
    skin="#F4D9C2",
)

HIGH_CONTRAST = Colours.named(
    ground="#000000",
    surface="#000000",
    tint="#000000",
    text="#FFFFFF",
    secondary="#FFFFFF",
    band="#000000",
    on_band="#FFFFFF",
    band_deep="#000000",
    band_soft="#000000",
    band_far="#000000",
    primary="#FFE500",
    primary_pressed="#FFFFFF",
    on_primary="#000000",
    accent="#FFE500",
    accent_pressed="#3A3A00",
    border="#FFFFFF",
    line="#FFFFFF",
    focus="#FFFFFF",
    light="#7CF29C",
    light_soft="#0C3D1B",
    good="#000000",
    on_good="#7CF29C",
    info="#000000",
    on_info="#66E0FF",
    warning="#000000",
    on_warning="#FFE500",
    error="#000000",
    on_error="#FF9B9B",
    assist="#2E0A40",
    on_assist="#FFFFFF",
    metal="#1C1C1C",
    metal_deep="#3C3C3C",
    skin="#8A8A8A",
)


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
