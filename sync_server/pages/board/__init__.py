"""The dashboard's pages: progress, people, vaccine, reactions, and how whole the data are."""
