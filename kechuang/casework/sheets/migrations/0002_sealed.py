"""Uploaded files and what stood in their cells are sealed, with what was kept so far."""

from typing import Any

from django.db import migrations

import kechuang.core.crypto
from kechuang.core.schema import Together


def seal_files(apps: Any, schema_editor: Any) -> None:
    """Seal what is there, a file at a time."""
    cipher = kechuang.core.crypto._cipher()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM sheets_importrun")
        for (run,) in cursor.fetchall():
            cursor.execute("SELECT content FROM sheets_importrun WHERE id = %s", [run])
            (content,) = cursor.fetchone()
            cursor.execute("UPDATE sheets_importrun SET content = %s WHERE id = %s", [cipher.encrypt(bytes(content)), run])


def open_files(apps: Any, schema_editor: Any) -> None:
    cipher = kechuang.core.crypto._cipher()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM sheets_importrun")
        for (run,) in cursor.fetchall():
            cursor.execute("SELECT content FROM sheets_importrun WHERE id = %s", [run])
            (content,) = cursor.fetchone()
            cursor.execute("UPDATE sheets_importrun SET content = %s WHERE id = %s", [cipher.decrypt(bytes(content)), run])


def seal_cells(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, typed FROM sheets_importproblem WHERE typed <> ''")
        for row, typed in cursor.fetchall():
            cursor.execute("UPDATE sheets_importproblem SET typed = %s WHERE id = %s", [kechuang.core.crypto.seal(typed), row])


def open_cells(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, typed FROM sheets_importproblem WHERE typed <> ''")
        for row, typed in cursor.fetchall():
            cursor.execute("UPDATE sheets_importproblem SET typed = %s WHERE id = %s", [kechuang.core.crypto.unseal(typed), row])


class Migration(migrations.Migration):

    dependencies = [("sheets", "0001_initial")]

    operations = [
        Together([
            migrations.AlterField("importrun", "content", kechuang.core.crypto.SealedBytesField()),
            migrations.AlterField("importproblem", "typed", kechuang.core.crypto.SealedTextField(blank=True, verbose_name="表里写的")),
        ]),
        migrations.RunPython(seal_files, open_files),
        migrations.RunPython(seal_cells, open_cells),
    ]
