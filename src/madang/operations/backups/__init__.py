"""Backups of the data, sealed and in pieces, of which only new ones are written; and the way back.

`places` says what there is and where; `pieces` cuts and seals; `copying` takes the database while
the site runs; `making` makes a backup, restores it aside and looks whether it is whole; `restoring`
puts one in the place of a site that is lost.
"""
