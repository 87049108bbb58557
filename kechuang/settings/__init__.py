"""Settings: `base` is what a real installation runs, `demo` is `make run`, `test` is pytest.

Nothing but the choice between them happens here; see the three files.
"""

import os


def default_module() -> str:
    """The settings module to use when DJANGO_SETTINGS_MODULE is unset: `demo` under KECHUANG_DEMO=1, else `base`."""
    return "kechuang.settings.demo" if os.environ.get("KECHUANG_DEMO") == "1" else "kechuang.settings.base"
