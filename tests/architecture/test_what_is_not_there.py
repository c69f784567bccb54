"""What this program does not do, and what it does in one place only: each is a requirement met by absence.

`tests/asvs.yaml` names these tests. Nothing speaks to directories, mail or caches; no text becomes
code, a pattern or a shell's command; one place asks other servers; pages and scripts stand in one folder.
"""

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import pytest

from tests.architecture.repository import CODE, ROOT, Place, files_in, name_of, parsed, told

DIRECTORIES = ("ldap", "ldap3", "bonsai")
MAIL = ("smtplib", "imaplib", "poplib", "aiosmtplib", "email")
TELEPHONES = ("twilio", "aliyunsdkcore", "tencentcloud")
CACHES = ("memcache", "pymemcache", "pylibmc", "redis", "aiomcache")
TEMPLATES = ("mako", "chevron", "django", "markdown", "mistune", "string.templatelib")
TYPESETTERS = ("pylatex", "docutils", "weasyprint", "reportlab")
GRAPHS = ("graphql", "strawberry", "ariadne", "graphene")
SOCKETS = ("websockets", "wsproto", "aiortc", "socketio")
SAML = ("saml2", "onelogin", "signxml")
SERVERS_OF_TOKENS = ("authlib", "oauthlib")
XPATH = ("lxml", "elementpath", "xpath")
DANGEROUS_READERS = ("pickle", "shelve", "marshal", "dill", "yaml", "xmlrpc", "jsonpickle")
UNMANAGED = ("ctypes", "cffi", "mmap")
ABSENT = (
    *DIRECTORIES,
    *MAIL,
    *TELEPHONES,
    *CACHES,
    *TEMPLATES,
    *TYPESETTERS,
    *GRAPHS,
    *SOCKETS,
    *SAML,
    *SERVERS_OF_TOKENS,
    *XPATH,
    *DANGEROUS_READERS,
    *UNMANAGED,
)

ASKING_OTHERS = (
    "http.client",
    "urllib.request",
    "ftplib",
    "telnetlib",
    "socket",
    "httpx",
    "requests",
    "aiohttp",
    "urllib3",
)
WHO_ASKS = {
    "services/cli/asking.py": "this machine's own server, whether it can serve",
    "services/notify.py": "the supervisor that started it, by the socket it was given",
    "services/witness/connection.py": "the log it is told to watch, on its command line",
}

RUNS_PROGRAMS = {
    "services/backups/scratch.py": "PostgreSQL's own, to run a restored copy",
    "services/exporters/prints/press.py": "our own interpreter, to typeset one paper",
    "services/importers/sandbox.py": "our own interpreter, to read one workbook",
    "services/keys/signing.py": "openssl, for SM2",
}
COUNTED_PATTERNS = {"services/importers/scan.py": "one that is made of a number of columns"}
WORDS_OF_OURS = {
    "services/audit/bundle.py",
    "services/cli/__init__.py",
    "services/cli/demo.py",
    "services/cli/deploying.py",
    "services/cli/first_run.py",
    "services/reads/county_figures.py",
    "services/reads/indicators.py",
    "services/pages/charts.py",
    "services/pages/steps.py",
    "services/reads/tasks.py",
}
"""Modules that fill in words of `services.words` under a name of their own."""
PAGES_FOLDER = "services/pages/"
MAKES_MARKUP = {"services/pages/charts.py", "services/pages/rendering.py"}
THROWS_DICE = {"services/projector/follower.py": "a pause between two tries"}
"""Modules that use `random`, which can be guessed, and for what."""

PRIMITIVES = {
    "cryptography.hazmat.primitives.ciphers.aead.AESGCM",
    "cryptography.hazmat.primitives.ciphers.Cipher",  # of SM4 in its GCM mode
    "cryptography.hazmat.primitives.ciphers.algorithms.SM4",
    "cryptography.hazmat.primitives.ciphers.modes.GCM",
    "cryptography.hazmat.primitives.hashes.SHA256",
    "cryptography.hazmat.primitives.kdf.hkdf.HKDF",
    "cryptography.hazmat.primitives.kdf.scrypt.Scrypt",  # of the passphrase of a union's file
    "cryptography.hazmat.primitives.hpke.AEAD",  # of the key of a union's file (RFC 9180)
    "cryptography.hazmat.primitives.hpke.KDF",
    "cryptography.hazmat.primitives.hpke.KEM",
    "cryptography.hazmat.primitives.hpke.Suite",
    "cryptography.hazmat.primitives.asymmetric.x25519.X25519PrivateKey",
    "cryptography.hazmat.primitives.asymmetric.x25519.X25519PublicKey",
    "cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519PrivateKey",
    "cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519PublicKey",
    "cryptography.hazmat.primitives.asymmetric.utils.decode_dss_signature",
    "cryptography.hazmat.primitives.asymmetric.utils.encode_dss_signature",
    "cryptography.exceptions.InvalidTag",
    "cryptography.exceptions.InvalidSignature",
    "argon2.PasswordHasher",
    "hashlib.pbkdf2_hmac",  # of SCRAM-SHA-256, in which PostgreSQL keeps passwords
    "hashlib.sha256",
    "hashlib.sha512",  # of Ed25519, in the verifier that must run alone
}
"""Every cryptographic name of a library this program may use, with what reads its errors and forms."""
CRYPTOGRAPHY = ("cryptography", "hashlib", "argon2", "Crypto", "nacl", "gmssl", "crypt")

PAGES = {".html", ".htm", ".xhtml", ".js", ".mjs", ".ts", ".jsx", ".tsx", ".vue", ".css", ".wasm"}
BUILTINS_THAT_RUN_TEXT = {"eval", "exec", "compile", "__import__"}
SHELLS = {"system", "popen", "spawnl", "spawnv", "execv", "execl", "create_subprocess_shell"}
PATTERN_READERS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall"}


def imported_by(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every module that is imported, with the names taken from it."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, one.name) for one in names)
            case ast.ImportFrom(module=str() as module, level=0, names=names):
                yield from ((node.lineno, f"{module}.{one.name}") for one in names)


def is_of(module: str, packages: Sequence[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def code_made_of_text(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every call that runs text as a program of Python, or as a shell's."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in BUILTINS_THAT_RUN_TEXT:
                yield node.lineno, name
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os" | "asyncio"), attr=name)):
                if name in SHELLS:
                    yield node.lineno, name
            case ast.Call(keywords=keywords):
                if any(one.arg == "shell" for one in keywords):
                    yield node.lineno, "shell"


def patterns_not_written_here(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every pattern that is neither text of the file nor put together of its constants."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=[given, *_]):
                if name in PATTERN_READERS and not _is_written_here(given):
                    yield node.lineno, ast.unparse(given)


def _is_written_here(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.JoinedStr(values=parts):
            return all(_is_written_here(part) for part in parts)
        case ast.FormattedValue(value=value):
            return _is_written_here(value)
        case ast.BinOp(left=left, right=right):
            return _is_written_here(left) and _is_written_here(right)
        case ast.Attribute(attr="pattern"):  # of a field's declared type
            return True
    return False


def templates_not_written_here(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every text that is filled in by `format` and is neither a literal nor one of our constants."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr="format"), keywords=keywords):
                is_json = any(one.arg == "indent" for one in keywords)
                if not is_json and not _is_template_of_ours(receiver):
                    yield node.lineno, ast.unparse(receiver)


def _is_template_of_ours(node: ast.expr) -> bool:
    match node:
        case ast.Constant() | ast.JoinedStr():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.Attribute(value=ast.Name(id="words"), attr=name):
            return name.isupper()
        case ast.Subscript(value=value):
            return _is_template_of_ours(value)
    return False


def cryptography_used_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every name of a cryptographic library, as it is imported or as it is called."""
    for line, name in imported_by(tree):
        if is_of(name, CRYPTOGRAPHY) and name != "hashlib":
            yield line, name
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="hashlib"), attr=name):
                yield node.lineno, f"hashlib.{name}"


Finder = Callable[[ast.AST], Iterable[tuple[int, str]]]


@cache
def trees() -> dict[str, ast.Module]:
    return {name_of(path): parsed(path) for path in files_in(CODE, ".py")}


@cache
def everything(finder: Finder) -> tuple[Place, ...]:
    """Return what a finder finds in the whole program."""
    return tuple(
        Place(name, line, what) for name, tree in trees().items() for line, what in finder(tree)
    )


def imports_of(*packages: str) -> list[Place]:
    return [place for place in everything(imported_by) if is_of(place.found, packages)]


def test_nothing_here_speaks_to_directories_mail_or_caches() -> None:
    found = imports_of(*ABSENT)
    assert not found, told(found)


def test_only_the_witness_asks_another_server() -> None:
    assert {place.path for place in imports_of(*ASKING_OTHERS)} == WHO_ASKS.keys()


def test_no_text_becomes_a_program() -> None:
    found = everything(code_made_of_text)
    assert not found, told(found)


def test_programs_are_run_in_two_places_and_by_no_shell() -> None:
    assert {place.path for place in imports_of("subprocess", "pty")} == RUNS_PROGRAMS.keys()
    assert not [place for place in everything(code_made_of_text) if place.found == "shell"]


def test_every_pattern_is_written_by_us() -> None:
    found = [p for p in everything(patterns_not_written_here) if p.path not in COUNTED_PATTERNS]
    assert not found, told(found)


def test_every_text_that_is_filled_in_is_written_by_us() -> None:
    found = [p for p in everything(templates_not_written_here) if p.path not in WORDS_OF_OURS]
    assert not found, told(found)


def test_what_must_not_be_guessed_comes_from_the_system() -> None:
    assert {place.path for place in imports_of("random", "numpy")} == THROWS_DICE.keys()


def test_only_these_primitives_are_used() -> None:
    used = {place.found for place in everything(cryptography_used_in)}
    assert {name for name in used if not name.startswith("argon2.exceptions.")} == PRIMITIVES


def test_pages_and_scripts_stand_in_one_folder() -> None:
    files = (path for folder in CODE for path in (ROOT / folder).rglob("*"))
    found = [name_of(path) for path in files if path.suffix in PAGES]
    assert found
    assert all(name.startswith(PAGES_FOLDER) for name in found), found
    assert {place.path for place in imports_of("jinja2", "markupsafe")} == MAKES_MARKUP


def test_logs_go_to_the_standard_error_and_nowhere_else() -> None:
    kept = {place.path for place in imports_of("logging", "syslog")}
    assert kept <= {"services/log.py", "services/cli/__init__.py"}
    text = (ROOT / "services/log.py").read_text(encoding="utf-8")
    assert "PrintLogger(sys.stderr)" in text
    handlers = re.compile(r"FileHandler|SocketHandler|HTTPHandler|basicConfig")
    for path in kept:
        assert not handlers.search((ROOT / path).read_text(encoding="utf-8")), path


def test_what_is_installed_holds_no_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(CODE)
    found = imports_of("tests", "pytest", "hypothesis")
    assert not found, told(found)


def test_every_dependency_is_named_with_its_reason_and_pinned_by_its_digest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "DECISIONS.md").read_text(encoding="utf-8").lower()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    for needed in project["dependencies"]:
        name = re.escape(re.split(r"[<>=\[;]", needed)[0].strip().lower())
        assert re.search(rf"^\|[^|\n]*\b{name}\b[^|\n]*\|", reasons, re.MULTILINE), name
        assert re.search(rf"^{name}==\S+ \\\n +--hash=sha256:", lock, re.MULTILINE), name


@pytest.mark.parametrize(
    ("planted", "finder"),
    [
        ("eval(text)", code_made_of_text),
        ("__import__(text)", code_made_of_text),
        ("os.system(text)", code_made_of_text),
        ("subprocess.run(text, shell=True)", code_made_of_text),
        ("re.compile(text)", patterns_not_written_here),
        ("re.search('^' + typed, x)", patterns_not_written_here),
        ("re.match(f'{typed}', x)", patterns_not_written_here),
        ("typed.format(secret=secret)", templates_not_written_here),
        ("hashlib.md5(x)", cryptography_used_in),
        ("from hashlib import md5", cryptography_used_in),
        ("from cryptography.x import ECB", cryptography_used_in),
        ("from mako import Template", imported_by),
        ("import ldap3.core", imported_by),
    ],
)
def test_what_is_planted_is_found(planted: str, finder: Finder) -> None:
    (found,) = finder(ast.parse(planted))
    if finder is imported_by:
        assert is_of(found[1], ABSENT)
    if finder is cryptography_used_in:
        assert found[1] not in PRIMITIVES
