"""What browsers are told with static files, which no middleware of ours sees. Pure: the settings import it."""

from wsgiref.headers import Headers


def on_files(headers: Headers, path: str, url: str) -> None:
    """A file that is opened by itself does nothing: an SVG is a document, too."""
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
