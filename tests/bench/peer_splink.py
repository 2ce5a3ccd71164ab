"""splink on the records of a CSV file, in an environment of its own: pairs with their probability into another CSV.

    python peer_splink.py RECORDS.csv PAIRS.csv

It is given what a user of it would prepare for Vietnamese names: folded names, the year apart, the person's part of an
insurance number; the blocks that ours uses; comparisons with levels for slips; and frequencies of names and communes.
"""

from __future__ import annotations

import sys
import time

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_BLOCKS = (("doc",), ("bhyt",), ("tel",), ("name_fold", "dob"), ("dob", "commune"), ("name_fold", "year", "commune"))
_CERTAIN = (("doc", "name_fold"), ("name_fold", "dob", "tel"))
_RECALL = 0.6  # of those two rules
_LEARNED_ON = (("name_fold", "dob"), ("tel",), ("doc",))


def _settings() -> SettingsCreator:
    """What is compared, and among whom."""
    births = cl.CustomComparison(
        output_column_name="dob",
        comparison_levels=[
            cll.NullLevel("year"),
            cll.ExactMatchLevel("dob"),
            cll.DamerauLevenshteinLevel("dob", distance_threshold=1),
            cll.ExactMatchLevel("year"),
            cll.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.JaroWinklerAtThresholds("name_fold", [0.96, 0.9]).configure(term_frequency_adjustments=True),
            births,
            cl.DamerauLevenshteinAtThresholds("doc", [1, 2]),
            cl.ExactMatch("bhyt"),
            cl.DamerauLevenshteinAtThresholds("tel", [1]),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("adr", [0.9]),
            cl.ExactMatch("commune").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on(*fields) for fields in _BLOCKS],
    )


def main() -> None:
    """Trains on the records and compares them."""
    source, target = sys.argv[1:3]
    began = time.monotonic()
    api = DuckDBAPI()
    api._con.execute(f"CREATE TABLE people AS SELECT * FROM read_csv('{source}', all_varchar = true, nullstr = '')")
    linker = Linker(api.register("people"), _settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*fields) for fields in _CERTAIN], recall=_RECALL
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for fields in _LEARNED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*fields))
    found = linker.inference.predict(threshold_match_probability=0.001).as_duckdbpyrelation()
    found.project("id_l, id_r, match_probability").to_csv(target)
    sys.stdout.write(f"{time.monotonic() - began:.1f} {time.process_time():.1f}\n")


if __name__ == "__main__":
    main()
