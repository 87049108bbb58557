"""Where the program itself writes: var/, its secret key, free disk space."""

import base64
import os
import secrets
import shutil
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]


def var_dir() -> Path:
    """The folder the program writes to: KECHUANG_VAR, else `var` beside the code. Not created here."""
    return Path(os.environ.get("KECHUANG_VAR") or PROJECT_DIR / "var").resolve()


def secret_key(var: Path) -> str:
    """The signing key of this installation: made on first use, kept in var/secret-key, readable by its owner alone."""
    return _kept(var, "secret-key", secrets.token_urlsafe(50))


def data_key(var: Path) -> str:
    """The key that seals personal data at rest (Fernet), kept like the signing key. Losing it loses that data."""
    return _kept(var, "data-key", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


def _kept(var: Path, name: str, fresh: str) -> str:
    """The text of a file under var/, written with `fresh` when it is not there yet."""
    path = var / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    var.mkdir(parents=True, exist_ok=True)
    # Written aside and linked into place: two processes starting at once agree on one key, and none reads half of it.
    draft = var / f".{name}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(fresh)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()


def free_bytes(path: Path) -> int:
    """Free disk space, in bytes, of the file system that holds `path` (or would hold it)."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free
