"""How long a tape recall takes: one drive's steps, the order of the files, several drives."""
