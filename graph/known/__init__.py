"""What is known beside the documents: divisions and agencies through time, and whom groups mean."""
