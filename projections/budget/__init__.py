"""预算 and 决算: the lines of each year, the steps of its papers, what is spent against it."""
