#!/usr/bin/env python3
"""Reads what every Postfix release has as defaults, from its source.

    facts.py GIT_DIR [FIRST-LAST] > ../conformance/facts.tsv

GIT_DIR is a repository of the Postfix source that has each release as a tag
(`v3.7.11`). The C preprocessor of this machine reads the headers of each
release, so that a default comes out as a Linux build would have it; the tables
of `smtpd.c` and `mail_params.c` say who reads a parameter, and its bounds.

The first line names all releases. Then one line per parameter and distinct set of
facts, columns separated by tabs:
name, releases (`2.5.0-2.9.3 2.10.0-3.11.6`, in the order of the numbers),
reader (`all`, `smtpd`, `others`), kind, least, greatest, default (as in
main.cf; `?` for what Postfix computes when it starts).

Left out: what depends on OpenSSL's headers, and parameters of services
(`transport_time_limit` and its kin), which have no names of their own.
"""

import ast
import operator
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

RELEASE = re.compile(r"v(\d+)\.(\d+)\.(\d+)$")

# What the build of a Linux system tells the compiler (`makedefs`).
PLATFORM = ["-DLINUX6", "-DLINUX2", "-DHAS_DB", "-DHAS_IPV6"]

# Where the tables of the parameters are that smtpd(8) depends on.
READERS = {"src/global/mail_params.c": "all", "src/smtpd/smtpd.c": "smtpd"}

TABLE = re.compile(
    r"static\s+(?:const\s+)?CONFIG_(\w+?)_TABLE\s+\w+\[\]\s*=\s*\{(.*?)\};", re.S
)

KINDS = {
    "BOOL": "bool", "NBOOL": "bool", "INT": "int", "NINT": "int", "LONG": "int",
    "STR": "text", "NSTR": "text", "RAW": "raw", "TIME": "time",
    "STR_FN": "text", "INT_FN": "int", "BOOL_FN": "bool",
}


def git(directory, *arguments):
    """What git prints."""
    command = ["git", "-C", directory, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def releases(directory):
    """(number, tag) of every release from 1.1.0 on, oldest first."""
    tags = git(directory, "tag").decode().split()
    found = [RELEASE.match(tag) for tag in tags]
    numbers = [(tuple(map(int, m.groups())), m.string) for m in found if m]
    return sorted(entry for entry in numbers if entry[0] >= (1, 1, 0))


def unpack(directory, tag, folder):
    """The sources of one release that are read; old ones lack some folders."""
    there = git(directory, "ls-tree", "--name-only", tag, "postfix/src/").decode().split()
    wanted = ["global", "util", "smtpd", "tls", "xsasl", "milter", "master"]
    paths = [path for path in there if path.rsplit("/", 1)[1] in wanted]
    archive = git(directory, "archive", tag, *paths)
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)


def tables(source):
    """(kind, fields) of each row in the tables of a C file."""
    text = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    text = re.sub(r"^\s*#.*$", "", text, flags=re.M)
    for kind, body in TABLE.findall(text):
        rows = re.split(r"(?=\bVAR_)", body)
        for row in rows:
            fields = [field.strip() for field in row.split(",") if field.strip()]
            if len(fields) >= 3 and kind in KINDS:
                yield kind, fields


def questions(root):
    """macro -> (default, reader, kind, least, greatest), all as C text."""
    asked = {}
    for header in sorted((root / "src/global").glob("*.h")):
        for macro in re.findall(r"#\s*define\s+(VAR_\w+)\s", header.read_text("latin-1")):
            asked[macro] = ("DEF_" + macro[4:], "others", "-", "0", "0")
    for name, reader in READERS.items():
        for kind, fields in tables((root / name).read_text("latin-1")):
            least, greatest = (fields[3:5] + ["0", "0"])[:2]
            if KINDS[kind] in ("bool", "raw"):
                least, greatest = "0", "0"
            # A function computes the default.
            default = "?" if kind.endswith("_FN") else fields[1]
            asked[fields[0]] = (default, reader, KINDS[kind], least, greatest)
    return asked


def preprocess(root, asked):
    """The same with macros replaced, as lists of C texts."""
    headers = ["mail_proto.h", "mail_addr.h", "mail_params.h", "mail_version.h", "verp_sender.h",
               "mail_conf.h", "cleanup_user.h"]
    there = [name for name in headers if (root / "src/global" / name).exists()]
    lines = ["#include <sys_defs.h>", "#include <limits.h>"]
    lines += [f"#include <{name}>" for name in there]
    for macro, (default, reader, kind, *bounds) in asked.items():
        lines.append(f'@@ "{macro}" @@ {macro} @@ {default} @@ "{reader}" @@ "{kind}" @@ '
                     + " @@ ".join(bounds))
    include = [f"-I{root / 'src' / folder}" for folder in ("util", "global")]
    command = ["cpp", "-P", "-w", *PLATFORM, *include, "-"]
    done = subprocess.run(command, input="\n".join(lines), text=True, encoding="latin-1",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for line in done.stdout.splitlines():
        if line.startswith("@@"):
            yield [part.strip() for part in line.split("@@")[1:]]
    if done.returncode:
        print(done.stderr, file=sys.stderr)


# In C texts; anything else behind a backslash stands for itself.
ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}

OPERATORS = {ast.Mult: operator.mul, ast.Add: operator.add, ast.Sub: operator.sub,
             ast.Div: operator.floordiv}


def number(node):
    """The value of a constant expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](number(node.left), number(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -number(node.operand)
    raise ValueError(ast.dump(node))


def value(text):
    """The value of a C expression as text; None for what is no constant."""
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    if strings and not re.sub(r'"(?:[^"\\]|\\.)*"', "", text).strip(" ()"):
        return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), "".join(strings))
    try:
        return str(number(ast.parse(text, mode="eval").body))
    except (SyntaxError, ValueError):
        return None


def facts(root):
    """name -> (reader, kind, least, greatest, default) in one release."""
    found = {}
    for parts in preprocess(root, questions(root)):
        macro, name, default, reader, kind, least, greatest = map(value, parts)
        if not name or name == macro:
            continue
        if parts[2] == "?":
            default = "?"
        if default is None:
            if reader != "others":
                print(f"{name}: {parts[2]}", file=sys.stderr)
            continue
        if kind == "bool":
            default = {"0": "no", "1": "yes"}.get(default, default)
        known = found.get(name)
        if known is None or known[0] == "others":
            found[name] = (reader, kind, least or "0", greatest or "0", default)
    return found


def ranges(held, everything):
    """`2.5.0-2.9.3 2.10.0-3.11.6` for a set of releases."""
    runs = []
    for release in everything:
        if release not in held:
            runs.append(None)
        elif runs and runs[-1]:
            runs[-1] = (runs[-1][0], release)
        else:
            runs.append((release, release))
    text = lambda release: ".".join(map(str, release))
    return " ".join(f"{text(first)}-{text(last)}" for first, last in filter(None, runs))


def main():
    directory = sys.argv[1]
    everything = releases(directory)
    if len(sys.argv) > 2:
        first, last = (tuple(map(int, text.split("."))) for text in sys.argv[2].split("-"))
        everything = [entry for entry in everything if first <= entry[0] <= last]
    held = defaultdict(set)
    for release, tag in everything:
        with tempfile.TemporaryDirectory() as folder:
            unpack(directory, tag, folder)
            for name, fact in facts(Path(folder) / "postfix").items():
                held[name, fact].add(release)
    numbers = [release for release, _ in everything]
    print("# releases:", *(".".join(map(str, number)) for number in numbers))
    for (name, fact), own in sorted(held.items(), key=lambda e: (e[0][0], min(e[1]))):
        print("\t".join([name, ranges(own, numbers), *fact]))


main()
