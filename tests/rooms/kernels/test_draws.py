"""Keyed draws against the known answers of Random123 and the laws that they stand for."""

import hashlib

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy import special, stats

from shieldwall.kernels import draws

PHILOX = Comparison(
    "philox", "Arithmetic and draws", "Philox 4x32-10: 128 bits for a counter and a key", "",
    "Random123 1.14 (D. E. Shaw Research), tests/kat_vectors",
)  # fmt: skip
# Random123 1.14 (D. E. Shaw Research), tests/kat_vectors, lines "philox4x32 10".
KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
# The same bits on every machine, compiled and plain: a change here changes the luck of every recorded run.
FINGERPRINT = "52bbc7dddcd4d668"


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
@pytest.mark.parametrize("kind", [int, np.int64, np.uint32, np.uint64])
def test_philox_gives_the_known_answers(counter: str, key: str, answer: str, kind: type, evidence: Evidence) -> None:
    words = [kind(int(word, 16)) for word in f"{counter} {key}".split()]
    found = " ".join(f"{word:08x}" for word in draws.philox(*words))
    assert found == answer
    if kind is int:
        evidence.same(PHILOX, f"counter {counter}, key {key}", found, answer)


def test_numbers_are_the_same_compiled_and_plain() -> None:
    found = hashlib.sha256()
    for index in range(200):
        key = (7, 1, draws.FUZE, 2**32 - 1, 5, index)
        u = draws.uniform(*key)
        numbers = [u, draws.normal(*key), draws.poisson(0.7, u), *draws.uniforms(*key), *draws.normals(*key)]
        found.update(np.array(numbers, dtype="<f8").tobytes())
    assert found.hexdigest()[:16] == FINGERPRINT


def test_every_word_of_the_key_matters() -> None:
    key = [7, 1, draws.DETECTION, 1000, 2000, 3]
    seen = {draws.uniform(*key)}
    for place in range(6):
        for step in (1, 2**16, 2**31):
            changed = list(key)
            changed[place] += step
            seen.add(draws.uniform(*changed))
    assert len(seen) == 19


def test_uniforms_are_open_and_even() -> None:
    wide = [draws.uniform(3, 0, draws.DETECTION, 9, 0, index) for index in range(4000)]
    words = np.array([draws.uniforms(3, 0, draws.DETECTION, 9, 1, index) for index in range(1000)])
    for sample in (np.array(wide), *words.T):
        assert 0.0 < sample.min() < sample.max() < 1.0
        assert stats.kstest(sample, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(words.T)[np.triu_indices(4, 1)]).max() < 0.12


def test_normals_are_the_quantiles_of_the_uniforms() -> None:
    for index in range(100):
        key = (3, 0, draws.MEASUREMENT_NOISE, 9, 1, index)
        assert draws.normals(*key) == pytest.approx(special.ndtri(draws.uniforms(*key)), rel=1e-12)
        assert draws.normal(*key) == pytest.approx(special.ndtri(draws.uniform(*key)), rel=1e-12)


@pytest.mark.parametrize("mean", [1e-4, 0.3, 2.0, 40.0, 600.0])
def test_poisson_inverts_its_law(mean: float) -> None:
    for u in (1e-9, 0.01, 0.2, 0.5, 0.77, 0.99, 1.0 - 1e-9):
        assert draws.poisson(mean, u) == stats.poisson.ppf(u, mean)


def test_poisson_of_nothing_is_nothing() -> None:
    assert [draws.poisson(mean, 0.999) for mean in (0.0, -1.0)] == [0, 0]


def test_entity_is_the_beginning_of_the_digest() -> None:
    # RFC 7693, appendix B: BLAKE2s of "abc" begins 50 8c 5e 8c.
    assert draws.entity_of("abc") == 0x508C5E8C
    assert draws.entity_of("blue/s400/launcher-2") != draws.entity_of("blue/s400/launcher-1")


def test_purposes_are_numbered_once() -> None:
    named = {name: value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)}
    public = {name: value for name, value in named.items() if not name.startswith("_")}
    assert sorted(public.values()) == sorted(draws.PURPOSES)
    assert len(set(draws.PURPOSES.values())) == len(draws.PURPOSES)
