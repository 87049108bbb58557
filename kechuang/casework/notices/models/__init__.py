"""Tables, a file for each subject."""

from kechuang.casework.notices.models.notices import Interest, Notice, NoticeContent, Posting
from kechuang.casework.notices.models.objections import OPEN, FollowLink, Objection, Source

__all__ = ["OPEN", "FollowLink", "Interest", "Notice", "NoticeContent", "Objection", "Posting", "Source"]
