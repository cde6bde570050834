"""The tests: a folder for each room, whole_site/ for what holds everywhere, given/ for what a test needs."""
