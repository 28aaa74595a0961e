"""Background work: loops, jobs, tasks, and who does what on which machine."""
