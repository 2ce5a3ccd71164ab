"""Recording a reaction: one dialog that the observation desk and the screen of adverse events share."""
