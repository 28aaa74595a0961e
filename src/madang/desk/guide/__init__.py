"""The answer guide: what is answered, on which facts it rests, and to whom a case goes on."""
