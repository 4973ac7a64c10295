"""Links that carry their file inside them: they work from disk and without a server."""

import base64
import html


def download(content: str, name: str, label: str, kind: str = "text/csv") -> str:
    """Return an HTML link that saves ``content`` under ``name``.

    Examples
    --------
    >>> download("a", "a.csv", "the <table>")
    '<a class="download" download="a.csv" href="data:text/csv;base64,YQ==">the &lt;table&gt;</a>'
    """
    data = base64.b64encode(content.encode()).decode()
    href = f"data:{html.escape(kind)};base64,{data}"
    return f'<a class="download" download="{html.escape(name)}" href="{href}">{html.escape(label)}</a>'
