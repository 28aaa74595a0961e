"""SMS, LMS and Alimtalk by the Solapi protocol."""
