"""Arithmetic shared by the models: compiled, free of libm, and the same with and without compilation."""
