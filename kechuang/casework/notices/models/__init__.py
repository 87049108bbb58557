"""Tables, a file for each subject."""

from kechuang.casework.notices.models.notices import Interest, Notice, NoticeContent, Posting
from kechuang.casework.notices.models.objections import OPEN, Objection, Objector, Source, open_count

__all__ = ["OPEN", "Interest", "Notice", "NoticeContent", "Objection", "Objector", "Posting", "Source", "open_count"]
