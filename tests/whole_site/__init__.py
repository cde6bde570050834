"""What must hold for every route, table, template and setting, whichever room it is in."""
