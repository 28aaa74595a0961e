"""Alimtalk by NHN Cloud's protocol."""
