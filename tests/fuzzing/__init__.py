"""Changes strangers' files at random and runs the commands on them, for as long as one likes.

Run it as ``python -m tests.fuzzing``. It is no test of ``./run test``; what it finds becomes one.
"""
