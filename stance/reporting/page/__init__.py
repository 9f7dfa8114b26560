"""The page of a run: one file that shows who stands where, how sure that is, and on what evidence."""
