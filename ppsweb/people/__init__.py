"""Parents, carers, children and young people, and how to contact them safely."""
