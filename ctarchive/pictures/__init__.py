"""Pictures of the archive: timeline, map, network and lineage, drawn as SVG from its own published data.

`asking` looks the data up; the modules that draw take plain values and give `svg.Element` trees back, and know neither
queries nor requests.
"""
