"""The commands of `./hafen`, in the order of its help."""

from hafen.config import command_lists
from hafen.config.command_shape import MUNICIPALITY, Command
from hafen.core.db.commands import argument

COMMANDS = (
    Command(
        "run",
        "start everything with the demo municipality (what `make run` calls)",
        "hafen.config.serving:run",
        needs="server",
        answers=False,
    ),
    Command(
        "serve",
        "start everything without demo data",
        "hafen.config.serving:serve",
        needs="server",
        answers=False,
    ),
    Command(
        "migrate",
        "bring the tables up to date",
        "hafen.config.setup:migrate",
        needs="server",
    ),
    *command_lists.COMMANDS,
    Command(
        "test",
        "run the tests; what follows is handed to pytest",
        "hafen.config.testing:test",
        needs="test server",
        answers=False,
        takes_rest=True,
    ),
    Command(
        "check",
        "run linters, types and architecture contracts",
        "hafen.config.testing:check",
        needs="nothing",
        answers=False,
    ),
    Command(
        "messages extract",
        "write what pages say into the message catalogues of the rooms",
        "hafen.core.ui.commands:extract",
        (argument("room", nargs="?", default="", help="name of one room"),),
        needs="nothing",
    ),
    Command(
        "messages check",
        "name the sentences that lack a translation",
        "hafen.core.ui.commands:check",
        (argument("room", nargs="?", default="", help="name of one room"),),
        needs="nothing",
    ),
    Command(
        "messages compile",
        "compile the message catalogues that changed",
        "hafen.core.ui.commands:compile_all",
        needs="nothing",
    ),
    Command(
        "municipality create",
        "create a municipality",
        "hafen.core.places.commands:create",
        (
            argument("slug", help="short name in addresses, such as musterhafen"),
            argument("--name", required=True, help="the name that pages show"),
            argument(
                "--languages",
                required=True,
                metavar="de,ar,en",
                help="languages of the portal; the first is that of the texts",
            ),
            argument("--land", default="NW", help="state, such as NW or HE"),
            argument(
                "--closed", action="store_true", help="keep the portal closed for now"
            ),
        ),
    ),
    Command(
        "import districts",
        "bring in districts from GeoJSON",
        "hafen.core.places.commands:districts",
        (
            argument("file", metavar="FILE", help="areas as GeoJSON in WGS 84"),
            MUNICIPALITY,
            argument("--layer", default="", help="what the areas are called together"),
            argument(
                "--dry-run", action="store_true", help="say what would happen only"
            ),
        ),
    ),
    Command(
        "import pages",
        "bring in a page tree of Integreat, as the JSON of its public API",
        "hafen.information.knowledge.commands:import_pages",
        (
            argument("file", metavar="FILE"),
            MUNICIPALITY,
            argument(
                "--language",
                metavar="TAG",
                default="",
                help="language of the file; the first one of the municipality",
            ),
            argument(
                "--translation-of",
                metavar="TAG",
                default="",
                help="language of the pages that these translate",
            ),
            argument(
                "--source",
                metavar="NAME",
                default="Integreat",
                help="whose pages they are, as readers see it",
            ),
            argument(
                "--read-only",
                action="store_true",
                help="they are kept there and cannot be changed here",
            ),
        ),
    ),
    Command(
        "search rebuild",
        "lay the search anew, of one municipality or of all",
        "hafen.mechanisms.search.commands:rebuild",
        (argument("--municipality", metavar="SLUG", default=""),),
    ),
    Command(
        "demo load",
        "make the fictional municipality Musterhafen",
        "hafen.config.demo_loading:load",
    ),
    Command(
        "demo users",
        "name the demo people and how they sign in",
        "hafen.config.demo_loading:users",
    ),
    Command(
        "demo code",
        "give the second factor of a demo person",
        "hafen.config.demo_loading:code",
        (argument("name", metavar="NAME", help="e-mail address or its first part"),),
    ),
    Command(
        "demo lock",
        "close all accounts of the fictional municipality",
        "hafen.config.demo_loading:lock",
    ),
    Command(
        "audit verify",
        "look for manipulations of the sealed audit trail",
        "hafen.core.audit.commands:verify",
        (argument("--municipality", metavar="SLUG", default=""),),
    ),
    Command(
        "privacy replay",
        "after a restore: erase again whom the backup brought back",
        "hafen.mechanisms.privacy.commands:replay",
        (argument("--municipality", metavar="SLUG", default=""),),
    ),
    Command(
        "bench",
        "measure the web and the search on this machine",
        "hafen.config.benching:bench",
        needs="server",
        answers=False,
        takes_rest=True,
    ),
    Command(
        "bench-matching",
        "measure the matching engine beside databases and solvers",
        "hafen.config.benching:bench_matching",
        needs="server",
        answers=False,
        takes_rest=True,
    ),
    Command(
        "django",
        "run one of Django's own commands, as the owner of the tables",
        "hafen.config.setup:django_command",
        needs="server",
        answers=False,
        takes_rest=True,
    ),
    Command(
        "backup",
        "write database and files into one file, while Hafen runs or not",
        "hafen.config.maintenance.backup:backup",
        (
            argument("file", nargs="?", metavar="FILE", help="where to write it"),
            argument(
                "--key-file",
                metavar="FILE",
                help="encrypt it; the key is made if the file is new",
            ),
        ),
        needs="server",
    ),
    Command(
        "restore",
        "put a backup in place and compare every row with it",
        "hafen.config.maintenance.restore:restore",
        (
            argument("file", metavar="FILE", help="the backup"),
            argument("--key-file", metavar="FILE", help="the key that encrypted it"),
            argument(
                "--replace",
                action="store_true",
                help="replace the data of this installation",
            ),
        ),
        needs="server",
    ),
    Command(
        "upgrade",
        "bring the data to this version: backup, migrate, check, way back",
        "hafen.config.maintenance.upgrade:upgrade",
        needs="server",
    ),
    Command(
        "doctor",
        "say in plain words what is wrong with this installation",
        "hafen.config.maintenance.doctor:doctor",
        needs="nothing",
    ),
    Command(
        "keys list",
        "name the keys of the encrypted fields",
        "hafen.core.db.rotation:show",
    ),
    Command(
        "keys rotate",
        "make a new key and encrypt every field with it",
        "hafen.core.db.rotation:rotate",
        (
            argument(
                "--forget-old", action="store_true", help="drop the keys before it"
            ),
        ),
    ),
)
