"""The inquiry desk: answers, questions, and the people who answer."""
