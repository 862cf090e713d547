"""The command ``kiosk``."""

from kiosk.cli import app

__all__ = ["main"]


def main() -> None:
    app()


if __name__ == "__main__":
    main()
