"""A paper as .docx, to be edited and printed by an office: a Word template filled by docxtpl."""

from __future__ import annotations

import zipfile
from io import BytesIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from kechuang.casework.documents.papers.paper import Paper, content
from kechuang.casework.documents.papers.templates import BadTemplate, template

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def to_docx(paper: Paper) -> bytes:
    """The paper in the layout of its template. The same paper gives the same bytes. Raises BadTemplate."""
    path = template(paper.template, ".docx")
    # A template is a file of the installation, yet nothing in it may reach beyond what it is given.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made = BytesIO()
    try:
        document = DocxTemplate(path)
        document.render(content(paper), jinja_env=environment, autoescape=True)
        document.docx.core_properties.title = paper.title
        document.docx.core_properties.author = paper.issuer
        document.save(made)
    except (TemplateError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise BadTemplate(path, error) from error
    return without_times(made.getvalue())


def without_times(package: bytes) -> bytes:
    """The same package with the time of writing left out of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = zipfile.ZipInfo(name, _LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, read.read(name))
    return out.getvalue()
