"""Workshop handouts on paper: blank, filled in, or a whole group's packet.

The data goes one way: read (course, participant, roster) → compose → typeset → bind → write (batch).
"""

__version__ = "0.1.0"
