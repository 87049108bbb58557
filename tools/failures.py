"""What pip, npm and venv say when they fail, read as something a person can mend."""

import re
import sys
from pathlib import Path

from kechuang.core.failures import Mendable

_UNREACHABLE = re.compile(
    r"NewConnectionError|ConnectTimeout|ConnectionError|Connection (?:refused|reset)|Read timed out|ReadTimeout"
    r"|Name or service not known|Temporary failure in name resolution|Network is unreachable|ProxyError|SSLError"
    r"|CERTIFICATE_VERIFY_FAILED|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT"
    r"|HTTP error 5\d\d"
)


def is_full_disk(said: str) -> bool:
    """Whether what a program said means that the disk is full."""
    return "No space left on device" in said or "ENOSPC" in said or "Disk quota exceeded" in said


def full_disk() -> Mendable:
    return Mendable(
        "The disk is full.", "Free some space (2 GB are needed in all) and start again; it goes on from there."
    )


def of_venv(said: str) -> Mendable:
    """Why `python -m venv` failed."""
    if is_full_disk(said):
        return full_disk()
    if "ensurepip" in said or "No module named venv" in said:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return Mendable(
            "This Python cannot make environments: its venv part is not installed.", f"apt-get install {name}"
        )
    return Mendable(f"The environment .venv could not be made:\n{_tail(said)}", "Remove .venv and start again.")


def of_pip(said: str, log: Path) -> Mendable:
    """Why `pip install` failed."""
    if is_full_disk(said):
        return full_disk()
    if "DO NOT MATCH THE HASHES" in said:
        return Mendable(
            "A package differs from the one this version of Kechuang was tested with, so it was not installed.",
            f"The index or mirror that pip uses serves altered files: choose another one. Details: {log}",
        )
    if _UNREACHABLE.search(said):
        return _registry("Python packages", "pip config set global.index-url, or PIP_INDEX_URL", log)
    missing = re.search(r"No matching distribution found for (\S+)", said)
    if missing:
        return Mendable(
            f"There is no build of {missing.group(1)} for this machine and Python "
            f"{sys.version_info[0]}.{sys.version_info[1]}.",
            "Use Python 3.11 on Linux or macOS (x86-64 or ARM64): make PYTHON=/path/to/python3.11 run. "
            "Or the index pip uses is a mirror that lags: choose another.",
        )
    return Mendable(f"pip failed:\n{_tail(said)}", f"Everything it said is in {log}.")


def of_npm(said: str, log: Path) -> Mendable:
    """Why `npm ci` failed."""
    if is_full_disk(said):
        return full_disk()
    if "EINTEGRITY" in said:
        return Mendable(
            "A front-end package differs from the one this version of Kechuang was tested with.",
            f"The registry or mirror that npm uses serves altered files: choose another one. Details: {log}",
        )
    if _UNREACHABLE.search(said):
        return _registry("front-end packages", "npm config set registry", log)
    return Mendable(f"npm failed:\n{_tail(said)}", f"Everything it said is in {log}.")


def _registry(what: str, setting: str, log: Path) -> Mendable:
    return Mendable(
        f"The registry of {what} cannot be reached.",
        f"Check the network and any proxy (HTTPS_PROXY), or name a mirror you can reach ({setting}), "
        f"then start again. Details: {log}",
    )


def _tail(said: str, lines: int = 12) -> str:
    return "\n".join(f"    {line}" for line in said.strip().splitlines()[-lines:])
