"""The program's home page: where do we stand, what do we have, what is due for me, what happened."""
