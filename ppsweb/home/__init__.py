"""The first page, and the two that anybody may see: whom to ring about a child at risk, and accessibility."""
