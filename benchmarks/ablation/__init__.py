"""Each model replaced by its naive or ideal twin, on one raid: docs/ablation.md."""
