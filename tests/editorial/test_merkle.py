"""The Merkle tree of RFC 9162: known answers, and proofs that hold for every size and break with every byte."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial import merkle

# The leaves and roots that implementations of RFC 6962 and RFC 9162 test each other with.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 64


class Tree:
    """A tree kept in memory: what the ledger keeps in its tables."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.peaks: list[bytes] = []
        self.roots = [merkle.EMPTY_ROOT]
        self.leaves = [merkle.leaf_hash(leaf) for leaf in leaves]
        for size, leaf in enumerate(self.leaves):
            for level, index, digest in merkle.append(size, self.peaks, leaf):
                self.nodes[level, index] = digest
            self.roots.append(merkle.root(self.peaks))

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


TREE = Tree([str(number).encode() for number in range(MOST)])


def flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_known_ones(size: int) -> None:
    assert Tree(LEAVES[:size]).roots[-1].hex() == ROOTS[size]


def test_the_known_audit_path_of_the_first_of_eight_leaves() -> None:
    assert [step.hex() for step in merkle.inclusion_proof(Tree(LEAVES).node, 0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_the_known_consistency_proof_of_six_and_eight_leaves() -> None:
    assert [step.hex() for step in merkle.consistency_proof(Tree(LEAVES).node, 6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_a_leaf_is_never_mistaken_for_a_node() -> None:
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
    assert merkle.leaf_hash(b"") == sha256(b"\x00").digest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=MOST))
def test_what_appending_keeps_is_what_the_whole_tree_comes_to(leaves: list[bytes]) -> None:
    tree = Tree(leaves)
    for size in range(1, len(leaves) + 1):
        assert merkle.range_root(tree.node, 0, size) == tree.roots[size]
    assert len(tree.peaks) == len(leaves).bit_count()


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_leaf_is_proved_to_be_in_the_tree_and_no_other(size: int) -> None:
    for index in range(size):
        proof = merkle.inclusion_proof(TREE.node, index, size)
        assert len(proof) <= (size - 1).bit_length()
        assert merkle.verify_inclusion(TREE.leaves[index], index, size, proof, TREE.roots[size])
        assert not merkle.verify_inclusion(flipped(TREE.leaves[index]), index, size, proof, TREE.roots[size])
        assert not merkle.verify_inclusion(TREE.leaves[index], index, size, proof, flipped(TREE.roots[size]))
        assert not merkle.verify_inclusion(TREE.leaves[index], index, size, [*proof, b"\0" * 32], TREE.roots[size])
        for at, step in enumerate(proof):
            broken = [*proof[:at], flipped(step), *proof[at + 1 :]]
            assert not merkle.verify_inclusion(TREE.leaves[index], index, size, broken, TREE.roots[size])
            assert not merkle.verify_inclusion(TREE.leaves[index], index, size, proof[:at], TREE.roots[size])


@pytest.mark.parametrize("second", range(1, MOST + 1))
def test_every_earlier_tree_is_proved_to_be_a_prefix(second: int) -> None:
    for first in range(1, second + 1):
        proof = merkle.consistency_proof(TREE.node, first, second)
        one, two = TREE.roots[first], TREE.roots[second]
        assert merkle.verify_consistency(first, second, one, two, proof)
        assert not merkle.verify_consistency(first, second, flipped(one), two, proof)
        assert not merkle.verify_consistency(first, second, one, flipped(two), proof)
        for at, step in enumerate(proof):
            broken = [*proof[:at], flipped(step), *proof[at + 1 :]]
            assert not merkle.verify_consistency(first, second, one, two, broken)
            assert not merkle.verify_consistency(first, second, one, two, proof[:at])


def test_a_leaf_outside_the_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="not in a tree of 4"):
        merkle.inclusion_proof(TREE.node, 4, 4)
    assert not merkle.verify_inclusion(TREE.leaves[4], 4, 4, [], TREE.roots[4])


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 3)])
def test_a_tree_is_no_prefix_of_a_smaller_one(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        merkle.consistency_proof(TREE.node, first, second)
    assert not merkle.verify_consistency(first, second, TREE.roots[0], TREE.roots[3], [])
