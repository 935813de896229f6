"""Whether the system libraries that draw our PDFs are here.

Stands on the standard library alone: the launcher runs this file before anything else does.
"""

import ctypes
import ctypes.util
import sys

# Each by the names it goes by on Linux and macOS; those that WeasyPrint loads.
LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
REMEDY = (
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    " (Debian, Ubuntu), dnf install pango (Fedora) or brew install pango (macOS)"
)


def missing() -> list[str]:
    """Give the names of the libraries that do not load."""
    return [name for name in LIBRARIES if not _loads(name)]


def _loads(name: str) -> bool:
    # By file name first: find_library asks a compiler and ldconfig, and knows no LD_LIBRARY_PATH.
    for file in (f"lib{name}.so.0", f"lib{name}.so.1", f"lib{name}.0.dylib", f"lib{name}.dylib"):
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    return ctypes.util.find_library(name) is not None


if __name__ == "__main__":
    sys.exit(bool(missing()))
