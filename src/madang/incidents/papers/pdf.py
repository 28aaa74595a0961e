"""PDF from our own pages (WeasyPrint): nothing is fetched, whatever stands in them."""

from typing import Any, NoReturn

from django.http import HttpResponse
from django.template.loader import render_to_string

# Loaded with the first paper: it takes half a second and 30 MB, which readers need not pay.


def pdf(template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """Return a template as a PDF file."""
    from weasyprint import HTML

    html = render_to_string(template, context)
    content = HTML(string=html, url_fetcher=_nothing).write_pdf()
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _nothing(url: str, *_given: object, **_named: object) -> NoReturn:
    raise ValueError(f"papers fetch nothing: {url[:40]}")
