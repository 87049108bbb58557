"""Legal time: periods by the Civil Code, Chinese working days, provisional years. Pure Python; never reads the clock.

    act_within(date(2026, 8, 31), months=6)     # due 2027-03-01, provisional, four steps that say why
    minimum_period(date(2025, 5, 8), days=15)   # ends 2025-05-23; opens_after(...) is 2025-05-24
    opens_after_over(date(2023, 4, 1), years=2) # from 2025-04-02
    fixed_date(2026, "03-30")                   # on or before, never moved

**Adding a year.** When the State Council's notice for a year is out, write its lines into ``data/overrides.csv`` (or
into a file of your own that the environment variable KECHUANG_HOLIDAYS names): one ``year`` line with the day of the
notice, one ``holiday`` line for each holiday with its weekends, one ``workday`` line for each day worked in exchange.
The file starts with an example, and a mistake is refused with its line. Then `Workdays.fingerprint` changes, and
whoever stored a provisional deadline computes it again. With a new release of the packages, the command
``python -m kechuang.law.calendar.build`` rewrites ``data/holidays.csv``; lines in the overrides still win.

**Provisional.** In a year without a notice only Saturdays, Sundays and the statutory days of the holiday rule rest. A
deadline is provisional exactly when it depends on such a year: its last day was tested for rest there, rolled into it,
or working days were counted in it. A date that nothing moves (a notice period in days, a right that opens, a fixed
date) is firm in any year.

`tables` has the same functions as dense arrays for batches (NumPy); it is not imported here.
"""

from .periods import (
    act_within,
    add_days,
    add_months,
    fixed_date,
    full_years,
    latest_start_for,
    minimum_period,
    next_settlement,
    opens_after,
    opens_after_over,
    overdue_days,
    warn_by,
)
from .rows import HolidayFileError
from .steps import Deadline, Shift, ShiftKind, basis_title
from .workdays import Workdays, default_workdays, load_workdays, reload_workdays, workdays_from_text

__all__ = [
    "Deadline",
    "HolidayFileError",
    "Shift",
    "ShiftKind",
    "Workdays",
    "act_within",
    "add_days",
    "add_months",
    "basis_title",
    "default_workdays",
    "fixed_date",
    "full_years",
    "latest_start_for",
    "load_workdays",
    "minimum_period",
    "next_settlement",
    "opens_after",
    "opens_after_over",
    "overdue_days",
    "reload_workdays",
    "warn_by",
    "workdays_from_text",
]
