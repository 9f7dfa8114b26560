"""Who is meant: from a mention to the canonical actor."""
