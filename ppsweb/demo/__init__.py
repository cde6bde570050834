"""What the training copy has instead of the council's own servers and data: a directory, a mail catcher, invented families."""
