"""The append-only Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1. Pure: it keeps nothing.

Hashes are 32 bytes. A *peak* is the root of a complete subtree; the tree of n leaves has one peak for each 1 bit of n.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]  # (level, index) → the root of that complete subtree

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def append(size: int, peaks: list[bytes], leaf: bytes) -> list[tuple[int, int, bytes]]:
    """Append a leaf hash to the tree of `size` leaves. Changes `peaks` (largest first) in place.

    Returns the complete subtrees that the leaf finished, itself included, as (level, index, hash).
    """
    level, index, digest = 0, size, leaf
    made = [(level, index, digest)]
    while index % 2:
        level, index, digest = level + 1, index // 2, node_hash(peaks.pop(), digest)
        made.append((level, index, digest))
    peaks.append(digest)
    return made


def root(peaks: Sequence[bytes]) -> bytes:
    """The tree head over the peaks, largest first."""
    if not peaks:
        return EMPTY_ROOT
    digest = peaks[-1]
    for peak in reversed(peaks[:-1]):
        digest = node_hash(peak, digest)
    return digest


def _split(n: int) -> int:
    """The largest power of two smaller than n (n > 1)."""
    return 1 << (n - 1).bit_length() - 1


def range_root(node: Node, start: int, end: int) -> bytes:
    """The root over leaves start … end - 1, which must be a subtree of the RFC's recursive division."""
    n = end - start
    if n & (n - 1) == 0:
        level = n.bit_length() - 1
        return node(level, start >> level)
    k = _split(n)
    return node_hash(range_root(node, start, start + k), range_root(node, start + k, end))


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` leaves (RFC 9162, 2.1.3.1). O(log n) node look-ups."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves")

    def path(m: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        k = _split(end - start)
        if m < k:
            return [*path(m, start, start + k), range_root(node, start + k, end)]
        return [*path(m - k, start + k, end), range_root(node, start, start + k)]

    return path(index, 0, size)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Whether the audit path leads from the leaf hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, digest = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            digest = node_hash(step, digest)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            digest = node_hash(digest, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and digest == tree_root


def consistency_proof(node: Node, first: int, second: int) -> list[bytes]:
    """That the tree of `first` leaves is a prefix of that of `second` (RFC 9162, 2.1.4.1); 0 < first ≤ second."""
    if not 0 < first <= second:
        raise ValueError(f"no consistency proof from {first} to {second} leaves")

    def subproof(m: int, start: int, end: int, whole: bool) -> list[bytes]:
        if m == end - start:
            return [] if whole else [range_root(node, start, end)]
        k = _split(end - start)
        if m <= k:
            return [*subproof(m, start, start + k, whole), range_root(node, start + k, end)]
        return [*subproof(m - k, start + k, end, False), range_root(node, start, start + k)]

    return subproof(first, 0, second, True)


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows the first tree to be a prefix of the second (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps:
        return False
    fn, sn = first - 1, second - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root
