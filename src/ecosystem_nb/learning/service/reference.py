"""The same servers, event by event from a heap: slow, and readable."""

import heapq

import numpy as np

ARRIVES, TIMER, FREE = range(3)


def single_reference(arrival, service):
    """Return when each request is answered by one server that takes them one by one, s."""
    end, queue, busy = np.empty(len(arrival)), [], False
    events = [(time, ARRIVES, i) for i, time in enumerate(arrival)]
    heapq.heapify(events)
    while events:
        now, kind, i = heapq.heappop(events)
        if kind == ARRIVES:
            queue.append(i)
        else:
            end[i], busy = now, False
        if queue and not busy:
            first = queue.pop(0)
            heapq.heappush(events, (now + service[first], FREE, first))
            busy = True
    return end


def batched_reference(arrival, most, wait, base, each):
    """Return when a server that takes batches answers each request, s, and the size of its batch."""
    end, size = np.empty(len(arrival)), np.zeros(len(arrival), dtype=np.int64)
    for answer, requests in _served(
        [(time, i) for i, time in enumerate(arrival)], most, wait, base, each, None
    ):
        for _, i in requests:
            end[i], size[i] = answer, len(requests)
    return end, size


def closed_reference(think, travel, most, wait, base, each):
    """Return latencies, s, and times of the answers, s, of clients who wait for their answer."""
    clients, rounds = think.shape
    latency, done = np.empty((clients, rounds)), np.empty((clients, rounds))
    turn = [0] * clients

    def again(answer, requests):
        """Record a batch; return what its clients send next."""
        new = []
        for sent, c in requests:
            latency[c, turn[c]] = answer - sent + travel
            done[c, turn[c]] = answer + travel / 2
            turn[c] += 1
            if turn[c] < rounds:
                new.append((answer + travel + think[c, turn[c]], c))
        return new

    for _ in _served([(think[c, 0] + travel / 2, c) for c in range(clients)], most, wait, base, each, again):
        pass
    return latency, done


def _served(first, most, wait, base, each, again):
    """Yield batches as (time of the answer, [(time of arrival, who), ...])."""
    events = [(time, ARRIVES, who) for time, who in first]
    heapq.heapify(events)
    queue = []
    batch: list[tuple[float, int]] = []
    while events:
        now, kind, who = heapq.heappop(events)
        if kind == ARRIVES:
            queue.append((now, who))
            if wait > 0:
                heapq.heappush(events, (now + wait, TIMER, who))
        elif kind == FREE:
            done, batch = batch, []
            new = again(now, done) if again else []
            for time, c in new:
                heapq.heappush(events, (time, ARRIVES, c))
            yield now, done
        if events and events[0][0] == now and events[0][1] == ARRIVES:
            continue  # all that comes at this moment is seen before a batch starts
        if not batch and queue and (len(queue) >= most or now - queue[0][0] >= wait * (1 - 1e-12)):
            queue.sort()
            batch, queue = queue[:most], queue[most:]
            heapq.heappush(events, (now + base + each * len(batch), FREE, -1))
