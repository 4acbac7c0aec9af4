"""The lists of the pilot, and reports by the command."""

import argparse
import json

import pytest

from hafen.evidence.reports import commands
from hafen.mechanisms.imports import commands as imports

FILES = {
    "kontaktliste.xlsx": "contacts",
    "befragung_kontaktpersonen.xlsx": "surveys",
    "befragung_gefluechtete.xlsx": "surveys",
}


@pytest.fixture
def bring_in(town, acting, test_data):
    """Import a file of the pilot by the command."""

    def run(name):
        options = argparse.Namespace(
            file=str(test_data / "dortmund" / name),
            municipality=town.slug,
            importer=FILES[name],
            sheet="",
            mapping=None,
            dry_run=False,
            draft=False,
            survey=None,
        )
        outcome = imports.bring_in(options)
        acting(town)
        return outcome.data

    return run


@pytest.fixture
def printed(town, acting):
    """What `./hafen report` prints: `printed("pilot", "a=1", last="2017-03-31")`."""

    def run(
        name, *settings, first="2016-10-01", last="2017-03-31", kind="json", **more
    ):
        options = argparse.Namespace(
            name=name,
            municipality=town.slug,
            first=first,
            last=last,
            format=kind,
            set=list(settings),
            out="",
        )
        outcome = commands.report(options)
        acting(town)
        return json.loads(outcome.lines[0])

    return run
