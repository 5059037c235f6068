"""How worlds are run: the loop, its workers and their journal, the lock of a folder."""
