"""Makes the next of several items while one is used."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def prefetch(items: Iterator[T], is_small: Callable[[T], bool] = lambda _: False) -> Iterator[T]:
    """The items, each made in a thread while the one before is used, unless that is small. None ends them."""
    with ThreadPoolExecutor(1) as thread:
        item = next(items, None)
        while item is not None:
            if is_small(item):  # it would be used before the thread had started
                yield item
                item = next(items, None)
            else:
                coming = thread.submit(next, items, None)
                yield item
                item = coming.result()
