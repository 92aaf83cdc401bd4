"""Run the command line as ``python -m equigraph``."""

from equigraph.cli import main

if __name__ == "__main__":
    main()
