"""``python -m api``: the command line where the ``dutygraph`` command is not at hand."""

from api.cli import main

main()
