"""The files of the workbench, and what is derived from them."""
