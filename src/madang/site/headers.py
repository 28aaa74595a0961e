"""Headers of every page: what a browser may load, and who may keep a copy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madang.accounts.providers.providers import offered

from .cache_policy import is_personal

# A browser follows the policy for forms through redirects, so to a provider's page too.
FORM_TARGETS = " ".join(["'self'", *(provider.origin for provider in offered())])
PICTURES = " ".join(filter(None, ["'self'", "data:", settings.MEDIA_ORIGIN]))
SCRIPTS = ""
if settings.KAKAO_JS_KEY:
    # Kakao's script, which a press on its button loads.
    FORM_TARGETS += " https://sharer.kakao.com"
    SCRIPTS = "script-src 'self' https://t1.kakaocdn.net; connect-src 'self' https://*.kakao.com; "
CONTENT_POLICY = (
    f"default-src 'self'; {SCRIPTS}img-src {PICTURES}; object-src 'none'; base-uri 'none'; "
    # Films, once a reader has pressed the button.
    "frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com; "
    f"form-action {FORM_TARGETS}; frame-ancestors 'none'"
)
FRAMED_POLICY = CONTENT_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
SHAREABLE = (200, 301, 404, 410)


class PageHeaders:
    """Sets the security policy, and lets shared caches keep what is the same for everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        # A fragment may be shown within a page of this site, where it says so.
        is_framed = headers.get("X-Frame-Options") == "SAMEORIGIN"
        headers.setdefault(
            "Content-Security-Policy", FRAMED_POLICY if is_framed else CONTENT_POLICY
        )
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if "Cache-Control" in headers:
            return response
        if _is_for_everyone(request, response):
            headers["Cache-Control"] = f"public, max-age=0, s-maxage={settings.SHARED_SECONDS}"
            headers["Vary"] = "Accept-Language, Accept-Encoding, Cookie"
        else:
            headers["Cache-Control"] = "private, no-store"
        return response


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        settings.SHARED_SECONDS > 0
        and request.method in ("GET", "HEAD")
        and response.status_code in SHAREABLE
        and not response.cookies
        and not is_personal(request.META)
    )
