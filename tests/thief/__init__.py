"""A thief with everything but the keys, against a site whose members are known to the test alone.

`python -m tests.thief` drives sixty members by HTTP, copies the database after each thing that they
do, and tells from one copy, from two, and from all of them with their logs, how often a thief who
guesses is right. What is at chance and what is not stands in docs/for-a-cryptographer.md.
"""
