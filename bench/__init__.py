"""Measurements: accuracy, coverage and speed, always as ratios to something run beside them in the same run."""
