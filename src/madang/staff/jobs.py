"""What is done about staff when its time has come."""

from madang.core.background.jobs import Job

from .reviews import remind
from .work_records import drop_old_records

JOBS = [
    Job("drop old work records", "50 4 * * *", drop_old_records),
    Job("remind of records of looks", "10 9 3,10,17,24 * *", remind),
]
