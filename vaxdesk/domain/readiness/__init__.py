"""Whether PC and station are ready for a day: each thing that can fail in front of a queue, looked at before."""
