"""Files are whole or not there: whatever kills the process, fills the disk or stands in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap.errors import OutputError
from warmap.files import stamp, write_bytes, write_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files or signals there")


def run(code: str, *arguments: str | Path, cwd: Path) -> str:
    """What a Python process of its own prints; it may fork, limit and kill itself."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".warmap-tmp")]


@given(older=st.binary(max_size=40), content=st.binary(max_size=40))
def test_a_file_is_written_only_when_it_holds_something_else(
    tmp_path_factory: pytest.TempPathFactory, older: bytes, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("files") / "map.html"
    assert write_bytes(path, older)
    before = stamp(path)
    assert write_bytes(path, content) is (older != content)
    assert (stamp(path) == before) is (older == content)
    assert path.read_bytes() == content
    assert not left_behind(path.parent)


# Random moments: a process that does nothing but write is killed, fifty times for each writer.
KILLED = """
import os, random, select, signal, sys
from pathlib import Path
from warmap import draw_map, find_places, formats, listing, write_place_list, write_places
from warmap.frames import to_resolutions

path = Path(sys.argv[1])
frames = [find_places(f"Shelling hit {names}. " * 300) for names in ("Kyiv", "Lviv and Rivne")]
found = [to_resolutions(frame) for frame in frames]
# Content is made once, so that nearly all of the time is spent on writing it.
if path.suffix == ".html":
    pages = [draw_map(frame) for frame in frames]
    texts = [page.get_root().render() for page in pages]
    for page, text in zip(pages, texts):
        page.get_root().render = lambda text=text: text
    write = lambda number: pages[number % 2].save(path)
elif path.stem == "list":
    made = {id(places[0]): listing.list_bytes(places, ending=path.suffix) for places in found}
    listing.list_bytes = lambda places, **_: made[id(places[0])]
    write = lambda number: write_place_list(found[number % 2], path)
else:
    made = {id(frame): formats.places_text(frame, ending=path.suffix) for frame in frames}
    formats.places_text = lambda places, **_: made[id(places)]
    write = lambda number: write_places(frames[number % 2], path)
whole = []
for number in (1, 0):
    write(number)
    whole.append(path.read_bytes())
moments = random.Random(6)
for _ in range(50):
    writer = os.fork()
    if not writer:
        number = 0
        while True:
            number += 1
            write(number)
    select.select([], [], [], moments.uniform(0, 0.05))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    assert path.read_bytes() in whole
print(len(list(path.parent.glob(".*.warmap-tmp"))))
"""


@posix
@pytest.mark.parametrize("name", ["map.html", "places.csv", "places.geojson", "list.csv"])
def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path, name: str) -> None:
    run(KILLED, tmp_path / name, cwd=tmp_path)
    assert len(left_behind(tmp_path)) <= 50
    write_text(tmp_path / "other.html", "The next write into the folder.")
    assert {path.name for path in tmp_path.iterdir()} == {name, "other.html"}


# Every moment between two lines: the process kills itself at the first, the second, the third...
AT_EVERY_LINE = """
import os, signal, sys
from pathlib import Path
from warmap import files

path = Path(sys.argv[1])
path.write_bytes(b"old")
steps = 0
while True:
    steps += 1
    writer = os.fork()
    if not writer:
        left = steps
        def count(frame, event, argument):
            global left
            if frame.f_code.co_filename != files.__file__:
                return None
            left -= event == "line"
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return count
        sys.settrace(count)
        files.write_bytes(path, b"new and longer")
        os._exit(0)
    _, status = os.waitpid(writer, 0)
    content = path.read_bytes()
    assert content in (b"old", b"new and longer"), content
    if os.WIFEXITED(status):
        break
    path.write_bytes(b"old")
print(steps)
"""


@posix
def test_a_process_killed_at_any_line_leaves_a_whole_file(tmp_path: Path) -> None:
    steps = int(run(AT_EVERY_LINE, tmp_path / "map.html", cwd=tmp_path))
    assert steps > 20
    assert not left_behind(tmp_path)  # the last one, which was not killed, has cleaned up


TOGETHER = """
import os, sys
from pathlib import Path
from warmap.files import write_bytes

path = Path(sys.argv[1])
whole = {bytes([65 + writer]) * (300_000 + writer) for writer in range(4)}
write_bytes(path, min(whole))
writers = []
for content in sorted(whole):
    writers.append(os.fork())
    if not writers[-1]:
        for _ in range(25):
            path.unlink(missing_ok=True) if content[0] == 65 else None
            write_bytes(path, content)
        os._exit(0)
while writers:
    try:
        assert path.read_bytes() in whole
    except FileNotFoundError:
        pass
    done, status = os.waitpid(-1, os.WNOHANG)
    if done:
        assert not status
        writers.remove(done)
assert path.read_bytes() in whole
"""


@posix
def test_builds_that_write_one_file_at_once_do_not_mix(tmp_path: Path) -> None:
    run(TOGETHER, tmp_path / "map.html", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


FULL = """
import sys
from warmap.errors import OutputError
from warmap.files import write_bytes

if sys.argv[2] == "limit":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write_bytes(sys.argv[1], bytes(500_000))
except OutputError as error:
    print(error)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 100 kB, where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    try:
        mounted = not subprocess.run(mount, capture_output=True, check=False).returncode
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no tmpfs may be mounted here; the limit on a file's size is tested")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def check_full(folder: Path, how: str, why: str) -> None:
    path = folder / "map.html"
    write_bytes(path, b"old")
    assert f"can't be written: {why}" in run(FULL, path, how, cwd=folder)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in folder.iterdir()] == ["map.html"]


@posix
def test_a_full_disk_is_one_clear_error_and_the_old_file_stays(small_disk: Path) -> None:
    check_full(small_disk, "disk", "no space left on device")


@posix
def test_a_file_over_the_users_limit_is_one_clear_error(tmp_path: Path) -> None:
    check_full(tmp_path, "limit", "file too large")


@posix
def test_what_killed_runs_left_is_removed_unless_it_is_being_written(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / ".old.html.0123abcd.warmap-tmp").write_text("half", encoding="utf-8")
    (tmp_path / ".mine.0123abcd.tmp").write_text("somebody else's", encoding="utf-8")
    with (tmp_path / ".live.html.4567abcd.warmap-tmp").open("w") as written:
        fcntl.flock(written, fcntl.LOCK_EX)
        write_text(tmp_path / "map.html", "")
    assert {path.name for path in tmp_path.iterdir()} == {
        ".live.html.4567abcd.warmap-tmp",
        ".mine.0123abcd.tmp",
        "map.html",
    }


@posix
def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "map.html").symlink_to(Path("site") / "index.html")
    for content in ("one", "two"):  # the first time it leads to nothing
        write_text(tmp_path / "map.html", content)
        assert (tmp_path / "map.html").is_symlink()
        assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == content
    (tmp_path / "lost.html").symlink_to(Path("no") / "folder.html")
    with pytest.raises(OutputError, match="no such folder"):
        write_text(tmp_path / "lost.html", "")


@posix
def test_what_is_no_file_is_refused_and_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "a.html").symlink_to("b.html")
    (tmp_path / "b.html").symlink_to("a.html")
    before = {path.name for path in tmp_path.iterdir()}
    for name, why in {
        "pipe.html": "it is a pipe",
        "folder.html": "it is a folder",
        "a.html": "its links lead in a circle",
        os.devnull: "it is a device",
        "x" * 300: "file name too long",
        "folder.html/none/map.html": "no such folder",
        "pipe.html/map.html": "no such folder",
    }.items():
        with pytest.raises(OutputError, match=why) as raised:
            write_text(tmp_path / name, "content")
        assert "\n" not in str(raised.value)
    assert {path.name for path in tmp_path.iterdir()} == before
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@posix
def test_permissions_of_the_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_text(path, "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()
    path.chmod(0o600)
    write_text(path, "two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Root may write everywhere; so the process that tries is nobody's.
AS_NOBODY = """
import os, sys
from warmap.errors import OutputError
from warmap.files import write_bytes

folder = sys.argv[1]
os.chmod(folder, 0o755)
write_bytes(f"{folder}/map.html", b"old")
os.chmod(f"{folder}/map.html", 0o444)
os.chmod(folder, 0o555)
os.chdir(folder)
if not os.geteuid():
    os.setuid(65534)
for name in ("map.html", "new.html"):
    try:
        write_bytes(name, b"new")
    except OutputError as error:
        print(error)
"""


@posix
def test_a_read_only_folder_and_file_are_clear_errors(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    told = run(AS_NOBODY, folder, cwd=tmp_path).splitlines()
    assert told == [
        "map.html: can't be written: the file is write-protected; use another",
        "new.html: can't be written: permission denied; choose another place",
    ]
    assert [path.read_bytes() for path in folder.iterdir()] == [b"old"]
    folder.chmod(0o755)


@pytest.mark.parametrize("name", ["карта" * 20 + ".html", "a" * 250, "🗺" * 60])
def test_long_names_are_written(tmp_path: Path, name: str) -> None:
    assert write_text(tmp_path / name, "content")
    assert [path.name for path in tmp_path.iterdir()] == [name]
