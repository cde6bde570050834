"""The gate: what is done with bodies outside rests on a permission in force, and the client can have the account of it
(C3, C7, I5).
"""
