"""Tests, as short stories; one file a verb, a page or a contract."""
