"""Files kept with a case: each version with its content hash; a version is never replaced, only followed by the next."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked


def stored_as(document: Any, filename: str) -> str:
    """Where the content stands under MEDIA_ROOT: by its hash, so that equal files are stored once."""
    return f"documents/{document.sha256[:2]}/{document.sha256}"


@tracked()
class Document(models.Model):
    """One version of a file in a case. media_type is what the content is, whatever the name says."""

    class Origin(models.TextChoices):
        UPLOADED = "uploaded", _("上传")
        GENERATED = "generated", _("系统生成")

    case_id = models.BigIntegerField(db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    version = models.PositiveIntegerField(_("版本"))
    kind = models.CharField(_("种类"), max_length=40, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.UPLOADED)
    content = models.FileField(upload_to=stored_as, max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    media_type = models.CharField(max_length=100)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("文件")
        ordering = ("case_id", "name", "-version")
        constraints = (
            models.UniqueConstraint(name="document_version_once", fields=("case_id", "name", "version")),
            models.CheckConstraint(name="document_hash_is_one", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
