#!/usr/bin/env python3
"""mixed.py SAMPLES FOLDER: makes a folder as it lies on an office's disk from sample files of every format.

All samples, and made from them: .wps that are doc and docx, archives with names in GBK and UTF-8, an archive in an
archive, a docx of nothing but pictures, files whose extension lies, an empty and a broken one. SAMPLES is only read.
Python 3, standard library only. bench/formats.py indexes the result.
"""
import io
import pathlib
import shutil
import sys
import zipfile

if len(sys.argv) != 3:
    raise SystemExit(__doc__)
samples, folder = map(pathlib.Path, sys.argv[1:])
if folder.exists():
    raise SystemExit(f"{folder} is there already")
shutil.copytree(samples, folder, ignore=shutil.ignore_patterns("truth", "MANIFEST.csv"))
made = folder / "made"
made.mkdir()


def first(pattern):
    return sorted(samples.rglob(pattern))[0]


shutil.copy(first("law1_plain.doc"), made / "通知.wps")
shutil.copy(first("law1_plain.docx"), made / "通知二.wps")
shutil.copy(first("law2_plain.docx"), made / "实为docx.doc")
shutil.copy(first("law2_plain.pdf"), made / "实为pdf.txt")
shutil.copy(first("trs_utf8.html"), made / "实为网页.doc")
(made / "空文件.docx").write_bytes(b"")
(made / "不完整.pdf").write_bytes(first("law3_plain.pdf").read_bytes()[:3000])


class GbkName(zipfile.ZipInfo):
    """A member whose name is written in GBK without saying so, as older programs in Chinese Windows do."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def archive(members, kind=zipfile.ZipInfo):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members:
            info = kind(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return out.getvalue()


inside = [("办法/第一部.docx", first("law1_plain.docx").read_bytes()), ("扫描件公文.pdf", first("scanned.pdf").read_bytes()),
          ("说明.txt", first("gbk.txt").read_bytes())]
(made / "gbk文件名.zip").write_bytes(archive(inside, GbkName))
(made / "嵌套.zip").write_bytes(archive([("内层.zip", archive(inside)), ("目录.xlsx", first("catalog.xlsx").read_bytes())]))

PICTURE = ('<w:p><w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
           '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip '
           'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId{n}"/></pic:blipFill></pic:pic>'
           '</a:graphicData></a:graphic></w:drawing></w:r></w:p>')
document = ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            + "".join(PICTURE.format(n=n) for n in range(1, 4)) + "</w:body></w:document>")
types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
         'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
         'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
with zipfile.ZipFile(made / "只有图片.docx", "w") as file:
    file.writestr("[Content_Types].xml", types)
    file.writestr("word/document.xml", document)
    for n in range(1, 4):
        file.writestr(f"word/media/image{n}.png", b"\x89PNG\r\n\x1a\n" + bytes(2000))
