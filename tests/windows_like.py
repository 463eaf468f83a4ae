"""Runs command lines in a Python that lacks what Windows lacks: `python tests/windows_like.py < lines.json`.

Standard input holds a list of command lines, standard output gets a list of exit codes with both streams. The platform
itself stays what it is, since the standard library and others look at it when they are imported.
"""

import json
import os
import re
import signal
import sys
from importlib import import_module

MODULES = ("fcntl", "grp", "posixshmem", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
OF_OS = {
    "chown", "chroot", "confstr", "copy_file_range", "ctermid", "eventfd", "fchdir", "fchmod", "fchown", "fdatasync",
    "fork", "forkpty", "fpathconf", "fstatvfs", "getegid", "geteuid", "getgid", "getgrouplist", "getgroups",
    "getloadavg", "getpgid", "getpgrp", "getpriority", "getrandom", "getresgid", "getresuid", "getsid", "getuid",
    "initgroups", "killpg", "lchown", "lockf", "makedev", "major", "memfd_create", "minor",
    "mkfifo", "mknod", "nice", "openpty", "pathconf", "pidfd_open", "pipe2", "pread", "preadv", "pwrite", "pwritev",
    "readv", "register_at_fork", "set_blocking", "get_blocking", "setegid", "seteuid",
    "setgid", "setgroups", "setns", "setpgid", "setpriority", "setregid", "setresgid", "setresuid", "setreuid",
    "setsid", "setuid", "splice", "statvfs", "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname",
    "uname", "unshare", "wait", "wait3", "wait4", "waitid", "writev",
}  # fmt: skip
"""Functions of `os` that Windows lacks, but for those that the standard library itself calls on Linux (`sendfile`)."""
FLAGS = ("O_TMPFILE", "O_RDONLY", "O_WRONLY", "O_RDWR", "O_APPEND", "O_CREAT", "O_EXCL", "O_TRUNC")
LIBRARIES = ("subprocess", "platformdirs", "polars", "pydantic", "rich.console", "typer.testing", "xlsxwriter")
SIGNALS = ("SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM", "SIG_DFL", "SIG_IGN")


def take_away() -> None:
    """Remove modules, functions, flags and signals that Windows hasn't got."""
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in dir(os):
        if name in OF_OS or (re.match("O_|sched_|SCHED_|posix_", name) and name not in FLAGS):
            delattr(os, name)
    for name in dir(signal):
        if name.startswith("SIG") and name not in SIGNALS:
            delattr(signal, name)
    os.supports_dir_fd.clear()
    os.supports_fd.clear()


def not_permitted(*_arguments: object, **_more: object) -> None:
    """Instead of `os.symlink`, which takes rights that few have on Windows."""
    raise PermissionError(1314, "A required privilege is not held by the client")


def main() -> None:
    """Run what standard input asks for."""
    lines = json.load(sys.stdin)
    # They look for the calls of this system, and find them before they are gone.
    for name in LIBRARIES:
        import_module(name)
    take_away()
    from typer.testing import CliRunner

    from lenovo_comp import system
    from lenovo_comp.cli.app import app

    system.WINDOWS = True

    done = []
    for line in lines:
        result = CliRunner().invoke(app, line, env={"COLUMNS": "80"})
        done.append((result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr_bytes.decode("utf-8")))
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
