"""What no single sentence says: what is due when, what is amiss, who shares what, what changed, how far things are."""
