"""Pictures that came with a form, as lines of its text."""

from django.core.files.uploadedfile import UploadedFile

from madang.boards.extensions import AttachmentRefused
from madang.core.uploaded_images import NotAPicture, read_upload
from madang.media.pictures import address_of, bytes_most, keep_picture


def picture_line(given: UploadedFile) -> str:
    """Keep a picture; return it as it is typed. Raises AttachmentRefused."""
    try:
        kept = keep_picture(read_upload(given, bytes_most()))
    except NotAPicture as refused:
        raise AttachmentRefused(f"{given.name}: {refused}") from None
    return f"![]({address_of(kept)})"
