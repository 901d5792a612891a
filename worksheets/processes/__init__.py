"""Processes in which strangers' files are opened: with limits, and without code from the current folder."""
