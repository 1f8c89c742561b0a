"""What pages are made of; each with its name and role for those who do not see it."""
