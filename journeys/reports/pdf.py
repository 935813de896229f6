"""HTML in, PDF out: the only module that knows WeasyPrint, which it imports when first used."""

from __future__ import annotations

import gc
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from journeys.reports import drawn, joining, own_files, part_file, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

#: Where the page number stands is the stylesheet's business, what it says is ours: the parts of a
#: long document are set without it, and numbered when the number of pages is known.
NUMBERS = '@page { @bottom-right { content: "Page " counter(page) " of " counter(pages) } }'


class PdfUnavailable(Exception):
    """The system libraries that draw PDFs are not here; the message says what to install."""


def to_pdf(
    html: str, *, identifier: str = "", on_part: Callable[[int, int], None] | None = None
) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a whole HTML page; the same page gives the same bytes.

    Language, title, author and date are those of the page's head. `identifier` tells documents of
    equal contents apart. What is longer than some pages is set outside this process, in parts, cut at
    its `<!-- cut -->` marks; `on_part(done, all)` is called as they go.
    Raises `PdfUnavailable`, `own_files.AddressRefused` for a page that refers to a foreign file, and
    `parts.PartFailed`.
    """
    from journeys.reports import fonts

    fonts.use_our_fonts()
    _weasyprint()  # says now, and not in another process, what to install
    pages = parts.cut(html)
    with parts.folder() as folder:
        if parts.weight(html) <= parts.MOST_IN_PROCESS:
            return _joined([_set_here(html)], None, identifier)
        files = parts.set_apart(pages, folder, on_part or _nobody)
        with parts.opened(files) as opened:
            numbers = _numbers(pages[0], opened) if len(opened) > 1 else None
            return _joined(opened, numbers, identifier)


def to_pdf_here(html: str) -> bytes:
    """Return a tagged PDF of a page, set in this process whatever its size, its pages not numbered."""
    part = io.BytesIO()
    with layout_at_work():
        document = lay_out(html)
        drawn.write_pages(document, part)
        refuse_if_it_reached_out(document)
    return _joined([part], None, "")


def _set_here(html: str) -> BinaryIO:
    part = io.BytesIO()
    with layout_at_work():
        document = lay_out(html, NUMBERS)
        drawn.write_pages(document, part)
        refuse_if_it_reached_out(document)
    return part


def _numbers(page: str, opened: Sequence[BinaryIO]) -> BinaryIO:
    """Return the numbers of all pages as pictures, set in the page's own stylesheet."""
    total = sum(len(part_file.facts(file).page_objects) for file in opened)
    numbers = io.BytesIO()
    with layout_at_work():
        drawn.write_numbers(lay_out(parts.blank_pages(page, total), NUMBERS), numbers)
    return numbers


def _joined(opened: Sequence[BinaryIO], numbers: BinaryIO | None, identifier: str) -> bytes:
    target = io.BytesIO()
    joining.join(opened, target, numbers=numbers, identifier=identifier)
    return target.getvalue()


def lay_out(html: str, *stylesheets: str) -> Any:
    """Return the page set as a WeasyPrint document, with further stylesheets applied."""
    weasyprint = _weasyprint()
    page = weasyprint.HTML(string=html, base_url=own_files.BASE, url_fetcher=_fetcher())
    return page.render(
        stylesheets=[weasyprint.CSS(string=text) for text in stylesheets], pdf_variant=drawn.VARIANT
    )


def refuse_if_it_reached_out(document: Any) -> None:
    """Raise what was refused while drawing: inside an SVG WeasyPrint logs a refusal and goes on."""
    if document.url_fetcher.refusal is not None:
        raise document.url_fetcher.refusal


@contextmanager
def layout_at_work() -> Iterator[None]:
    """Let the garbage collector rest while a page is set, and tell refusals as ours.

    Layout makes millions of objects that all live to the end, and the collector walks them again and
    again. Reference counting goes on; what is left is collected afterwards. A refused address stops
    WeasyPrint by what is no `Exception`; here it becomes `own_files.AddressRefused`.
    """
    _weasyprint()
    from weasyprint.urls import FatalURLFetchingError

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    except FatalURLFetchingError as error:
        if isinstance(error.__cause__, own_files.AddressRefused):
            raise error.__cause__ from None
        raise own_files.AddressRefused(str(error)) from error
    finally:
        if was_on:
            gc.enable()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            "PDFs need the Pango libraries: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            f"libharfbuzz-subset0, or on a Mac brew install pango. ({str(error).splitlines()[0]})"
        ) from error
    return weasyprint


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        """Asks `own_files`; never opens an address itself."""

        refusal: own_files.AddressRefused | None = None

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return a file of ours, or raise: a report with a foreign address is a fault of ours."""
            try:
                file = own_files.read(url)
            except own_files.AddressRefused as refusal:
                self.refusal = refusal
                raise
            return URLFetcherResponse(url, file.content, {"Content-Type": file.media_type})

    return OwnFilesOnly(allowed_protocols=(), fail_on_errors=True)


def _nobody(done: int, total: int) -> None:
    """Nobody wants to know."""
