"""No network for the process that takes hostile files apart, nor for the programs that it starts."""

from __future__ import annotations

import ctypes
import errno

NAMESPACE, FILTER, NONE = "namespace", "filter", "none"
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_UNIX = 1  # AF_UNIX: sockets on this machine only


def leave_network() -> str:
    """Cut this process off; gives by what means: `namespace` (one of its own, without any device), `filter` (the kernel

    refuses it sockets other than local ones), or `none` where this system allows neither. To be called before threads start.
    """
    if own_namespace():
        return NAMESPACE
    return FILTER if filtered() else NONE


def own_namespace() -> bool:
    """A network of its own, without any device: as root at once; else within a user namespace, where everybody may have one."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def filtered() -> bool:
    """Have the kernel refuse this process sockets that reach further than this machine; False where it cannot."""
    try:
        import pyseccomp  # looks for libseccomp when it is imported

        rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        refusal = pyseccomp.ERRNO(errno.EACCES)
        rules.add_rule(refusal, "socket", pyseccomp.Arg(0, pyseccomp.NE, _UNIX))
        rules.load()
    except (ImportError, OSError, RuntimeError):
        return False
    return True


if __name__ == "__main__":  # for `saraban check`: which means this system allows
    print(leave_network())
