import pytest


@pytest.fixture
def browse(chromium, live_server):
    """A function that opens a browser of its own, signed in as somebody; faults of scripts fail."""
    contexts, faults = [], []

    def open_as(name=None, **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        if name:
            page.goto("/admin/")
            page.fill("#id_username", name)
            page.fill("#id_password", "secret")
            page.click("[type=submit]")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert faults == []
