"""What the workbench refuses to the end: written elsewhere, found again, and taken in.

A rescued file holds a session as it was typed, or what is still to be written to other files, or
both. It lies where there was room: the home folder, or one for temporary files. It says whose it
is and what it was made from, so that taking it in overwrites nobody's change and adds nothing
twice.
"""
