"""The report of a study: one page with its question, its answer, pictures, and all that it stands on."""
