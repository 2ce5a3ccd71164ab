"""Cases: what somebody above has to decide about records and doses of several sites, and what they ask a site."""
