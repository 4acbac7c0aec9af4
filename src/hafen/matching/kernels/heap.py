"""Offers in the order of their distance; a distance can fall while they wait.

A binary heap that knows where each offer stands. Equal distances come out in
the order of rows, so that nothing depends on the order of insertion.
"""

from hafen.matching.kernels.data import I32, I64
from hafen.matching.kernels.jit import kernel

OUT = -1


@kernel
def _is_before(distance: I64, a: int, b: int) -> bool:
    return distance[a] < distance[b] or (distance[a] == distance[b] and a < b)


@kernel
def push(heap: I32, place: I32, size: int, distance: I64, offer: int) -> int:
    """Put an offer in, or forward when its distance fell; return the size."""
    at = place[offer]
    if at == OUT:
        at = size
        size += 1
    while at > 0:
        above = (at - 1) // 2
        if not _is_before(distance, offer, heap[above]):
            break
        heap[at] = heap[above]
        place[heap[at]] = at
        at = above
    heap[at], place[offer] = offer, at
    return size


@kernel
def pop(heap: I32, place: I32, size: int, distance: I64) -> int:
    """Take the nearest offer out; the heap is one smaller then."""
    nearest, moved = heap[0], heap[size - 1]
    place[nearest] = OUT
    size -= 1
    if size == 0:
        return nearest
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and _is_before(distance, heap[below + 1], heap[below]):
            below += 1
        if not _is_before(distance, heap[below], moved):
            break
        heap[at] = heap[below]
        place[heap[at]] = at
        at = below
    heap[at], place[moved] = moved, at
    return nearest
