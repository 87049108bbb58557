"""What went wrong, in plain words and without a traceback; exit codes are told in docs/law/cli.md."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from kechuang.law.cli.speaking import Refusal, Speaker, language_in
from kechuang.law.errors import LawError

WRONG_USE = 2
PROGRAM_ERROR = 3
DEBUG = "KECHUANG_DEBUG"
"""Environment variable: set it to see the traceback of a program error."""

_USAGE = (
    (r"Missing argument '(.+?)'.*", "缺少参数 {0}。"),
    (r"Missing option '(.+?)'.*", "缺少选项 {0}。"),
    (r"No such option: (\S+)(?:.*?(?:Did you mean|Possible options:) (.+?)\??)?", "没有选项 {0}{1}。"),
    (r"No such command '(.+?)'\.?(?:.*?Did you mean (.+?)\??)?", "没有命令 {0}{1}。"),
    (r"Got unexpected extra arguments? \((.+)\)", "多出的参数：{0}。"),
    (r"Option '(.+?)' requires .*", "选项 {0} 需要一个值。"),
    (r"Missing command\.?", "缺少命令。"),
    (r"Invalid value for '(.+?)': (.+)", "{0} 的值不对：{1}"),
)


class LawGroup(TyperGroup):
    """The `law` commands. Every failure below it becomes a sentence on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        arguments = [*getattr(ctx, "_protected_args", ()), *ctx.args]
        lang = language_in([str(word) for word in arguments], os.environ)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and not stream.encoding.lower().startswith(("utf", "gb18030")):
                stream.reconfigure(
                    errors="backslashreplace"
                )  # a stream without Chinese shows \\u7a0b, which JSON reads
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, KeyboardInterrupt):
            raise
        except BrokenPipeError:  # whoever read the answer has seen enough
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  the interpreter flushes it at its end
            raise typer.Exit(0) from None
        except Exception as failure:
            if type(failure).__name__ == "NoArgsIsHelpError":
                raise
            code = _tell(failure, Speaker(lang))
            if code == PROGRAM_ERROR and os.environ.get(DEBUG):
                raise
            raise typer.Exit(code) from None


def _tell(failure: Exception, speaker: Speaker) -> int:
    """Say what happened; the exit code."""
    match failure:
        case Refusal():
            for zh, en in failure.said:
                speaker.say(zh, en, "red")
            return failure.code
        case LawError():
            speaker.say(failure.zh, failure.en, "red")
            return WRONG_USE
        case typer.TyperException():
            message = failure.format_message()
            speaker.say(f"{_usage(message)}用 --help 看用法。", f"{message} See --help.", "red")
            return WRONG_USE
        case OSError():
            where = f"{failure.filename}：" if failure.filename else ""
            why = _OS_ERRORS.get(failure.errno or 0, failure.strerror or str(failure))
            speaker.say(f"{where}{why}", f"{where.replace('：', ': ')}{failure.strerror or failure}", "red")
            return WRONG_USE
    kind = f"{type(failure).__name__}: {failure}"
    speaker.say(
        f"程序出错，请把这一行报告给维护者：{kind}（设 {DEBUG}=1 可看经过）",
        f"A program error; please report this line: {kind} (set {DEBUG}=1 to see where)",
        "red",
    )
    return PROGRAM_ERROR


_OS_ERRORS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
}


def _usage(message: str) -> str:
    """A message of the argument parser in Chinese, where it is a common one."""
    plain = " ".join(message.split())
    for pattern, zh in _USAGE:
        if found := re.fullmatch(pattern, plain):
            first, second = (*found.groups(), None, None)[:2]
            if "{1}" in zh and "的值" not in zh:
                return zh.format(first, f"；是不是 {second}" if second else "")
            return zh.format(first, second)
    return message
