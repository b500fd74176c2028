"""The flight paths of a raid as they were first laid: plain numpy, slow, and sharing no code with the kernels."""
