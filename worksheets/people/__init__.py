"""Read participants from any list, and write lists that can be read again."""
