"""One file per device model, chosen by name in config.toml; vendor errors are translated here."""
