"""What the desk does by itself."""

from madang.core.background.jobs import Job

from .care.pulse import drop_old_pulses
from .care.shifts import drop_old_shifts
from .groups.actions import answer_late_comers
from .groups.forming import form_groups
from .guide.gaps import drop_old_gaps
from .inquiries.files import sweep
from .inquiries.retention import end_old_years
from .mail.fetching import drop_old_notes, fetch_mail
from .queue.taking import let_go_lost
from .staffing.counting import count_quarters

JOBS = [
    Job("forget what was not found", "40 4 * * *", drop_old_gaps),
    Job("forget old shifts", "45 4 * * *", drop_old_shifts),
    Job("fetch the desk's mail", "* * * * *", fetch_mail),
    Job("forget old pulses", "46 4 * * *", drop_old_pulses),
    Job("sweep files of no message", "35 4 * * *", sweep),
    Job("end old years of inquiries", "30 4 * * *", end_old_years),
    Job("forget old mails", "50 4 * * *", drop_old_notes),
    Job("put like questions together", "* * * * *", form_groups),
    Job("answer who came late", "* * * * *", answer_late_comers),
    Job("count the quarter hours", "*/5 * * * *", count_quarters),
    Job("let go of what nobody looks at", "* * * * *", let_go_lost),
]
