"""HTML in, PDF out: the only module that knows WeasyPrint, which it imports when first used."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from journeys.reports import own_files, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VARIANT = "pdf/ua-1"
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
    equal contents apart. What is longer than a few pages is set outside this process, and a long page
    in parts, cut at its `<!-- cut -->` marks; `on_part(done, all)` is called as they go.
    Raises `PdfUnavailable`, `own_files.AddressRefused` for a page that refers to a foreign file, and
    `parts.PartFailed`.
    """
    from journeys.reports import fonts

    fonts.use_our_fonts()
    if parts.weight(html) <= parts.MOST_IN_PROCESS:
        return typeset(html, identifier)
    _weasyprint()  # says here, and not in another process, what to install
    pages = parts.cut(html)
    if len(pages) == 1:
        return parts.typeset_apart(html, identifier=identifier)
    return parts.typeset(pages, identifier=identifier, on_part=on_part or _nobody)


def typeset(html: str, identifier: str = "") -> bytes:
    """Return the PDF of a page, set in this process whatever its length."""
    with collector_at_rest(), refusals_told():
        document = lay_out(html, NUMBERS)
        content: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier or None)
        return content


def lay_out(html: str, *stylesheets: str) -> Any:
    """Return the page set as a WeasyPrint document, with further stylesheets applied."""
    weasyprint = _weasyprint()
    page = weasyprint.HTML(string=html, base_url=own_files.BASE, url_fetcher=_fetcher())
    return page.render(
        stylesheets=[weasyprint.CSS(string=text) for text in stylesheets], pdf_variant=VARIANT
    )


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the garbage collector rest while a page is set.

    Layout makes millions of objects that all live to the end, and the collector walks them again and
    again: a third of the time. Reference counting goes on; what is left is collected afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn WeasyPrint's way of stopping at a refused address, no `Exception`, into ours."""
    _weasyprint()
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        if isinstance(error.__cause__, own_files.AddressRefused):
            raise error.__cause__ from None
        raise own_files.AddressRefused(str(error)) from error


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            "PDFs need the Pango libraries: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            f"libharfbuzz-subset0, or on a Mac brew install pango. ({error})"
        ) from error
    return weasyprint


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        """Asks `own_files`; never opens an address itself."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return a file of ours, or raise: a report with a foreign address is a fault of ours."""
            file = own_files.read(url)
            return URLFetcherResponse(url, file.content, {"Content-Type": file.media_type})

    return OwnFilesOnly(allowed_protocols=(), fail_on_errors=True)


def _nobody(done: int, total: int) -> None:
    """Nobody wants to know."""
