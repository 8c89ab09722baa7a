"""The settings screen: the common keys of ``config.toml``, each checked as it is typed."""
