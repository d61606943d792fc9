"""Workbooks of other people, changed part by part: what is not changed keeps its bytes."""
