"""What the window loads at first use only: each time a fresh process, as ``kiosk run`` begins."""

import subprocess
import sys

START = "import sys; from kiosk import later; later.install(); "


def told(program: str) -> str:
    """What a process prints that has begun as ``kiosk run`` does."""
    command = [sys.executable, "-W", "error", "-c", START + program]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_start_loads_nothing_that_only_error_messages_need() -> None:
    said = told("import kiosk.run; print(*sys.modules)").split()
    assert "PySide6.QtWidgets" in said
    assert not {"ast", "asyncio.events", "dis", "logging", "shutil"} & set(said)


def test_a_wrong_argument_is_told_as_without_it() -> None:
    said = told(
        "from PySide6.QtCore import QRect\n"
        "try: QRect(1, 'b')\n"
        "except TypeError as error: print(error)\n"
        "print(type(sys.modules['shibokensupport.signature.parser']).__name__)"
    )
    assert "called with wrong argument types" in said
    assert "PySide6.QtCore.QRect.__init__(left: int, top: int, width: int, height: int, /)" in said
    assert said.endswith("module")


def test_threads_that_come_at_once_get_the_same_module() -> None:
    said = told(
        "import threading, textwrap\n"
        "gate, found = threading.Barrier(8), []\n"
        "def use(): gate.wait(); found.append(textwrap.dedent)\n"
        "threads = [threading.Thread(target=use) for _ in range(8)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
        "print(len(found), len(set(found)), sys.modules['textwrap'].dedent is found[0])"
    )
    assert said == "8 1 True"


def test_logs_are_written_without_what_is_for_a_developer() -> None:
    assert told("import structlog; structlog.get_logger().info('said'); print('rich' in sys.modules)").endswith("False")


def test_what_is_for_later_is_there_in_full() -> None:
    assert told("import asyncio\nasync def one(): return 1\nprint(asyncio.run(one()))") == "1"


def test_requests_finds_its_charset_library_and_guesses_with_it() -> None:
    assert told("import requests; print('charset_normalizer.api' in sys.modules)") == "False"
    text = "\u6d4e\u5357\u5e02\u4eba\u6c11\u653f\u5e9c" * 40  # a name of a place, as a reply may bring it
    said = told(
        "import requests\n"
        "reply = requests.Response()\n"
        f"reply._content = {text!r}.encode('gb18030')\n"
        "print(reply.apparent_encoding)"
    )
    assert said.lower().startswith("gb")
