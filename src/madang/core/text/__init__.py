"""The one door through which all comes that people type, and how what they typed is compared."""
