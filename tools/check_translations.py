"""Whether every text of the program has an English translation. Needs xgettext (Debian: gettext).

The texts are gathered anew from a copy of the source, so that one never gathered into the .po is missed no more than
one gathered and left untranslated.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/en/LC_MESSAGES")
Key = tuple[str | None, str]


def main() -> int:
    if not shutil.which("xgettext"):
        print("xgettext is not installed: apt-get install gettext", file=sys.stderr)
        return 1
    wrong = 0
    for domain in ("django", "djangojs"):
        needed, have = gathered(domain), catalogue(ROOT / "kechuang" / CATALOGUE / f"{domain}.po")
        problems = [
            *(
                f"not in the catalogue (make messages): {text!r}"
                for _, text in sorted(needed.keys() - have.keys(), key=str)
            ),
            *(f"{problem}: {text!r}" for (_, text), problem in have.items() if problem),
        ]
        print(f"{domain}: {len(needed)} texts, {len(problems)} without a good English translation")
        for problem in problems:
            print(f"  {problem}")
        wrong += len(problems)
    return 1 if wrong else 0


def gathered(domain: str) -> dict[Key, str]:
    """The texts `makemessages` finds in the source as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kechuang"
        shutil.copytree(ROOT / "kechuang", copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "*.po"))
        (copy / CATALOGUE).mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--domain", domain]
        environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
        return catalogue(copy / CATALOGUE / f"{domain}.po")


def catalogue(path: Path) -> dict[Key, str]:
    """Each text of a .po file and what is wrong with its translation, "" when nothing is."""
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): fault(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}


def fault(entry: polib.POEntry) -> str:
    if entry.fuzzy:
        return "fuzzy"
    if not entry.translated():
        return "untranslated"
    if any("\u4e00" <= letter <= "\u9fff" for letter in entry.msgstr) and not keeps_chinese(entry):
        return "still Chinese"
    return ""


def keeps_chinese(entry: polib.POEntry) -> bool:
    """Whether the translator said that Chinese belongs in the English text, as in the name of a language."""
    return "keep Chinese" in entry.tcomment


if __name__ == "__main__":
    sys.exit(main())
