"""Ways out of the program: the forms in which results leave it."""
