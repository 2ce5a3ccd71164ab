"""What every page for people needs, whoever they are: visits, forms, headers, files, templates."""
