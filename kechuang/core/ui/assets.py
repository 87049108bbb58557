"""Every style sheet and script a page loads, in order. The one place to add a component's file."""

_COMPONENTS = """
    tokens base bar sheet button seal cite interp clause verdict money split tree due ruler path blocked log diff table
    field files choose search seg chip bulk empty cut notice portal office bars pipeline slip phone print
"""

STYLES = (
    "npm/@fontsource-variable/noto-serif-sc/index.css",
    "npm/@tabler/core/dist/css/tabler.min.css",
    *(f"kechuang/css/{name}.css" for name in _COMPONENTS.split()),
)

HEAD_SCRIPT = "kechuang/js/theme.js"
"""Runs before the first paint: picks light or dark where the reader left that to the machine."""

SCRIPTS = (
    "npm/htmx.org/dist/htmx.min.js",
    "kechuang/js/kechuang.js",
    "kechuang/js/cases.js",
    "kechuang/js/choose.js",
    "kechuang/js/cut.js",
    "kechuang/js/search.js",
)
