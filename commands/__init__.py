"""The commands of ``zeren``, by use. ``cli.py`` loads the module of the command that is called, and no other."""
