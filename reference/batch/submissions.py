"""A class of students, made of the reference programs: as many submissions as are asked for, and what is known of each."""
import io
import json
import pathlib
import shutil
import subprocess
import tarfile
import zipfile

REFERENCE = pathlib.Path(__file__).resolve().parent.parent


def head_of(patch):
    lines = patch.read_text().split("--- ", 1)[0].splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def graded_by_auto(program):
    return "assignment" not in json.loads((REFERENCE / "correct" / program / "expect.json").read_text())


def variants():
    """(name, program, patch or None, the check that it fails or None), everything that needs no assignment."""
    programs = sorted(path.parent.name for path in (REFERENCE / "correct").glob("*/expect.json"))
    for program in filter(graded_by_auto, programs):
        expected = json.loads((REFERENCE / "correct" / program / "expect.json").read_text())
        if not expected.get("outcomes"):
            yield program, program, None, None
    for patch in sorted((REFERENCE / "faulty").glob("*.patch")):
        head = head_of(patch)
        if graded_by_auto(head["Program"]):
            yield patch.stem, head["Program"], patch, head["Fails"]


def make(folder, count, only=None):
    """Fills the folder; returns {name: the check that must fail, or None where full marks are due}."""
    folder.mkdir(parents=True)
    chosen = [one for one in variants() if only is None or one[0] in only]
    expected = {}
    for number in range(count):
        variant, program, patch, fails = chosen[number % len(chosen)]
        name = f"student-{number:04d}-{variant}"
        copy_program(folder / name, program, patch, f"handed in by student {number}")
        expected[name] = fails
    return expected


def copy_program(target, program, patch, remark):
    shutil.copytree(REFERENCE / "correct" / program, target)
    (target / "expect.json").unlink()
    if patch is not None:
        subprocess.run(["patch", "-s", "-p1", "-d", target, "-i", patch], check=True)
    # Nobody hands in the very same file.
    (target / "README").write_text(remark + "\n")


def pack_zip(folder, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, folder.name / path.relative_to(folder))


def pack_tar_gz(folder, target):
    with tarfile.open(target, "w:gz") as archive:
        archive.add(folder, folder.name)


def zip_with(name, target):
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "int main(void) { return 0; }\n")


def tar_with_link(target):
    with tarfile.open(target, "w") as archive:
        link = tarfile.TarInfo("lab/passwords")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)


def zip_bomb(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros.c", "w") as file:
        shutil.copyfileobj(io.BytesIO(bytes(80 << 20)), file, 1 << 20)
