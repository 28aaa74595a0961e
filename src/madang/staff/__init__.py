"""Staff: who works here under a work account, what each role may do, and records of work."""
