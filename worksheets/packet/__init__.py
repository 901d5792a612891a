"""A group's handouts, made in processes, resumable, and their print file."""
