"""What `benchmarks/suite.py` measures: `pages` over HTTP, `jobs` as commands, each beside a reference in the same run.

`servers` starts what is compared, `asking` asks it, `results` says what came of it. `inside` is run by `jobs` in
processes of their own.
"""
