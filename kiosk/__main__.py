"""The command ``kiosk``."""

import gc
import sys

__all__ = ["main"]


def main() -> None:
    if sys.argv[1:2] == ["run"]:
        gc.disable()  # until everything is loaded: none of it is garbage; the supervisor enables it again
        from kiosk import later

        later.install()
    from kiosk import launcher  # little: what the current release is may be another tree than this one

    launcher.enter(sys.argv[1:])
    if sys.argv[1:2] == ["run"]:
        from kiosk import run  # a terminal's start does not wait for the libraries of the other commands

        sys.exit(run.main(sys.argv[2:]))
    if sys.argv[1:2] == ["trial"]:
        from kiosk import trial  # brings everything

        sys.exit(trial.main(sys.argv[2:]))
    from kiosk.cli import app  # brings typer and rich

    app()


if __name__ == "__main__":
    main()
