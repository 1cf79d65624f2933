"""Python's search for garbage, left out where much is made and all of it is needed."""

import gc
from contextlib import contextmanager


@contextmanager
def left_lying():
    """Within, nothing is searched for cycles: among hundreds of thousands of objects that are all in
    use each search takes longer than the last and finds nothing. What there was is found after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
