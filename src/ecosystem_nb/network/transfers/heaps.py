"""Which comes first?  Binary heaps over plain arrays (bare kernels)."""

from ecosystem_nb.network.transfers.compiled import compiled


@compiled
def push(key, item, base, size, new_key, new_item):
    """Add a key and its item to the heap that holds ``size`` of them from place ``base`` on."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if key[base + above] <= new_key:
            break
        key[base + place] = key[base + above]
        item[base + place] = item[base + above]
        place = above
    key[base + place] = new_key
    item[base + place] = new_item


@compiled
def pop(key, item, base, size):
    """Take the least key off the heap that holds ``size`` from place ``base`` on; return its item."""
    first = item[base]
    last_key, last_item = key[base + size - 1], item[base + size - 1]
    size -= 1
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and key[base + below + 1] < key[base + below]:
            below += 1
        if last_key <= key[base + below]:
            break
        key[base + place] = key[base + below]
        item[base + place] = item[base + below]
        place = below
    key[base + place] = last_key
    item[base + place] = last_item
    return first


@compiled
def _rise(heap, where, key, place):
    member = heap[place]
    while place > 0:
        above = (place - 1) >> 1
        if key[heap[above]] <= key[member]:
            break
        heap[place] = heap[above]
        where[heap[place]] = place
        place = above
    heap[place] = member
    where[member] = place
    return place


@compiled
def _sink(heap, where, key, place, size):
    member = heap[place]
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[member] <= key[heap[below]]:
            break
        heap[place] = heap[below]
        where[heap[place]] = place
        place = below
    heap[place] = member
    where[member] = place


@compiled
def place_member(heap, where, key, member, size):
    """Put a member at the place that its new key asks for, in a heap of ``size`` members.

    ``where[member]`` is its place in ``heap``, or -1 when it is not yet in.
    Returns the size afterwards.
    """
    if where[member] < 0:
        heap[size] = member
        where[member] = size
        size += 1
    if _rise(heap, where, key, where[member]) == where[member]:
        _sink(heap, where, key, where[member], size)
    return size


@compiled
def remove_member(heap, where, key, member, size):
    """Take a member out of a heap of ``size`` members; return the size afterwards."""
    place = where[member]
    where[member] = -1
    size -= 1
    if place < size:
        heap[place] = heap[size]
        where[heap[place]] = place
        _sink(heap, where, key, _rise(heap, where, key, place), size)
    return size


@compiled
def reorder(heap, where, key, size):
    """Restore the order of a heap after many keys changed: O(size)."""
    for place in range(size // 2 - 1, -1, -1):
        _sink(heap, where, key, place, size)
