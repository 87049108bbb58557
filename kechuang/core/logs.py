"""Log lines as JSON, each with the request it belongs to."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from kechuang.core.clock import CHINA

request_id: ContextVar[str] = ContextVar("kechuang_request_id", default="")
"""The id of the request being served, empty outside one."""


class JsonFormatter(logging.Formatter):
    """One line of JSON a record: at, level, logger, message, request, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON text."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, CHINA).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if ident := request_id.get():
            line["request"] = ident
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
