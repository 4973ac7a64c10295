"""Sites: how unlike they are, and what their storage must deliver."""
