"""The pages of the maintenance menu (运维): one screen for all boards, and the few that are a test of their own."""
