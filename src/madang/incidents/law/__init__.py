"""The law as dated data: which clocks run, and what a notice has to say."""
