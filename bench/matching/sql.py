"""The ranking as SQL: with the same blocks as the engine, on two databases."""

import os

import duckdb
import numpy as np
import psycopg
from generator import POLICY

LANGUAGES = 12
_P = POLICY

# Blocks of both sides: a pair is met in the block of its first common language.
_RULES = """
    (o.languages & n.languages) & ((1::bigint << p.language) - 1) = 0
    AND d.distance <= o.radius AND d.distance <= n.radius
    AND o.traits & (n.must | n.refuse) = n.must
"""


def _points(bits, greatest, least):
    """Return the sum of points; the databases count bits by different names."""
    common = bits("o.slots & n.slots")
    return f"""
        {_P.base} + {greatest}(0, {_P.proximity_max}
            - {_P.proximity_per_km} * d.distance / 10)
        + {_P.slot} * {least}({common}, {_P.slot_cap})
        + {_P.wish} * {least}({bits("o.traits & n.wish")}, {_P.wish_cap})
        + {_P.language} * {least}({bits("o.languages & n.languages")} - 1,
            {_P.language_cap})
        - {_P.load} * {least}(o.load, {_P.load_cap})
        + {_P.waiting_per_day} * n.waiting_days
    """


def columns(table):
    """Return the columns as whole numbers that every database knows."""
    return {
        name: getattr(table, name).astype(np.int64)
        for name in table.__dataclass_fields__
    }


def near(geo, most=150):
    """Return home, district and distance of districts that a helper may reach."""
    home, district = np.nonzero(geo.distance <= most)
    return home, district, geo.distance[home, district]


def postings(table):
    """Return (language, row) for each language that a row has."""
    words = table.languages.astype(np.int64)
    pairs = [np.flatnonzero(words >> bit & 1) for bit in range(LANGUAGES)]
    return (
        np.repeat(np.arange(LANGUAGES), [len(rows) for rows in pairs]),
        table.id[np.concatenate(pairs)],
    )


class DuckDB:
    """In this process, with two threads and chunks of needs."""

    name = "DuckDB"
    chunk = 2_000

    def __init__(self, town):
        self.db = duckdb.connect()
        self.db.execute("SET threads = 2")
        home, district, distance = near(town.geo)
        language, row = postings(town.offers)
        asked, need = postings(town.needs)
        for name, made in {
            "needs": columns(town.needs),
            "offers": columns(town.offers),
            "near": {"home": home, "district": district, "distance": distance},
            "posting": {"language": language, "offer": row},
            "asking": {"language": asked, "need": need},
        }.items():
            self.db.register(
                "made", {k: np.ascontiguousarray(v) for k, v in made.items()}
            )
            self.db.execute(f"CREATE TABLE {name} AS SELECT * FROM made")
            self.db.unregister("made")

    def ranked(self, ids, k):
        points = _points(
            lambda word: f"bit_count({word})::bigint", "greatest", "least"
        ).replace("d.distance / 10", "d.distance // 10")
        found = [
            self.db.execute(
                f"""
                SELECT n.id, o.id, {points} AS points
                FROM needs n
                JOIN asking a ON a.need = n.id
                JOIN near d ON d.home = n.district
                JOIN (posting p JOIN offers o ON o.id = p.offer)
                    ON o.district = d.district AND p.language = a.language
                WHERE n.id >= ? AND n.id <= ? AND {_RULES}
                    AND bit_count(o.slots & n.slots) >= n.min_overlap
                QUALIFY row_number()
                    OVER (PARTITION BY n.id ORDER BY points DESC, o.id) <= {k}
                ORDER BY n.id, points DESC, o.id
                """,
                [int(part[0]), int(part[-1])],
            ).fetchnumpy()
            for part in np.split(ids, range(self.chunk, len(ids), self.chunk))
        ]
        return [
            np.concatenate([list(part.values())[at] for part in found])
            for at in range(3)
        ]


class PostgreSQL:
    """Hafen's own server, one connection, a query per need."""

    name = "PostgreSQL"

    def __init__(self, town):
        self.db = psycopg.connect(os.environ["HAFEN_BENCH_DSN"], autocommit=True)
        self.db.execute("SET max_parallel_workers_per_gather = 0; SET jit = off")
        self._fill("needs", columns(town.needs))
        offers = columns(town.offers)
        self._fill("offers", offers)
        home, district, distance = near(town.geo)
        self._fill("near", {"home": home, "district": district, "distance": distance})
        language, row = postings(town.offers)
        at = town.offers.district[np.searchsorted(town.offers.id, row)]
        # The offer lies in its posting, so that no join is needed.
        whole = {
            name: column[np.searchsorted(town.offers.id, row)]
            for name, column in offers.items()
        }
        self._fill("posting", {"language": language, **whole, "district": at})
        self.db.execute("CREATE INDEX ON needs (id)")
        self.db.execute("CREATE INDEX ON near (home)")
        self.db.execute("CREATE INDEX ON posting (district, language)")
        self.db.execute("CLUSTER posting USING posting_district_language_idx")
        self.db.execute("VACUUM ANALYZE needs, near, posting")

    def _fill(self, name, made):
        names = ", ".join(f"{column} bigint" for column in made)
        self.db.execute(f"DROP TABLE IF EXISTS {name}")
        self.db.execute(f"CREATE UNLOGGED TABLE {name} ({names})")
        with self.db.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for row in zip(*(column.tolist() for column in made.values()), strict=True):
                copy.write_row(row)

    def ranked(self, ids, k):
        points = _points(
            lambda word: f"bit_count(({word})::bit(64))", "greatest", "least"
        )
        rows = self.db.execute(
            f"""
            SELECT n.id, best.id, best.points
            FROM needs n
            CROSS JOIN LATERAL (
                SELECT o.id, {points} AS points
                FROM near d
                CROSS JOIN generate_series(0, {LANGUAGES - 1}) AS p(language)
                JOIN posting o
                    ON o.district = d.district AND o.language = p.language
                WHERE d.home = n.district AND n.languages >> p.language & 1 = 1
                    AND {_RULES}
                    AND bit_count((o.slots & n.slots)::bit(64)) >= n.min_overlap
                ORDER BY points DESC, o.id
                LIMIT {k}
            ) best
            WHERE n.id = ANY(%s)
            ORDER BY n.id, best.points DESC, best.id
            """,
            [ids.tolist()],
        ).fetchall()
        return np.array(rows, np.int64).reshape(-1, 3).T
