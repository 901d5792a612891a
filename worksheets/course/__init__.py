"""What a course declares: course.toml, the slots it defines, and the layouts' style sheets."""
