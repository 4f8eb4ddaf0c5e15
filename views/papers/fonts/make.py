#!/usr/bin/python3
"""Cuts the fonts of our papers out of Debian's. README.md beside this says from which packages, and how to run it.

    make.py DroidSansFallbackFull.ttf Roboto-Regular.ttf Unihan_OtherMappings.txt.bz2 Unihan_IRGSources.txt.bz2
"""

import bz2
import gzip
import io
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# What people's names and our sentences are written with, beside Hanzi.
LATIN = [(0x20, 0x7E), (0xA0, 0x24F), (0x2BB, 0x2BC), (0x300, 0x304), (0x370, 0x3FF), (0x400, 0x45F), (0x1E00, 0x1EFF), (0x2010, 0x2044), (0x20AC, 0x20AC)]
CHINESE_MARKS = [(0x3000, 0x301F), (0xFF01, 0xFF5E)]


def spread(ranges):
    return {code for first, last in ranges for code in range(first, last + 1)}


def hanzi(*unihan):
    """GB 2312, the 8,105 of the Table of General Standard Chinese Characters, and the core of what else is in daily use."""
    codes = set()
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes([first, second]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    for path in unihan:
        for line in bz2.open(path, "rt", encoding="utf-8"):
            fields = line.split("\t")
            if len(fields) > 2 and fields[1] in ("kTGH", "kIICore"):
                codes.add(int(fields[0][2:], 16))
    return codes


def cut(path, codes, name):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 13]
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "gasp", "vhea", "vmtx"]
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    whole = io.BytesIO()
    font.save(whole)
    with open(name, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(whole.getvalue())
    print(name, len(font.getBestCmap()), "characters,", len(whole.getvalue()), "bytes unpacked")


droid, roboto, *unihan = sys.argv[1:]
cut(roboto, spread(LATIN), "latin.ttf.gz")
cut(droid, hanzi(*unihan) | spread(CHINESE_MARKS), "hanzi.ttf.gz")
