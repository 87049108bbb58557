"""Keeping files: what may be kept, under which hash, as which version; and whether a kept file is still what it was."""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kechuang.casework.documents.models import Document
from kechuang.core.words import listed

ALLOWED = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word（.docx）",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel（.xlsx）",
    "text/plain": "纯文本",
    "text/csv": "CSV",
}
"""What may be kept, by content."""
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(data: bytes, name: str) -> str:
    """What a content is, judged by its bytes; the name decides only between kinds of plain text."""
    if data[:4] == b"PK\x03\x04":
        return _office_type(data)
    try:
        found: str = puremagic.from_string(data[:8192], mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found in ALLOWED:
        return found
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return found or "application/octet-stream"
    if "\x00" in text or found.startswith(("text/html", "application/x")) or text.lstrip()[:1] == "<":
        return found or "application/octet-stream"
    return "text/csv" if PurePath(name).suffix.lower() == ".csv" else "text/plain"


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except zipfile.BadZipFile:
        return "application/zip"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "application/vnd.ms-office.macro"
    for start, kind in _OFFICE.items():
        if "[Content_Types].xml" in names and any(name.startswith(start) for name in names):
            return kind
    return "application/zip"


def plain_name(name: str) -> str:
    """A file name as it is kept: without folders and characters nobody sees, at most 200 long with its suffix."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in unicodedata.normalize("NFC", bare) if unicodedata.category(c)[0] != "C").strip()
    path = PurePath(seen or "file")
    suffix = path.suffix[:20]
    return f"{path.name.removesuffix(path.suffix)[: 200 - len(suffix)]}{suffix}"


def check(data: bytes, name: str) -> str:
    """The media type of a content that may be kept; else a ValidationError that says why not."""
    if not data:
        raise ValidationError(_("%(name)s 是空文件") % {"name": name})
    limit = settings.LARGEST_DOCUMENT
    if len(data) > limit:
        raise ValidationError(
            _("%(name)s 有 %(size).1f MB，超过 %(limit)d MB")
            % {"name": name, "size": len(data) / 2**20, "limit": limit // 2**20}
        )
    found = media_type(data, name)
    if found not in ALLOWED:
        kinds = listed(ALLOWED.values())
        raise ValidationError(
            _("%(name)s 的内容不在可收的种类之内（可收：%(kinds)s）") % {"name": name, "kinds": kinds}
        )
    return found


def check_upload(upload: Any) -> Any:
    """An upload whose content may be kept, ready to be read from its beginning; else a ValidationError that says why not.

    A form reads an upload once more when it is shown again with what is wrong.
    """
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    check(data, upload.name)
    return upload


@transaction.atomic
def keep(
    case_id: int, name: str, data: bytes, *, by: Any, kind: str = "", origin: str = Document.Origin.UPLOADED
) -> Document:
    """Keep a content as the next version of a name in a case. The same content as the last version is not kept twice."""
    found = check(data, name)
    with connection.cursor() as cursor:  # two uploads of one name wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"document:{case_id}:{name}"])
    digest = hashlib.sha256(data).hexdigest()
    last = Document.objects.filter(case_id=case_id, name=name).order_by("-version").first()
    kept = next((one for one in Document.objects.filter(sha256=digest).order_by("-pk")[:1] if intact(one)), None)
    if last is not None and last.sha256 == digest and kept is not None:
        return last
    document = Document(
        case_id=case_id, name=name, version=(last.version if last else 0) + 1, kind=kind, origin=origin, sha256=digest,
        size=len(data), media_type=found, by=by,
    )  # fmt: skip
    if kept is not None:
        document.content.name = kept.content.name
    else:  # new, or what was stored of it was altered or is gone: then the same content is stored once more
        document.content.save(name, ContentFile(data), save=False)
    document.save()
    return document


def sealed_content(document: Document) -> Any | None:
    """The stored content, opened, if it still has the hash it was kept under; None when it was altered or is gone."""
    try:
        stored = document.content.open("rb")
    except FileNotFoundError:
        return None
    digest = hashlib.sha256()
    for chunk in stored.chunks():
        digest.update(chunk)
    if digest.hexdigest() != document.sha256:
        stored.close()
        return None
    stored.seek(0)
    return stored


def intact(document: Document) -> bool:
    """Whether the stored content still has the hash it was kept under."""
    stored = sealed_content(document)
    if stored is None:
        return False
    stored.close()
    return True
