"""What many battles come to: intervals, distributions, stopping, designs, indices, parts of variance, strata.

Arrays in, named tuples out: no battle is fought here and no file read.
"""
