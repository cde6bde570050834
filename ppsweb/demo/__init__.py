"""What the training copy has instead of the council's own servers and data.

A directory, a mail catcher, invented families.

`python -m ppsweb.demo` makes its folder, fills its database once and runs it (`running`); `instance` makes the
folder, `data` the invented families, `mailbox` and `views` show what the mail catcher took.
"""
