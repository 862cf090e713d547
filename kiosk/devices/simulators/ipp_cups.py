"""A print server of its own: Debian's ``cupsd`` on a private socket, beside one that the machine may have."""

import contextlib
import getpass
import grp
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Final

from kiosk.devices.simulators.ipp_program import Program, run

__all__ = ["CupsSimulator"]

# Job operations are the owner's, as Debian sets it; a queue may be made by whoever reaches the socket.
_SERVER: Final = """Listen {folder}/socket
LogLevel warn
Browsing Off
WebInterface No
IdleExitTimeout 0
PreserveJobHistory Yes
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Close-Job Cancel-Job Cancel-Jobs Cancel-My-Jobs CUPS-Get-Document>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES: Final = """ServerRoot {folder}/etc
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
Sandboxing relaxed
SystemGroup {group}
"""


class CupsSimulator:
    """``socket`` is where it is reached: ``link``, when one is given, which then leads to where it listens."""

    def __init__(self, link: Path | None = None) -> None:
        # Not under a folder of the test's or the state's: filters run as another user and must get in.
        self._folder = Path(tempfile.mkdtemp(prefix="cups-"))
        self._folder.chmod(0o755)
        self._listening = self._folder / "socket"
        self.socket = link or self._listening
        files = ["-c", str(self._folder / "etc/cupsd.conf"), "-s", str(self._folder / "etc/cups-files.conf")]
        self._server = Program(["cupsd", "-f", *files], folder=self._folder)

    @property
    def pid(self) -> int:
        return self._server.pid

    @property
    def log(self) -> str:
        return (self._folder / "error.log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Raises RuntimeError when it is not installed or does not start."""
        for name in ("etc", "state", "cache", "spool/tmp"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        group = grp.getgrgid(os.getgid()).gr_name
        (self._folder / "etc/cupsd.conf").write_text(_SERVER.format(folder=self._folder), encoding="utf-8")
        (self._folder / "etc/cups-files.conf").write_text(
            _FILES.format(folder=self._folder, group=group), encoding="utf-8"
        )
        self._server.start(self._listens)
        if self.socket != self._listening:
            self.socket.unlink(missing_ok=True)
            self.socket.symlink_to(self._listening)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """Until the next ``start``, which finds queues and jobs as they were."""
        self._server.end()
        self.socket.unlink(missing_ok=True)
        self._listening.unlink(missing_ok=True)

    def add_queue(self, name: str, uri: str) -> None:
        """A queue for a driverless printer, as ``lpadmin -m everywhere`` makes it; the printer must be there."""
        policy = ["-o", "printer-error-policy=abort-job"]
        self._administer("lpadmin", "-p", name, "-E", "-v", uri, "-m", "everywhere", *policy)

    def pause_queue(self, name: str) -> None:
        self._administer("cupsdisable", name)

    def resume_queue(self, name: str) -> None:
        self._administer("cupsenable", name)

    def _administer(self, *command: str) -> None:
        run(list(command), environment={"CUPS_SERVER": str(self._listening), "CUPS_USER": getpass.getuser()})

    def _listens(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self._listening))
            return True
        return False
