"""Whether two records are one person: fields compared in levels, levels weighed, weights summed."""
