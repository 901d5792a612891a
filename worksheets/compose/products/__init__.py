"""What a course day needs besides the handouts, made from the same list: sign-in sheets, groups, badges, labels."""
