"""Pages that look over the whole archive: by year, what was corrected, what is covered, how to take it away.

They only read. Each parses its address, asks for figures, and renders.
"""
