"""The places of the window: Home, My certificates, Backups, Settings, Help."""
