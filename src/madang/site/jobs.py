"""What is done about access records when its time has come."""

from madang.core.background.jobs import Job

from .access_records import delete_old_records

JOBS = [Job("delete old records", "35 4 * * *", delete_old_records)]
