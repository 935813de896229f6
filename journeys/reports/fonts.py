"""The fonts of our PDFs: the ones in `static/journeys/fonts`, the same on every machine.

WeasyPrint finds fonts through fontconfig, and fontconfig through `FONTCONFIG_FILE`. On a machine
with no font at all Pango ends the process, so this must run before WeasyPrint is imported.
"""

import os
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

FOLDER = Path(__file__).resolve().parent.parent / "static" / "journeys" / "fonts"

CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <test name="family" compare="not_eq"><string>Inter</string></test>
    <edit name="family" mode="append_last"><string>Inter</string></edit>
  </match>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>DejaVu Sans</string></edit>
  </match>
</fontconfig>
"""


def use_our_fonts() -> Path:
    """Point fontconfig at our fonts and nothing else; gives the file that says so.

    `EXTRA_FONTS` in the environment may name further folders, for alphabets ours do not hold.
    """
    folder = Path(settings.DATA_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    further = [Path(name) for name in os.environ.get("EXTRA_FONTS", "").split(os.pathsep) if name]
    text = CONFIGURATION.format(
        folders="\n".join(f"  <dir>{escape(str(path))}</dir>" for path in [FOLDER, *further]),
        cache=escape(str(folder / "cache")),
    )
    file = folder / "fonts.conf"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        # Written beside and moved over: another worker may be reading it.
        written = file.with_suffix(f".{os.getpid()}")
        written.write_text(text, encoding="utf-8")
        written.replace(file)
    os.environ["FONTCONFIG_FILE"] = str(file)
    return file
