"""Participant and course in, HTML out."""
