"""The site itself, and who does what in the background. No row names an account."""

from django.db import models

MAX_BANNER_LENGTH = 200


class Community(models.Model):
    """The site itself: one row, made on the first-run page."""

    name = models.CharField(max_length=40)
    tagline = models.CharField(max_length=120, blank=True)
    # What voices are called, with their numbers behind it.
    noun = models.CharField(max_length=10, default="익인")
    # Of links and buttons; empty: green.
    colour = models.CharField(max_length=10, default="", db_default="", blank=True)
    # The one language that all pages are in; empty: each reader's.
    language = models.CharField(max_length=10, default="", db_default="", blank=True)
    # What everybody who is here keeps to, as it is typed.
    rules = models.TextField(default="", blank=True)
    # A picture of the site, as its own name in the media folder; empty: its first letter.
    icon = models.CharField(max_length=80, default="", blank=True)
    # What people may say of a post with one press, with spaces between; empty: nothing.
    reactions = models.CharField(max_length=80, default="", blank=True)
    # A line above every page, which each reader may put away for a week.
    banner = models.CharField(max_length=MAX_BANNER_LENGTH, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class FormerRules(models.Model):
    """The site's rules as they were until a day."""

    text = models.TextField()
    last_day = models.DateField()

    def __str__(self) -> str:
        return f"rules until {self.last_day}"


class Lease(models.Model):
    """Some background work is one process's until a moment, on whichever machine."""

    name = models.CharField(max_length=60, primary_key=True)
    # Which process holds it, and on which machine. Empty: none does.
    holder = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()
    # When a scheduled job was done last; null: never.
    done = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
