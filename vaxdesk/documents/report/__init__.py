"""A report as a file: PDF, workbook, text table, DHIS2 data value set, FHIR bundle. One content, five writers."""
