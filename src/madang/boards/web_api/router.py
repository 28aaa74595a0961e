"""The one router of boards: programs find all methods of an address in one place."""

from ninja import Router

router = Router()
