"""HylaFAX without a modem: Debian's own faxrcvd on a spool of the test's, its mail handed to Dovecot's delivery agent."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.support.dovecot import Dovecot

SPOOL, ETC = Path("/var/spool/hylafax"), Path("/etc/hylafax")
DELIVER = Path("/usr/lib/dovecot/dovecot-lda")


def missing() -> str:
    """What has to be installed, empty where all is there."""
    wanted = {"hylafax-server": SPOOL / "bin" / "faxrcvd", "dovecot-imapd": DELIVER}
    return " ".join(package for package, file in wanted.items() if not file.exists())


def received(folder: Path, tiff: bytes, mailbox: Dovecot, sender: str) -> None:
    """As after a call: the TIFF lies in recvq, and faxq runs faxrcvd on it with the sender's number as the first call id."""
    spool = folder / "hylafax"
    shutil.copytree(SPOOL / "bin", spool / "bin", symlinks=True)
    shutil.copytree(ETC, spool / "etc")
    for name in ("recvq", "tmp", "log"):
        (spool / name).mkdir()
    sendmail = folder / "sendmail"
    sendmail.write_text(f"#!/bin/sh\nexec {DELIVER} -c {mailbox.folder / 'dovecot.conf'} -d {mailbox.user}\n")
    sendmail.chmod(0o755)
    cache = spool / "etc" / "setup.cache"
    cache.chmod(0o600)
    text = re.sub(r"^SENDMAIL=.*", f"SENDMAIL={sendmail}", cache.read_text(), flags=re.M)
    cache.write_text(re.sub(r"^SPOOL=.*", f"SPOOL={spool}", text, flags=re.M))
    (spool / "etc" / "FaxDispatch").write_text("SENDTO=office@localhost\nFILETYPE=tif\nNOTIFY_FAXMASTER=never\nTEMPLATE=en\n")
    (spool / "recvq" / "fax000000123.tif").write_bytes(tiff)
    call = ["bin/faxrcvd", "recvq/fax000000123.tif", "ttyS0", "000000042", "", sender, "", ""]
    subprocess.run(call, cwd=spool, check=True, timeout=60)
