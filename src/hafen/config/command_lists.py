"""The commands of `./hafen` that bring lists in and reports out."""

import argparse

from hafen.config.command_shape import MUNICIPALITY, SHEET, Command
from hafen.core.db.commands import Argument, argument


def _import(name: str, importer: str, help_text: str, *more: Argument) -> Command:
    """Return the command for one kind of list, none of which knows drafts."""
    return Command(
        f"import {name}",
        help_text,
        "hafen.mechanisms.imports.commands:bring_in",
        (
            argument("file", metavar="FILE"),
            MUNICIPALITY,
            *more,
            argument(
                "--mapping",
                metavar="FILE",
                help="which column is what, as JSON, or the name of a saved one",
            ),
            argument(
                "--dry-run",
                action="store_true",
                help="say what would become of every row and write nothing",
            ),
            SHEET,
            argument("--importer", default=importer, help=argparse.SUPPRESS),
            argument("--draft", default=False, help=argparse.SUPPRESS),
        ),
    )


COMMANDS = (
    Command(
        "import services",
        "bring in a list of offers: CSV, XLSX, JSON or GeoJSON",
        "hafen.mechanisms.imports.commands:bring_in",
        (
            argument("file", metavar="FILE"),
            MUNICIPALITY,
            argument(
                "--mapping",
                metavar="FILE",
                help="which column is what, as JSON, or the name of a saved one",
            ),
            argument(
                "--dry-run",
                action="store_true",
                help="say what would become of every row and write nothing",
            ),
            argument("--draft", action="store_true", help="publish nothing yet"),
            SHEET,
            argument("--importer", default="services", help=argparse.SUPPRESS),
        ),
    ),
    Command(
        "report",
        "print a report on a period, such as `report pilot`",
        "hafen.evidence.reports.commands:report",
        (
            argument("name", metavar="NAME"),
            MUNICIPALITY,
            argument("--from", dest="first", required=True, metavar="DATE"),
            argument("--to", dest="last", required=True, metavar="DATE"),
            argument(
                "--format",
                default="json",
                choices=("json", "csv", "xlsx", "docx", "pdf"),
            ),
            argument(
                "--set",
                action="append",
                default=[],
                metavar="NAME=VALUE",
                help="what no list holds, such as households_expected=150",
            ),
            argument("--out", default="", metavar="FILE", help="write there"),
        ),
        answers=False,
    ),
    _import(
        "streets",
        "streets",
        "bring in which site is in charge of which street and house numbers",
    ),
    _import(
        "organisations",
        "organisations",
        "bring in an office's list of actors with their contact persons",
    ),
    _import(
        "persons",
        "persons",
        "bring in an office's list of persons and households of casework",
    ),
    _import(
        "contacts",
        "contacts",
        "bring in an office's list of contacts with newcomers, actors and residents",
    ),
    _import(
        "survey",
        "surveys",
        "bring in filled questionnaires, recognised by the headings of their list",
        argument(
            "--survey",
            metavar="NAME",
            help="which survey it is, where the headings do not tell",
        ),
    ),
    Command(
        "import hsds",
        "bring in open data of a directory: HSDS 3.0, JSON or CSV tables in a ZIP",
        "hafen.mechanisms.imports.commands:bring_in",
        (
            argument("file", metavar="FILE"),
            MUNICIPALITY,
            argument(
                "--topic",
                metavar="CODE",
                help="our topic for services without one; else they stay drafts",
            ),
            argument(
                "--people-agreed",
                metavar="TEXT",
                help="how the named people agreed to be published; else left out",
            ),
            argument(
                "--dry-run",
                action="store_true",
                help="say what would become of every row and write nothing",
            ),
            argument("--draft", action="store_true", help="publish nothing yet"),
            argument("--importer", default="hsds", help=argparse.SUPPRESS),
            argument("--mapping", default=None, help=argparse.SUPPRESS),
            argument("--sheet", default="", help=argparse.SUPPRESS),
        ),
    ),
    Command(
        "imports list",
        "list what was imported, the newest first",
        "hafen.mechanisms.imports.commands:list_imports",
        (argument("--municipality", metavar="SLUG"),),
    ),
    Command(
        "imports undo",
        "take back an import; what was changed since stays",
        "hafen.mechanisms.imports.commands:undo",
        (
            argument("import_id", metavar="ID", help="as `imports list` shows it"),
            argument("--municipality", metavar="SLUG"),
        ),
    ),
)
