"""Templates of a layout as somebody hostile writes them: random Jinja over the variables that a layout gets.

A template tries to leave the sandbox, to read or attach files, to put links into the PDF that run something,
and to work without end. Every part is random, so that names, filters and sizes meet that nobody has listed.
"""

from __future__ import annotations

import random

NUMBERS = (
    *("0", "1", "-1", "3", "999", "99999", "100000", "2 ** 70", "999999999", "10 ** 30", "1e308", "0.1"),
)
NAMES = (
    *("layout", "document", "layout.page", "document.questions", "document.edition", "document.heading"),
    *("document.contact", "document.notes", "document.imprint", "document.placement", "layout.fonts"),
    *("layout.tokens", "layout.pictures", "loop", "self", "caller", "varargs", "kwargs", "super"),
    *("missing", "range", "cycler", "joiner", "namespace", "dict", "lipsum", "url_for", "config"),
    *("request", "cycler('a', 'b')", "joiner('x')", "namespace(x=1)", "dict(a=1)", "dict", "none", "true"),
    *("[]", "{}", "document.questions[0]", "document.questions[0].blocks[0]", "document.edition.japanese"),
)
ATTRIBUTES = (
    *("title", "page", "width", "blocks", "content", "at", "file", "data", "folder", "manifest", "name"),
    *("parse_raw", "parse_file", "parse_obj", "from_orm", "construct", "copy", "dict", "json", "schema"),
    *("model_dump", "model_construct", "model_validate", "model_fields", "model_copy", "model_config"),
    *("__class__", "__mro__", "__base__", "__subclasses__", "__init__", "__globals__", "__builtins__"),
    *("__dict__", "__doc__", "__module__", "__reduce__", "__getattribute__", "__call__", "__code__"),
    *("__dataclass_fields__", "__slots__", "__self__", "__func__", "__wrapped__", "__import__", "mro"),
    *("_TemplateReference__context", "_Namespace__attrs", "_iterable", "_invoke", "_func", "_environment"),
    *("format", "format_map", "encode", "join", "ljust", "zfill", "center", "expandtabs", "translate"),
    *("parse", "japanese", "first_day", "iso", "fromisoformat", "strftime", "items", "get", "values"),
    *("environment", "globals", "eval_ctx", "parent", "blocks", "resolve", "func_globals", "gi_frame"),
    *("gi_code", "cr_frame", "f_globals", "tb_frame", "read_text", "open", "unlink", "system", "popen"),
    *("append", "pop", "clear", "update", "sort", "extend", "setdefault", "next", "reset", "cycle"),
)
FILTERS = (
    *("inline", "phrases", "text", "kind", "anchor", "address", "size", "codes", "code", "note_anchor"),
    *("abs", "batch(3)", "capitalize", "count", "default('x')", "dictsort", "e", "first", "float", "list"),
    *("groupby('title')", "int", "items", "last", "length", "lower", "map(attribute='{a}')", "max", "min"),
    *("map('{f}')", "reject('none')", "rejectattr('{a}')", "selectattr('{a}')", "reverse", "safe", "sort"),
    *("sort(attribute='{a}')", "sum", "sum(attribute='{a}')", "string", "striptags", "title", "trim"),
    *("truncate({n})", "unique", "upper", "urlencode", "wordcount", "random", "pprint", "tojson"),
    *("xmlattr", "attr('{a}')", "center({n})", "indent({n})", "wordwrap({n})", "urlize", "filesizeformat"),
    *("forceescape", "batch({n}, 1)", "slice({n}, 1)", "round({n})", "join('{t}')", "replace('a', '{t}')"),
    *("replace('', '{t}')", "format(1)", "format({n})", "d({n})", "int(base={n})", "phrases({n})"),
    *("select('{a}')", "_counted", "_concatenated", "list|_concatenated", "string|list"),
    *("list|sort|join('{t}')", "string|replace('', '{t}')"),
)
FORMATS = (
    *("%999999999d", "%.999999999f", "%*d", "%-*s", "%(a)999999999s", "%%%ds", "%1000s", "%s" * 500),
    *("{0.__class__}", "{:>999999999}", "{0[__class__]}", "%r", "%a", "%c", "%" * 999, "%(__class__)s"),
)
PATHS = (
    *("page.html.jinja", "layout.yaml", "../layout.yaml", "../../profiles/small.yaml", "/etc/passwd"),
    *("style.css", "../../../secret.txt", "../../secret.txt", "secret", "blocks/facts.html.jinja"),
    *("missing.html.jinja", "/proc/self/environ", "/dev/zero", "/dev/stdin", "..\\\\..\\\\secret.txt"),
    *("blocks/../page.html.jinja", "\\0", "x" * 5000, "pipe"),
)
ADDRESSES = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "file:secret.txt"),
    *("../../../secret.txt", "//example.jp/x", "\\\\\\\\host\\\\share", "http://127.0.0.1:1/x"),
    *("https://x.jp", "ftp://x.jp/", "brochure:part#x", "brochure:../x", "#nowhere", "smb://x/y"),
    *("javascript&colon;alert(1)", "pictures/photo", "/pictures/photo"),
    *("pictures/%2e%2e/%2e%2e/secret.txt", "profiles/small.yaml", "file:///workspace/pictures/photo"),
    *("file:///workspace/../secret.txt", "file://host/pictures/photo", "data:image/png;base64,AAAA"),
    *("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", "", "mailto:a@b.jp", "tel:+81"),
    *("x:y", "urn:x", "chrome://x", "blob:x", "about:blank", "layouts/standard"),
)
TAGS = (
    *('<a href="{u}">a</a>', '<a rel="attachment" href="{u}">a</a>', '<link rel="attachment" href="{u}">'),
    *('<img src="{u}" alt="a">', '<object data="{u}">o</object>', '<embed src="{u}">'),
    *('<iframe src="{u}"></iframe>', '<style>@import url("{u}");</style>'),
    *('<style>* {{ background: url("{u}") }}</style>', "<base href='{u}'>"),
    *('<p style="background: url({u})">p</p>', '<p style="content: url({u})">p</p>'),
    *('<form action="{u}"><input></form>',),
    *('<svg xmlns="http://www.w3.org/2000/svg"><image href="{u}" width="9" height="9"/></svg>',),
    *('<svg><use href="{u}#a"/></svg>', '<svg><a href="{u}"><text>a</text></a></svg>'),
    *('<meta http-equiv="refresh" content="0;url={u}">',),
    *('<style>@font-face {{ font-family: x; src: url("{u}") }} p {{ font-family: x }}</style>',),
    *("<script>alert(1)</script>", '<p style="list-style-image: url({u}); display: list-item">p</p>'),
    *('<area href="{u}">', '<link rel="stylesheet" href="{u}">', '<a xlink:href="{u}" href="{u}">a</a>'),
    *('<p style="string-set: a attr(x)" x="{u}">p</p>', '<p onclick="{u}">p</p>'),
    *("<p style=\"bookmark-label: '{u}'; bookmark-level: 1\">p</p>",),
    *('<a href="{u}" style="-weasy-link: attr(href)">p</a>', '<p style="-weasy-link: url({u})">p</p>'),
    *('<p style="-weasy-anchor: attr(id)" id="{u}">p</p>', '<h1 id="{u}">h</h1>'),
)

OPERATORS = ("*", "**", "+", "~", "%", "//", "-", "/", "==", "<", "in", "and")
TESTS = (
    *("defined", "mapping", "iterable", "callable", "divisibleby({n})", "sameas(1)", "in([1])", "filter"),
    *("escaped", "eq(document)", "lt({n})", "{a}"),
)
SHOWN = ("", "{{ n.x }}", "{{ n.x|string }}", "{{ n.x == n.x }}", "{{ [n.x]|unique|list|length }}")
BLOCK_FILTERS = ("upper", "safe", "string", "list", "urlize", "escape")

GROWN = [
    "n.x ~ n.x",
    "n.x + n.x",
    "n.x * 9",
    "[n.x, n.x]",
    "n.x|replace('a', 'aaaa')",
    "(n.x, n)",
    "n.x|string + n.x|string",
    "{1: n.x}",
]
INCLUSIONS = [
    "include '{}'",
    "import '{}' as i",
    "extends '{}'",
    "from '{}' import m",
    "include ['{}', 'x']",
    "include '{}' ignore missing with context",
]
ODDITIES = (
    "{% block b %}{{ self.b() }}{% endblock %}",
    "{% do 1 %}{% debug %}",
    "{% autoescape false %}{{ document.title }}<b>{% endautoescape %}",
    "{% call caller() %}{% endcall %}",
    "{{" + "(" * 300 + "1" + ")" * 300 + "}}",
    "{{ " + "-" * 3000 + "1 }}",
    "{{ [" * 200 + "1" + "] }}" * 200,
    "{{ '" + "\\\\N{DIGIT ONE}" * 99 + "' }}",
    "{% with a = range({n}) %}{{ a|list|length }}{% endwith %}",
    "<div>" * 5000,
    "<table><tr><td>" * 150,
    "<p>" + "文" * 20000 + "</p>",
    "{% if true %}" * 90 + "{% endif %}" * 90,
)


class HostileTemplate:
    """A writer of random hostile Jinja.

    >>> HostileTemplate(random.Random(1)).text() == HostileTemplate(random.Random(1)).text()
    True
    """

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def text(self) -> str:
        """Some hostile statements."""
        return "".join(self.statement(3) for _ in range(self.dice.choice([1, 1, 2, 4])))

    def one(self, *choices: str) -> str:
        """One of the choices, with its holes filled."""
        return self.filled(self.dice.choice(choices))

    def filled(self, text: str) -> str:
        """A text in which ``{a}``, ``{n}`` … are an attribute, a number, a text, a filter, an address."""
        dice = self.dice
        for hole, choices in (
            ("{a}", ATTRIBUTES),
            ("{n}", NUMBERS),
            ("{f}", FILTERS),
            ("{t}", ("文" * 999, "x")),
        ):
            if hole in text:
                text = text.replace(
                    hole, dice.choice(choices).partition("(")[0] if hole == "{f}" else dice.choice(choices)
                )
        return text

    def expression(self, depth: int) -> str:
        """A random expression."""
        dice = self.dice
        if depth <= 0:
            return self.one(*NAMES, *NUMBERS, "'a'", "'文' * {n}", *(repr(one) for one in FORMATS))
        inner = self.expression(depth - 1)
        match dice.randrange(14):
            case 0 | 1:
                return f"({inner}).{dice.choice(ATTRIBUTES)}"
            case 2:
                return f"({inner})['{dice.choice(ATTRIBUTES)}']"
            case 3:
                arguments = self.one(
                    "", "1", "'x'", "'/etc/passwd'", "'x', content_type='pickle', allow_pickle=true", "{n}"
                )
                return f"({inner}).{dice.choice(ATTRIBUTES)}({arguments})"
            case 4 | 5 | 6:
                return f"({inner})|{self.one(*FILTERS)}"
            case 7:
                return f"({inner}) {dice.choice(OPERATORS)} ({self.expression(depth - 1)})"
            case 8:
                return f"range({self.one(*NUMBERS)})"
            case 9:
                return f"({inner})({self.expression(0)})"
            case 10:
                return f"({dice.choice(FORMATS)!r})|format({inner})"
            case 11:
                return f"[{inner}] * {self.one(*NUMBERS)}"
            case 12:
                return f"({inner})[{self.one('0', '-1', '::-1', ':{n}', '{n}')}]"
            case _:
                return f"({inner}) is {self.one(*TESTS)}"

    def statement(self, depth: int) -> str:
        """A random statement, with others in it."""
        dice = self.dice
        inner = self.statement(depth - 1) if depth > 0 else self.one("x", "文" * 999, "{{ 1 }}", "")
        match dice.randrange(15):
            case 0 | 1 | 2 | 3:
                return f"{{{{ {self.expression(dice.randrange(4))} }}}}"
            case 4 | 5 | 6:
                return (
                    dice.choice(TAGS)
                    .replace("{u}", dice.choice(ADDRESSES))
                    .replace("{{", "{")
                    .replace("}}", "}")
                )
            case 7:
                recursive, more = dice.choice([("", ""), (" recursive", "{{ loop([1, 2]) }}")])
                items = dice.choice(
                    [f"range({self.one(*NUMBERS)})", self.expression(1), "range(99999)", "[1, 2]"]
                )
                return f"{{% for a in {items}{recursive} %}}{inner}{more}{{% endfor %}}"
            case 8:
                call = dice.choice(["{{ m() }}", "{{ m() }}{{ m() }}", "{{ caller() }}", ""])
                return f"{{% macro m() %}}{inner}{call}{{% endmacro %}}{{{{ m() }}}}"
            case 9:
                grown = dice.choice(GROWN)
                start = dice.choice(["'a'", "[1]", "'文' * 999", "2", "{}", "()", "n"])
                return (
                    f"{{% set n = namespace(x={start}) %}}{{% for i in range({dice.choice([40, 9999])}) %}}"
                    f"{{% set n.x = {grown} %}}{{% endfor %}}{inner}{dice.choice(SHOWN)}"
                )
            case 10:
                kind = dice.choice(INCLUSIONS)
                return f"{{% {kind.format(dice.choice(PATHS))} %}}"
            case 11:
                return f"{{% set s %}}{inner}{{% endset %}}{{{{ s ~ s }}}}{{{{ s * {self.one(*NUMBERS)} }}}}"
            case 12:
                return f"{{% filter {dice.choice(BLOCK_FILTERS)} %}}{inner}{{% endfilter %}}"
            case 13:
                return f"{{% if {self.expression(2)} %}}{inner}{{% endif %}}"
            case _:
                return self.one(*ODDITIES)
