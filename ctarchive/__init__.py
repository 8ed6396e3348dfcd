"""The archive as a whole: settings, site map, home, search, API, exports, feeds, the demo.

The outermost package. It may import events, sources and editorial; none of them may import it.
"""
