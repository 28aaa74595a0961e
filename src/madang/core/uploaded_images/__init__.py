"""Pictures that people send: read with care, and written anew, so that only the pixels pass.

Place, time, camera and file name stay behind; what is made to fill the memory is not unpacked.
"""

from .files import NotAPicture, drawing, read_upload, written
from .reading import Moving, frames, upright

__all__ = ["Moving", "NotAPicture", "drawing", "frames", "read_upload", "upright", "written"]
