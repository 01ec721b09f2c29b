"""The launcher's own secrets, and what earlier versions left among them."""

from __future__ import annotations

from pathlib import Path
from stat import S_IMODE

from launcher import keys


def test_what_others_could_enter_inside_the_secrets_folder_is_mended(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    keys.make_folder(secrets)
    box = secrets / "rounds" / "one"
    box.mkdir(parents=True)
    (box / "kr").write_bytes(b"secret")
    for path, mode in ((secrets / "rounds", 0o755), (box, 0o755), (box / "kr", 0o644)):
        path.chmod(mode)
    keys.make_folder(secrets)
    found = [S_IMODE(path.stat().st_mode) for path in (secrets / "rounds", box, box / "kr")]
    assert found == [0o700, 0o700, 0o600]


def test_an_empty_secret_is_made_anew_and_a_whole_one_stays(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "django-secret-key").touch()
    made = keys.keep(folder, "django-secret-key")
    assert len(made) == 64
    assert keys.keep(folder, "django-secret-key") == made
    assert [path.name for path in folder.iterdir()] == ["django-secret-key"]
