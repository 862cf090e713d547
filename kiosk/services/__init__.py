"""What is not a device: gateway client, encrypted store, outbox, packages, usage, speech, audit, upkeep."""
