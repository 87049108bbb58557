"""Official papers from data: one description of a paper, written as .docx and as .pdf in the layout of 公文."""

from kechuang.casework.documents.papers.formats import FORMATS, media_type, written
from kechuang.casework.documents.papers.paper import Paper, Table, Text
from kechuang.casework.documents.papers.pdf import to_pdf
from kechuang.casework.documents.papers.word import to_docx

__all__ = ["FORMATS", "Paper", "Table", "Text", "media_type", "to_docx", "to_pdf", "written"]
