"""A real Thunderbird opens, judges and writes mail with what Sêl put into its profile."""
