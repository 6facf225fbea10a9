"""What terminologists load and work in: glossaries, and reports of what is not consistent."""
