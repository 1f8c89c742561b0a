"""Where things are on this computer: mail programs, profiles, kinds of drives and accounts."""
