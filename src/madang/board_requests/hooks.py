"""What board requests add to the site."""

from madang.core.site import SiteExtension


class BoardRequestsInSite(SiteExtension):
    slots = {"page.footer_links": "board_requests/slots/footer_link.html"}


EXTENSIONS = [BoardRequestsInSite()]
