"""Which template a paper is set by: an installation's own where it has one, else the one that comes with the program.

Own templates lie in settings.PAPERS_DIR (KECHUANG_PAPERS, by default var/papers): <name>.docx and <name>.typ for the papers of
one template, paper.docx and paper.typ for all others. What a template may use is told by paper.content.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

SHIPPED = Path(__file__).parent
COMMON = "paper"


class BadTemplate(ValueError):
    """A template that cannot be filled; the words say which, and why."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"the template {path} cannot be filled: {reason}")
        self.path = path


def template(name: str, suffix: str) -> Path:
    """The file of a template. suffix: .docx or .typ."""
    own = Path(settings.PAPERS_DIR)
    places = [own / f"{name}{suffix}", own / f"{COMMON}{suffix}", SHIPPED / f"{name}{suffix}"]
    return next((path for path in places if path.is_file()), SHIPPED / f"{COMMON}{suffix}")


def own_templates() -> Sequence[Path]:
    """The templates of this installation."""
    own = Path(settings.PAPERS_DIR)
    return sorted(path for path in own.glob("*") if path.suffix in (".docx", ".typ")) if own.is_dir() else []
