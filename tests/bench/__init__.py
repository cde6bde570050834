"""Benchmarks: ratios within one run, never timed tests, because the machines are noisy."""
