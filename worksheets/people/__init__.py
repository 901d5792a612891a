"""Any list in, participants out, with every fault named at once."""
