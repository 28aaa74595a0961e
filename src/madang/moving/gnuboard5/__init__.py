"""Moving in from gnuboard5: its tables, its posts and answers, its members, its addresses."""
