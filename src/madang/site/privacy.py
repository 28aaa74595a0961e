"""What the folder of access records holds, for the leak check."""

from madang.core.leak_check import Contents

FOLDERS = (("records", Contents.RECORDS),)
