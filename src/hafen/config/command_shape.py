"""What a command of `./hafen` is, and the arguments that several have."""

from dataclasses import dataclass
from typing import Literal

from hafen.core.db.commands import Argument, argument

MUNICIPALITY = argument(
    "--municipality", required=True, metavar="SLUG", help="short name in addresses"
)
SHEET = argument(
    "--sheet",
    default="",
    metavar="NAME",
    help="of a workbook; the first one that holds anything",
)


@dataclass(frozen=True)
class Command:
    """One command.

    :param name: the words behind `./hafen`
    :param handler: `module:function`; takes the parsed arguments, gives an Outcome
    :param needs: "nothing", the "server" alone, the "test server", or Django on
        migrated "tables"
    :param answers: whether `--json` makes sense
    :param takes_rest: whether unknown arguments are passed on as `rest`
    """

    name: str
    help: str
    handler: str
    arguments: tuple[Argument, ...] = ()
    needs: Literal["nothing", "server", "test server", "tables"] = "tables"
    answers: bool = True
    takes_rest: bool = False
