"""What a reader chose about reading: theme and size of type, kept in cookies and applied by the server."""

from dataclasses import dataclass

from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large")
THEME_COOKIE = "kc_theme"
SIZE_COOKIE = "kc_size"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preferences:
    """theme: auto, light or dark (auto is light until the script has asked the machine). size: normal or large (大字)."""

    theme: str = "auto"
    size: str = "normal"

    @property
    def painted(self) -> str:
        """The theme the server paints."""
        return "dark" if self.theme == "dark" else "light"


def preferences(request: HttpRequest) -> Preferences:
    """The reader's choices; anything else in the cookies is read as none."""
    theme, size = request.COOKIES.get(THEME_COOKIE, ""), request.COOKIES.get(SIZE_COOKIE, "")
    return Preferences(theme if theme in THEMES else "auto", size if size in SIZES else "normal")
