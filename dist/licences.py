#!/usr/bin/env python3
"""Licences of everything that is linked into the program.

usage: licences.py TARGET FOLDER

Asks cargo which packages a release build for TARGET contains, copies the licence texts that came with each, and
writes FOLDER/list.tsv. A package without any text of its own gets the common text of its licence from a package
that has one; if there is none either, the script fails.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

TEXT = re.compile(r"^(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)", re.I)
HEADS = {
    "MIT": "permission is hereby granted, free of charge",
    "Apache-2.0": "apache license",
    "BSD-3-Clause": "redistribution and use in source and binary forms",
    "BSD-2-Clause": "redistribution and use in source and binary forms",
    "Zlib": "this software is provided 'as-is'",
    "Unlicense": "this is free and unencumbered software",
    "CC0-1.0": "cc0 1.0 universal",
}


def main() -> None:
    target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    meta = json.loads(
        subprocess.check_output(
            ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
        )
    )
    packages = {package["id"]: package for package in meta["packages"]}
    nodes = {node["id"]: node for node in meta["resolve"]["nodes"]}
    root = meta["resolve"]["root"]
    linked, queue = set(), [root]
    while queue:
        at = queue.pop()
        if at in linked:
            continue
        linked.add(at)
        for dep in nodes[at]["deps"]:
            # None is an ordinary dependency; those of builds and tests are not linked in.
            if any(kind["kind"] is None for kind in dep["dep_kinds"]):
                queue.append(dep["pkg"])
    linked.discard(root)
    rows, bare, common = [], [], {}
    for package in sorted((packages[at] for at in linked), key=lambda p: (p["name"], p["version"])):
        source = pathlib.Path(package["manifest_path"]).parent
        licence = package["license"] or ""
        texts = [path for path in sorted(source.iterdir()) if path.is_file() and TEXT.match(path.name)]
        for extra in ("LICENSES", "licenses"):
            if (source / extra).is_dir():
                texts += [path for path in sorted((source / extra).iterdir()) if path.is_file()]
        name = f"{package['name']}-{package['version']}"
        if texts:
            place = folder / name
            place.mkdir(parents=True, exist_ok=True)
            for text in texts:
                shutil.copyfile(text, place / text.name)
                said = text.read_text(errors="replace").lower()
                for spdx, head in HEADS.items():
                    if head in said and spdx not in common:
                        common[spdx] = text
        else:
            bare.append((name, licence))
        rows.append((package["name"], package["version"], licence, package["repository"] or "", len(texts)))
    for name, licence in bare:
        named = [spdx for spdx in HEADS if spdx in licence and spdx in common]
        if not named:
            sys.exit(f"{name}: no licence text for “{licence}”")
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        for spdx in named:
            shutil.copyfile(common[spdx], place / f"LICENSE-{spdx}")
    with open(folder / "list.tsv", "w") as table:
        table.write("package\tversion\tlicence\tsource\ttexts\n")
        for row in rows:
            table.write("\t".join(map(str, row)) + "\n")
    print(f"{len(rows)} packages, {len(bare)} of them with the common text of their licence", file=sys.stderr)


main()
