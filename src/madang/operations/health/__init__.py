"""How the site is: conditions that `madang check` and the operators' page show, and probes."""
