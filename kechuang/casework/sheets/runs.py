"""A whole file: read, judged, and after its owner's word written; in the request when short, else by a job, with progress.

A part of the file and the count of it are written in one transaction, and only by whoever has dealt with all rows before:
a run whose process died is taken up where it was, and should two be at it, nothing is written twice.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from typing import IO, Any

from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.models import F
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kechuang.casework.inbox import services as inbox
from kechuang.casework.sheets.declare import SheetImport, import_of
from kechuang.casework.sheets.judging import Judge, Judged, counts, typed_text
from kechuang.casework.sheets.models import MOST_NAMED, STALE, ImportProblem, ImportRun
from kechuang.core import clock
from kechuang.core.jobs import Interrupted, in_job, last_try, pause_if_asked
from kechuang.core.sheets.annotate import Note, annotated
from kechuang.core.sheets.reading import Grid, Row, SheetError, read
from kechuang.core.words import in_parts, labelled

AT_ONCE = 500
"""So many rows are done while the person waits."""
SHORT_FILE = 512 * 1024
"""Bytes up to which a file is opened while the person waits."""
PART = 1000
MOST_PROBLEMS = 20_000
"""So many are kept of one file; the counts go on."""

State = ImportRun.State
log = logging.getLogger(__name__)


def upload(declared: SheetImport, name: str, content: bytes, by: Any) -> ImportRun:
    """Take a file and judge its rows; nothing is written to any case."""
    wait = len(content) <= SHORT_FILE
    with transaction.atomic():
        run = ImportRun.objects.create(
            user=by, action=declared.action.key, name=name[:200], content=content, language=get_language() or "zh-hans"
        )
        _queue(run, unless=wait)
    _carry(run, wait)
    return run


def confirm(run: ImportRun, *, take_doubtful: bool = False) -> bool:
    """The owner's word: good rows go in. False when it was given before or the file is not ready for it."""
    wait = run.total <= AT_ONCE
    with transaction.atomic():
        moved = ImportRun.objects.filter(pk=run.pk, state=State.CHECKED).update(
            state=State.WRITING, done=0, good=0, wrong=0, doubtful=0, before=0, written=0, take_doubtful=take_doubtful,
            beat_at=clock.now(),
        )  # fmt: skip
        if not moved:
            return False
        ImportProblem.objects.filter(run=run).delete()
        _queue(run, unless=wait)
    run.refresh_from_db()
    _carry(run, wait)
    return True


def resume(run: ImportRun) -> bool:
    """Take up a run whose process died. Rows already dealt with stay dealt with."""
    from kechuang.casework.sheets.jobs import carry

    late = clock.now() - STALE
    taken = ImportRun.objects.filter(pk=run.pk, state__in=(State.CHECKING, State.WRITING), beat_at__lt=late)
    if not taken.update(beat_at=clock.now()):
        return False
    carry.once(str(run.pk), run=run.pk)
    run.refresh_from_db()
    return True


def _queue(run: ImportRun, *, unless: bool) -> None:
    """Leave the run to a worker, in the transaction that makes it one to be carried out."""
    from kechuang.casework.sheets.jobs import carry

    if not unless:
        carry.later(run=run.pk)


def _carry(run: ImportRun, wait: bool) -> None:
    if wait:
        work(run.pk)
        run.refresh_from_db()


class _Overtaken(Exception):
    """Somebody else has dealt with the rows meanwhile."""


def work(pk: int) -> None:
    """Do what the state of the run asks for: check, or write. A failure is kept with the run, never lost in a log.

    When the database goes away, or the worker is asked to stop, the job that this is in is queued again.
    """
    run = ImportRun.objects.select_related("user").get(pk=pk)
    if not run.running:
        return
    declared = import_of(run.action)
    with override(run.language), _unhindered():
        try:
            grid = read(bytes(run.content), declared.sheet_columns)
            _walk(run, declared, grid)
        except SheetError as error:
            _end(run, State.FAILED, {"problem": error.problem, "remedy": error.remedy})
        except _Overtaken:
            log.warning("import %s is being carried out elsewhere", pk)
        except Interrupted:
            raise
        except Exception as error:
            if isinstance(error, OperationalError | InterfaceError) and in_job() and not last_try():
                raise
            log.exception("import %s failed", pk)
            _end(
                run,
                State.FAILED,
                {"problem": _("程序出错，已记录"), "remedy": _("已写入的行仍然有效；请重传这个文件，不会重复登记")},
            )


_TURNS = gc.get_threshold()


@contextmanager
def _unhindered() -> Iterator[None]:
    """Without the collector of garbage turning for every few rows, and walking through what was there before the run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*_TURNS)
        gc.unfreeze()


def _walk(run: ImportRun, declared: SheetImport, grid: Grid) -> None:
    rows = list(grid)
    gc.freeze()  # they stay until the end
    notes = {"extra": grid.extra, "other_sheets": grid.other_sheets}
    if run.done:
        notes["cases"] = run.notes.get("cases", [])
    run.total = len(rows)
    _update(run, total=run.total, notes=notes, sheet=grid.sheet[:60])
    if not rows:
        raise SheetError(_("表里没有要导入的行"), _("示例行不算；请填好再传"))
    judge = Judge(declared, run.user)
    for _start, part in _parts(rows, 0, run.done):
        judge.skip(part)
    parts = _parts(rows, run.done, len(rows)) if not declared.in_turn else iter([(run.done, rows[run.done :])])
    if run.state == State.WRITING and run.total > AT_ONCE and not declared.in_turn:
        _write_beside(run, judge, parts)
    else:
        for start, part in parts:
            pause_if_asked()
            _finish_part(run, judge, start, _judged(judge, part))
    _end(run, State.DONE if run.state == State.WRITING else State.CHECKED)


def _judged(judge: Judge, part: Sequence[Row]) -> list[Judged]:
    """The rows judged in a transaction that is undone, so that nothing a form or a body does can leave a trace."""
    with transaction.atomic():
        found = judge.judge(part)
        transaction.set_rollback(True)
    return found


def _finish_part(run: ImportRun, judge: Judge, start: int, found: Sequence[Judged]) -> None:
    """Write the rows of a part if that is what the run is for, what is to be said of them, and the count, together.

    start: how many rows must have been dealt with before; if it is another number, somebody else is at it.
    """
    with transaction.atomic():
        ours = ImportRun.objects.select_for_update().filter(pk=run.pk, state=run.state, done=start)
        notes = ours.values_list("notes", flat=True).first()
        if notes is None:
            raise _Overtaken
        if run.state == State.WRITING:
            _one_at_a_time(run.action)
            judge.write(found, take_doubtful=run.take_doubtful)
        _keep(run, judge.declared, found)
        made = counts(found)
        cases = [*notes.get("cases", []), *(one.case.pk for one in found if one.level == "written")]
        notes |= {"cases": list(dict.fromkeys(cases))[:MOST_NAMED]}
        more = {name: F(name) + made[name] for name in ("good", "wrong", "doubtful", "before", "written")}
        _update(run, done=F("done") + len(found), beat_at=clock.now(), notes=notes, **more)


def _write_beside(run: ImportRun, judge: Judge, parts: Iterator[tuple[int, list[Row]]]) -> None:
    """While the database writes one part, the next is judged: nearly twice as fast for long files."""
    with ThreadPoolExecutor(1, thread_name_prefix=f"import-{run.pk}-writer") as writer:
        before: Future[None] | None = None
        try:
            for start, part in parts:
                pause_if_asked()
                found = _judged(judge, part)
                if before is not None:
                    before.result()
                before = writer.submit(copy_context().run, _finish_part, run, judge, start, found)
            if before is not None:
                before.result()
        finally:
            writer.submit(connections.close_all).result()


def _parts(rows: Sequence[Row], start: int, end: int) -> Iterator[tuple[int, list[Row]]]:
    """The rows from start to end in parts, each with how many rows are before it."""
    for first in range(start, end, PART):
        yield first, list(rows[first : min(first + PART, end)])


def _one_at_a_time(action: str) -> None:
    """Parts of files for one action are written one after another: the second sees what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"sheets:{action}"])


def _update(run: ImportRun, **values: Any) -> None:
    ImportRun.objects.filter(pk=run.pk).update(**values)


def _end(run: ImportRun, state: str, notes: dict[str, Any] | None = None) -> None:
    before = run.state
    run.refresh_from_db()
    if run.state != before:
        return  # somebody else has ended it
    run.state, run.beat_at = state, clock.now()
    run.notes |= notes or {}
    run.save(update_fields=("state", "beat_at", "notes"))
    if run.total > AT_ONCE or (state == State.FAILED and len(run.content) > SHORT_FILE):
        inbox.tell([run.user], "import", partial(_finished, run, before), link=f"/imports/{run.pk}/")


def _finished(run: ImportRun, before: str) -> str:
    given = {"name": run.name, "written": run.written, "wrong": run.wrong, "good": run.good, "doubtful": run.doubtful}
    if run.state == State.FAILED:
        return _("“%(name)s”没有读成") % given
    if before == State.WRITING:
        return _("“%(name)s”：已导入 %(written)d 行，有错 %(wrong)d 行") % given
    return _("“%(name)s”已检查：可导入 %(good)d 行，有错 %(wrong)d 行，要判断 %(doubtful)d 行") % given


def _keep(run: ImportRun, declared: SheetImport, found: Sequence[Judged]) -> None:
    """Keep what is to be said of these rows, as many as there is room for."""
    if all(one.level not in ("wrong", "doubtful") for one in found):
        return
    room = MOST_PROBLEMS - run.problems.count()
    rows = [
        ImportProblem(
            run=run, number=one.number, level="wrong" if problem.wrong else "doubtful", column=problem.column,
            label=str(column.label) if (column := declared.column(problem.column)) else "",
            typed=typed_text(one, problem.column), problem=problem.problem, remedy=problem.remedy,
            cites=list(problem.cites), standard=column.standard if column and not problem.cites else "",
        )
        for one in found
        if one.level in ("wrong", "doubtful")
        for problem in one.problems
    ][:max(room, 0)]  # fmt: skip
    ImportProblem.objects.bulk_create(rows)


def annotated_file(run: ImportRun, *, only_noted: bool = False) -> IO[bytes]:
    """The file as it was uploaded, with its problems in it."""
    declared = import_of(run.action)
    grid = read(bytes(run.content), declared.sheet_columns)
    notes: dict[int, list[Note]] = {}
    for p in run.problems.iterator():
        text = in_parts(part for part in (p.problem, p.remedy) if part)
        notes.setdefault(p.number, []).append(
            Note(p.column, labelled(p.label, text) if p.label else text, p.level == "wrong")
        )
    return annotated(grid, notes, only_noted=only_noted)
