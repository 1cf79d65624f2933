"""How a page that stands open looks on every screen, light and dark, and what axe says of it.

It is opened once: the screen is then made wider and darker under it. What axe reads off the markup
it reads at each width; in the dark the same markup is asked about its colours alone.
"""

from axe_playwright_python.base import AXE_SCRIPT

WIDTHS = (360, 768, 1440)
ALL = {"resultTypes": ["violations"]}
OF_COLOURS = ALL | {"runOnly": ["color-contrast", "link-in-text-block"]}
SCHEMES = {"light": ALL, "dark": OF_COLOURS}
WIDER_BY = "document.documentElement.scrollWidth - innerWidth"
# Colours that are on their way to others are waited for.
RUN = """async ([context, options]) => {
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
  return (await axe.run(context || document, options)).violations;
}"""


def faults(page, widths=WIDTHS, axe_at=None, context=None):
    """Sentences on what is wrong with the page, none when all is well.

    axe looks at the widths of `axe_at`, at all when it is not given; `context` is what it looks at
    there, as axe takes it, the whole page when it is not given.
    """
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate(WIDER_BY)
        if overflow > 0:
            found.append(f"{page.url} is {overflow} px too wide at {width}")
        if width in (axe_at or widths):
            for scheme, options in SCHEMES.items():
                page.emulate_media(color_scheme=scheme)
                where = f"{page.url}, {scheme}, at {width}"
                found += [f"{where}: {said}" for said in _axe(page, context, options)]
    page.emulate_media(color_scheme="light")
    return found


def _axe(page, context, options):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for one in page.evaluate(RUN, [context, options]):
        nodes = [node["html"][:160] for node in one["nodes"][:3]]
        yield f"{one['id']} ({one['help']}): {nodes}"
