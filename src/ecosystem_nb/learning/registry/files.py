"""How is a model kept?  As ONNX or safetensors, under the digest of its bytes, whole or not at all."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from ecosystem_nb.learning.registry.errors import Damaged, RegistryError

_PROTOCOLS = tuple(bytes([0x80, number]) for number in range(2, 6))
_ZIP = b"PK\x03\x04"


def kind(content: bytes) -> str:
    """Tell in which of the two allowed formats a model is.

    Parameters
    ----------
    content : bytes
        A model file.

    Returns
    -------
    str
        ``"onnx"`` or ``"safetensors"``.

    Raises
    ------
    RegistryError
        For a pickle, which may run code as it is read, and for anything that is neither format.

    Notes
    -----
    An archive of ``torch.save`` is a zip file with a pickle inside, so zip files are refused too.
    ONNX files that keep their weights in other files are refused: their digest would not cover them.

    Examples
    --------
    >>> import pickle
    >>> kind(pickle.dumps([1.0]))
    Traceback (most recent call last):
        ...
    ecosystem_nb.learning.registry.errors.RegistryError: model file is a pickle: expected ONNX or safetensors
    """
    if content[:2] in _PROTOCOLS or content[:4] == _ZIP:
        raise RegistryError("model file is a pickle: expected ONNX or safetensors")
    if _is_safetensors(content):
        return "safetensors"
    if _is_onnx(content):
        return "onnx"
    raise RegistryError(
        f"model file of {len(content)} bytes is corrupt or of another format: expected ONNX or safetensors"
    )


def _is_safetensors(content: bytes) -> bool:
    from safetensors import SafetensorError, deserialize

    if content[8:9] != b"{":
        return False
    try:
        deserialize(content)
    except SafetensorError:
        return False
    return True


def _is_onnx(content: bytes) -> bool:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model_from_string(content)
        onnx.checker.check_model(model)
    except (DecodeError, onnx.checker.ValidationError, UnicodeDecodeError):
        return False
    return bool(model.graph.node) and not any(one.external_data for one in model.graph.initializer)


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal.

    Examples
    --------
    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def keep(folder: Path, content: bytes) -> str:
    """Write a model so that a kill or a full disk leaves it whole or absent.

    Parameters
    ----------
    folder : pathlib.Path
        Where models are kept.
    content : bytes
        ONNX or safetensors.

    Returns
    -------
    str
        Name of the file: its digest and its kind.

    Raises
    ------
    RegistryError
        For another format, or when the disk takes no more.

    Notes
    -----
    Temporary file, ``fsync``, rename, ``fsync`` of the folder: only then may a row point to it.
    """
    name = f"{digest(content)}.{kind(content)}"
    place = folder / name
    if place.is_file() and place.read_bytes() == content:
        return name
    try:
        _written(place, content)
    except OSError as error:
        raise RegistryError(f"cannot write the model: {reason(error)}; nothing was registered") from error
    return name


def _written(place: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o444)
        Path(part).replace(place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    settle(place.parent)


def settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Say in plain words why a file could not be written.

    Examples
    --------
    >>> reason(OSError(28, "No space left on device"))
    'the disk is full'
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return (error.strerror or str(error)).lower()


def fetch(folder: Path, name: str) -> bytes:
    """Return a model, after comparing its bytes with its name.

    Raises
    ------
    Damaged
        When the file is missing or other bytes stand in it.
    """
    place = folder / name
    try:
        content = place.read_bytes()
    except OSError as error:
        raise Damaged(f"model file {name[:12]}… is missing: {reason(error)}") from error
    if digest(content) != place.stem:
        raise Damaged(
            f"model file {name[:12]}… is corrupt: its bytes have the digest {digest(content)[:12]}…"
        )
    return content
