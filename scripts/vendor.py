"""Fetches what others made and Hafen serves itself: style, scripts, fonts, icons.

For developers, with npm and uv at hand: `make vendor`. The versions stand in
`vendor/package.json`; the result is committed, so nobody else needs node.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import stylesheet

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "src/hafen/core/ui/static/vendor"
FONTS = ROOT / "src/hafen/core/ui/fonts"
TESTS = ROOT / "tests/vendor"
OWN_STYLES = ROOT / "src/hafen/core/ui/static/ui"
FONTTOOLS = "fonttools[woff]==4.60.1"

# The components of KERN in use; the first class of a selector decides.
KERN_COMPONENTS = (
    "accordion|alert|badge|btn|card|description-list|dialog|divider|error|fieldset"
    "|form-check|form-input|hint|label|link|loader|number|progress|sr-only|summary"
    "|table|task-list"
)
# Icons inside components come from the sprite, typography from hafen.css.
KERN_LEFT_OUT = (
    r"kern-icon|kern-sr-only-mobile|kern-body|kern-title|kern-heading|kern-subline"
    r"|kern-preline|kern-link--|kern-dark|kern-light|kern-level|-btn--x|^\.kern-link-"
)
FEATURES = "kern,liga,clig,calt,ccmp,locl,mark,mkmk,tnum,init,medi,fina,isol,rlig"
KERN_BARE = (":root", "html", "body", "*", "*:before", "*:after")

FIRA = "@fontsource/fira-sans/files/fira-sans-{part}-{weight}-normal.woff2"
ETHIOPIC = (
    "@fontsource/noto-sans-ethiopic/files/"
    "noto-sans-ethiopic-{part}-{weight}-normal.woff2"
)
# What each file holds: letters of the languages we serve, no more. A phone on a
# slow net loads two weights, so each file is cut down to a good half.
RANGES = {
    "latin": "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BC,U+2010-2014,"
    "U+2018-201E,U+2020,U+2022,U+2026,U+2030,U+2039-203A,U+20AC,U+2122,U+2212",
    # Turkish, Kurdish, Polish, Romanian and the other languages of Europe
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-017F,U+018F,U+01A0-01A1,"
    "U+01AF-01B0,U+0218-021B,U+0259,U+1E9E",
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    # with Persian, Pashto, Urdu and the Kurdish and Sindhi additions
    "arabic": "U+0600-06FF,U+0750-077F,U+200C-200E,U+FD3E-FD3F,U+FDFC",
    "ethiopic": "U+030E,U+1200-1399,U+2D80-2DDE,U+AB01-AB2E",
}
FACES = (
    ("Fira Sans", "latin", FIRA, (400, 600)),
    ("Fira Sans", "latin-ext", FIRA, (400, 600)),
    ("Fira Sans", "cyrillic", FIRA, (400, 600)),
    (
        "Vazirmatn",
        "arabic",
        "@fontsource/vazirmatn/files/vazirmatn-{part}-{weight}-normal.woff2",
        (400, 600),
    ),
    (
        "Noto Sans Ethiopic",
        "ethiopic",
        ETHIOPIC,
        (400, 600),
    ),
)
TYPST_FONTS = (
    "@expo-google-fonts/vazirmatn/400Regular/Vazirmatn_400Regular.ttf",
    "@expo-google-fonts/vazirmatn/700Bold/Vazirmatn_700Bold.ttf",
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
    "@expo-google-fonts/noto-sans-ethiopic/400Regular/NotoSansEthiopic_400Regular.ttf",
    "@expo-google-fonts/noto-sans-ethiopic/700Bold/NotoSansEthiopic_700Bold.ttf",
)

# Our name of an icon: the name in the set. The topics follow the list of needs.
ICONS = json.loads((ROOT / "vendor/icons.json").read_text())

COPIED = {
    "htmx.org/dist/htmx.min.js": STATIC / "htmx/htmx.min.js",
    "leaflet/dist/leaflet.js": STATIC / "leaflet/leaflet.js",
    "leaflet/dist/images/layers.png": STATIC / "leaflet/images/layers.png",
    "leaflet/dist/images/layers-2x.png": STATIC / "leaflet/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": STATIC / "leaflet/images/marker-icon.png",
    "leaflet/dist/images/marker-icon-2x.png": STATIC
    / "leaflet/images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png": STATIC
    / "leaflet/images/marker-shadow.png",
    "axe-core/axe.min.js": TESTS / "axe.min.js",
}
LICENCES = {
    "@kern-ux/native": ("LICENSE.md", "kern/LICENSE.md"),
    "@fontsource/fira-sans": ("LICENSE", "fonts/LICENSE-fira-sans"),
    "@fontsource/vazirmatn": ("LICENSE", "fonts/LICENSE-vazirmatn"),
    "@fontsource/noto-sans-ethiopic": ("LICENSE", "fonts/LICENSE-noto-sans-ethiopic"),
    "@tabler/icons": ("LICENSE", "icons/LICENSE"),
    "htmx.org": ("LICENSE", "htmx/LICENSE"),
    "leaflet": ("LICENSE", "leaflet/LICENSE"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        packages = fetched(Path(folder))
        for target in (STATIC, FONTS):
            shutil.rmtree(target, ignore_errors=True)
        write_kern(packages)
        write_leaflet(packages)
        write_fonts(packages)
        write_icons(packages)
        for source, target in COPIED.items():
            copy(packages / source, target)
        write_licences(packages)
        write_versions(packages)


def fetched(folder: Path) -> Path:
    """Return the folder of the packages, fetched as the lock file says."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / "vendor" / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules"


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_bytes()
    if source.suffix == ".js":
        # A map would be looked for by the static file storage.
        text = re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", text)
    target.write_bytes(text)


def write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def version(packages: Path, name: str) -> str:
    found: str = json.loads((packages / name / "package.json").read_text())["version"]
    return found


def write_kern(packages: Path) -> None:
    source = (packages / "@kern-ux/native/dist/kern.css").read_text()
    rules = kern(source, own_styles=styles_of_ours())
    notice = (
        f"/* KERN UX {version(packages, '@kern-ux/native')}, EUPL-1.2, by the KERN\n"
        "   team (Dataport, Hamburg, Schleswig-Holstein). Changed by Hafen: only the\n"
        "   components in use, logical properties, colours as hex, light theme as\n"
        "   default. Written by scripts/vendor.py; the licence lies beside it. */\n"
    )
    write(STATIC / "kern/kern.css", notice + stylesheet.render(rules))


def styles_of_ours() -> str:
    return "".join(path.read_text() for path in sorted(OWN_STYLES.glob("*.css")))


def kern(source: str, *, own_styles: str) -> list[stylesheet.Rule]:
    """Return KERN's rules as Hafen serves them."""
    rules = stylesheet.parse(source)
    for rule in rules:
        # Light is what browsers get that state no preference.
        if "prefers-color-scheme: light" in rule.prelude:
            rule.prelude = "@media all"
        # One level of layers is in use; it stands for the whole page.
        if rule.prelude.endswith(".kern-layer.kern-level-0"):
            rule.prelude = ":root"
    light = [rule for rule in rules if rule.prelude == "@media all"]
    others = [rule for rule in rules if rule.prelude != "@media all"]
    rules = [part for rule in light for part in rule.children] + others
    rules = stylesheet.trim(rules, keep=is_kept)
    stylesheet.drop_fallbacks(rules)
    stylesheet.colours_as_hex(rules)
    stylesheet.drop_unused_properties(
        rules, also_used=stylesheet.used_properties(own_styles)
    )
    return stylesheet.to_logical(rules)


def is_kept(selector: str) -> bool:
    if selector in KERN_BARE:
        return True
    if re.search(KERN_LEFT_OUT, selector):
        return False
    return bool(
        re.match(rf"[\w:*\[\]=-]*\.kern-(?:{KERN_COMPONENTS})(?![a-z])", selector)
    )


def write_leaflet(packages: Path) -> None:
    rules = stylesheet.parse((packages / "leaflet/dist/leaflet.css").read_text())
    notice = "/* Leaflet, BSD-2-Clause; the licence lies beside it. */\n"
    # Maps are placed by pixels from the left, in every writing direction.
    rules = [
        rule
        for rule in rules
        if "behavior" not in str(rule.declarations) and "lvml" not in rule.prelude
    ]
    write(STATIC / "leaflet/leaflet.css", notice + stylesheet.render(rules))


def write_fonts(packages: Path) -> None:
    faces = []
    for family, part, pattern, weights in FACES:
        for weight in weights:
            source = packages / pattern.format(part=part, weight=weight)
            target = STATIC / "fonts" / source.name
            subset(source, target, RANGES[part])
            faces.append(face(family, weight, target.name, RANGES[part]))
    write(STATIC / "fonts/fonts.css", "".join(faces))
    for path in TYPST_FONTS:
        copy(packages / path, FONTS / Path(path).name)
    tool = ["uv", "run", "-q", "--no-project", "--with", FONTTOOLS, "python"]
    arabic = [FONTS / Path(path).name for path in TYPST_FONTS if "Vazir" in path]
    subprocess.run([*tool, ROOT / "scripts/lam_alef.py", *arabic], check=True)
    for name in ("vazirmatn", "noto-sans", "noto-sans-ethiopic"):
        copy(
            packages / "@expo-google-fonts" / name / "LICENSE_FONT",
            FONTS / f"LICENSE-{name}",
        )


def face(family: str, weight: int, file: str, ranges: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};'
        f'font-display:swap;src:url("{file}") format("woff2");'
        f"unicode-range:{ranges}}}\n"
    )


def subset(source: Path, target: Path, letters: str) -> None:
    """Write the given letters alone, without hints for screens of the past."""
    target.parent.mkdir(parents=True, exist_ok=True)
    tool = ["uv", "run", "-q", "--no-project", "--with", FONTTOOLS, "pyftsubset"]
    options = [
        f"--unicodes={letters}",
        "--flavor=woff2",
        "--no-hinting",
        f"--layout-features={FEATURES}",
        f"--output-file={target}",
    ]
    subprocess.run([*tool, str(source), *options], check=True)


def write_icons(packages: Path) -> None:
    """Write one sprite; a page draws `icons.svg#name` from it."""
    folder = packages / "@tabler/icons/icons/outline"
    symbols = "".join(symbol(ours, folder, name) for ours, name in ICONS.items())
    attributes = (
        'fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round"'
    )
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>\n{symbols}</svg>\n'
    write(STATIC / "icons/icons.svg", sprite)


def symbol(ours: str, folder: Path, name: str) -> str:
    text = (folder / f"{name}.svg").read_text()
    shapes = re.findall(r"<(?:path|circle|rect|line)[^>]*/>", text)
    drawn = "".join(shape for shape in shapes if 'stroke="none"' not in shape)
    return f'<symbol id="{ours}" viewBox="0 0 24 24">{drawn}</symbol>\n'


def write_licences(packages: Path) -> None:
    for package, (source, target) in LICENCES.items():
        copy(packages / package / source, STATIC / target)
    copy(packages / "axe-core/LICENSE", TESTS / "LICENSE-axe-core")


def write_versions(packages: Path) -> None:
    wanted = json.loads((ROOT / "vendor/package.json").read_text())["dependencies"]
    lines = [
        "# What others made\n",
        "Written by `make vendor`; do not edit anything in this folder by hand.\n",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    for name in wanted:
        about = json.loads((packages / name / "package.json").read_text())
        lines.append(f"| {name} | {about['version']} | {about['license']} |")
    lines += ["", "| file | SHA-256 (first 16) |", "|---|---|", *sums(), ""]
    write(STATIC / "VERSIONS.md", "\n".join(lines))


def sums() -> Iterator[str]:
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.name != "VERSIONS.md":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            yield f"| {path.relative_to(STATIC)} | {digest} |"


if __name__ == "__main__":
    main()
