"""The public API. Knows how records are written as JSON; knows no rule about them: it starts from `published()`."""
