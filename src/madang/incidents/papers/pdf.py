"""PDF from our own pages (WeasyPrint): nothing is fetched, whatever stands in them."""

from typing import Any, NoReturn

from django.http import HttpResponse
from django.template.loader import render_to_string
from PIL import ImageFile

# Loaded with the first paper: it takes half a second and 30 MB, which readers need not pay.


def pdf(template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """Return a template as a PDF file."""
    html = render_to_string(template, context)
    content = _weasyprint().HTML(string=html, url_fetcher=_nothing).write_pdf()
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _weasyprint() -> Any:
    import weasyprint

    # It lets all of Pillow take pictures that are cut off; what people send is asked for whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _nothing(url: str, *_given: object, **_named: object) -> NoReturn:
    raise ValueError(f"papers fetch nothing: {url[:40]}")
