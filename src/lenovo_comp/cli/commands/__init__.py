"""One file a command: its options, and in order what it builds, runs and writes.

What a command needs is imported when it runs, so that none pays for another.
"""
