"""How long the tests by chance go on: short at the desk, long in .ci/run.

`hypothesis` takes its profile from here, and what draws by itself asks `by_profile`.
"""

import os

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "desk")


def by_profile(*, desk, long):
    return long if PROFILE == "long" else desk
