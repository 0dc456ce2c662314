"""Links the made-up town with Splink, tuned as its documentation advises; see race.ts.

Called as: python splink_peer.py TOWN.parquet CLUSTERS.parquet PRECISION. Prints one line of JSON: seconds of training,
prediction and clustering, without the start of Python, and the versions.
"""

import json
import sys
import time

import duckdb
import splink
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

file, out, threshold = sys.argv[1], sys.argv[2], float(sys.argv[3])
start = time.perf_counter()
connection = duckdb.connect()
connection.execute(f"CREATE TABLE town AS SELECT * EXCLUDE (truth) FROM '{file}'")
api = DuckDBAPI(connection)
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="id",
    retain_matching_columns=False,
    comparisons=[
        cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("born", [1, 2]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("sex"),
        cl.ExactMatch("house"),
        cl.JaroWinklerAtThresholds("street", [0.92]).configure(term_frequency_adjustments=True),
        cl.PostcodeComparison("postcode").configure(term_frequency_adjustments=True),
        cl.ExactMatch("town").configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("born", "given"),
        block_on("born", "surname"),
        block_on("given", "surname", "substr(born, 1, 4)"),
        block_on("postcode", "given"),
        block_on("postcode", "surname", "substr(given, 1, 1)"),
        block_on("postcode", "born"),
        block_on("street", "given"),
        block_on("street", "born"),
    ],
)
linker = Linker(api.register("town", dataset_display_name="town"), settings, log_level=40)
linker.training.estimate_probability_two_random_records_match(
    [block_on("born", "given", "surname"), block_on("postcode", "given", "surname")], recall=0.8
)
linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
for rule in (block_on("born", "given"), block_on("postcode", "surname"), block_on("surname", "given")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1e6)
predicted = linker.inference.predict(threshold_match_probability=0.01)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
connection.execute(
    f"COPY (SELECT id AS record_id, cluster_id FROM {clusters.physical_name}) TO '{out}' (FORMAT parquet)"
)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "splink": splink.__version__, "duckdb": duckdb.__version__}))
