"""PDFs: drawn within limits, closed to the outside, accessible, joined, checked and locked."""
