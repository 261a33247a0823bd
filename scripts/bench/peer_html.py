"""One HTML for all partners: python peer_html.py FOLDER TARGET.

TARGET.pdf is set by WeasyPrint as it comes, tagged; TARGET.html is for a browser, with notes at the end of
each partner, since browsers have no footnotes.
"""

import json
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

folder, target = map(Path, sys.argv[1:])
data = json.loads((folder / "data.json").read_text("utf-8"))
environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
page = environment.get_template("page.html.jinja").render(data, foot=target.suffix == ".pdf")
if target.suffix == ".pdf":
    from weasyprint import HTML

    HTML(string=page, base_url=str(folder) + "/").write_pdf(target, pdf_variant="pdf/ua-1")
else:
    target.write_text(page, "utf-8")
