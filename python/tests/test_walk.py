"""The walk decides what the rule says, and nothing more than the edges allow."""

import random

from paradup.spark._walk import Edge, walk


def by_the_rule(ranks, near):
    """Each goes for the highest-ranked of those near it that stay; who is near none of them stays."""
    goes = {}
    for rank in sorted(ranks):
        staying = [other for other in near[rank] if other < rank and other not in goes]
        if staying:
            goes[rank] = min(staying)
    return goes


def collection(draw, texts):
    ranks = [(draw.randrange(3), number) for number in range(texts)]
    near = {rank: set() for rank in ranks}
    for _ in range(draw.randrange(2 * texts)):
        one, other = draw.sample(ranks, 2)
        near[one].add(other)
        near[other].add(one)
    return ranks, near


def test_all_is_decided_where_nobody_waits():
    for seed in range(200):
        ranks, near = collection(random.Random(seed), 12)
        edges = [Edge(rank, None, False, other, False, 0.5) for rank in ranks for other in near[rank] if other < rank]
        decisions = {decision.id: decision for decision in walk(edges)}
        related = {rank for edge in edges for rank in (edge.rank, edge.above)}
        goes = by_the_rule(ranks, near)
        assert set(decisions) == {number for _, number in related}
        assert {rank: decisions[rank[1]].best for rank in related if rank in goes} == goes
        assert all(decisions[rank[1]].best is None for rank in related if rank not in goes)


def test_who_waits_is_not_decided_and_holds_up_those_below():
    for seed in range(200):
        draw = random.Random(seed)
        ranks, near = collection(draw, 12)
        waiting = {rank for rank in ranks if draw.randrange(4) == 0}
        edges = [Edge(rank, None, rank in waiting, other, other in waiting, 0.5) for rank in ranks for other in near[rank] if other < rank]
        # Whatever those that wait still meet, above them or not: what is decided stays right.
        for _ in range(5):
            more = {rank: set(others) for rank, others in near.items()}
            for rank in waiting:
                other = draw.choice(ranks)
                if other != rank and other in waiting:
                    more[rank].add(other)
                    more[other].add(rank)
            goes = by_the_rule(ranks, more)
            for decision in walk(edges):
                rank = next(rank for rank in ranks if rank[1] == decision.id)
                assert (rank in goes) == (decision.best is not None)


def test_who_goes_already_goes_for_a_better_one_only():
    edges = [
        Edge((0, 9), (0, 5), False, (0, 3), False, 0.75),
        Edge((0, 8), (0, 2), False, (0, 3), False, 0.8),
    ]
    assert {decision.id: decision.best for decision in walk(edges)} == {3: None, 9: (0, 3)}
