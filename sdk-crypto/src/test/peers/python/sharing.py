"""SPEC §17 once more, in Python 3 with the package 'cryptography'; slow and not constant-time, for tests only.

    sharing.py vectors                 prints the known answers of SharingVectorsTest
    sharing.py combine ID SHARE...     combines shares (hex), prints the secret (hex)
"""

import hashlib
import hmac
import sys

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hkdf(key, info, size):
    secret, block, out = hmac.digest(bytes(32), key, "sha256"), b"", b""
    while len(out) < size:
        block = hmac.digest(secret, block + info + bytes([len(out) // 32 + 1]), "sha256")
        out += block
    return out[:size]


# 17.2: logarithms to base 3, on purpose another way than the constant-time one
EXP, LOG = [1], {}
while len(EXP) < 255:
    x = EXP[-1] ^ (EXP[-1] << 1)
    EXP.append(x ^ 0x11B if x > 255 else x)
LOG = {x: i for i, x in enumerate(EXP)}


def mul(a, b):
    return EXP[(LOG[a] + LOG[b]) % 255] if a and b else 0


def power(a, k):
    return EXP[LOG[a] * k % 255]


def evaluate(coefficients, index):
    value = bytes(32)
    for k, coefficient in enumerate(coefficients):
        value = bytes(v ^ mul(c, power(index, k)) for v, c in zip(value, coefficient))
    return value


def interpolate(points, index):
    value = bytes(32)
    for i, y in points.items():
        weight = 1
        for j in points:
            if j != i:
                weight = mul(weight, mul(index ^ j, power(i ^ j, 254)))
        value = bytes(v ^ mul(weight, b) for v, b in zip(value, y))
    return value


def derive(key):
    both = hkdf(key, b"cortensor.network/sharing v1", 64)
    return both[:32], ChaCha20Poly1305(both[32:])


def share_digest(index, value):
    return sha256(b"cortensor.network/share v1", bytes([index]), value)


def split(secret, coefficients, count):
    commitment, aead = derive(coefficients[0])
    values = [evaluate(coefficients, i) for i in range(1, count + 1)]
    sealed = aead.encrypt(bytes(12), secret, b"")
    header = b"CSH\1" + bytes([len(coefficients), count]) + commitment
    header += b"".join(share_digest(i + 1, v) for i, v in enumerate(values))
    header += len(sealed).to_bytes(4, "big") + sealed
    return sha256(header), [header + bytes([i + 1]) + v for i, v in enumerate(values)]


def combine(sharing, shares):
    points = {}
    for share in shares:
        header, index, value = share[:-33], share[-33], share[-32:]
        k, n = header[4], header[5]
        assert header[:4] == b"CSH\1" and 1 <= k <= n and 1 <= index <= n
        assert len(header) == 42 + 32 * n + int.from_bytes(header[38 + 32 * n : 42 + 32 * n], "big")
        assert sha256(header) == sharing
        assert share_digest(index, value) == header[6 + 32 * index : 38 + 32 * index]
        points[index] = value
    assert len(points) >= k
    points = dict(list(points.items())[:k])
    commitment, aead = derive(interpolate(points, 0))
    assert commitment == header[6:38]
    for i in range(1, n + 1):
        assert share_digest(i, interpolate(points, i)) == header[6 + 32 * i : 38 + 32 * i]
    return aead.decrypt(bytes(12), header[42 + 32 * n :], b"")


def words(values):
    return b"".join((v % 2**64).to_bytes(8, "big") for v in values)


def deal(values, blinds, first, second):
    third = [v - a - b for v, a, b in zip(values, first, second)]
    components = [blind + words(c) for blind, c in zip(blinds, (first, second, third))]
    header = b"CVS\1" + len(values).to_bytes(4, "big")
    header += b"".join(sha256(b"cortensor.network/vector v1", bytes([j + 1]), c) for j, c in enumerate(components))
    shares = [header + bytes([i + 1]) + components[i] + components[(i + 1) % 3] for i in range(3)]
    return sha256(header), shares, (first, second, third)


def dot(party, seeds, x_id, y_id, x, y):
    session = sha256(b"cortensor.network/dot v1", *sorted((x_id, y_id)))
    own, after = (
        hmac.digest(seeds[i], b"cortensor.network/zero v1" + session, "sha256") for i in (party - 1, party % 3)
    )
    i, j = party - 1, party % 3
    word = sum(x[i][t] * y[i][t] + x[i][t] * y[j][t] + x[j][t] * y[i][t] for t in range(len(x[0])))
    word += int.from_bytes(own[:8], "big") - int.from_bytes(after[:8], "big")
    return b"CDP\1" + session + bytes([party]) + words([word]) + own[16:] + after[16:]


def stream(label, size):
    return hashlib.shake_256(label.encode()).digest(size)


def numbers(label, count):
    data = stream(label, 8 * count)
    return [int.from_bytes(data[8 * i : 8 * i + 8], "big") for i in range(count)]


def vectors():
    secret = b"the secret of the known answer"
    coefficients = [stream(f"coefficient {i}", 32) for i in range(3)]
    sharing, shares = split(secret, coefficients, 4)
    assert combine(sharing, shares[1:]) == secret
    for coefficient in coefficients:
        print("coefficient", coefficient.hex())
    print("sharing", sharing.hex())
    for share in shares:
        print("share", share.hex())
    seeds = [stream(f"seed {i}", 32) for i in (1, 2, 3)]
    for i, seed in enumerate(seeds):
        print("pairing", (b"CPM\1" + bytes([i + 1]) + seed).hex())
    dealt = []
    for name, values in ("x", [1, -2, 2**63 - 1]), ("y", [-(2**63), 5, 3]):
        blinds = [stream(f"{name} blind {j}", 32) for j in (1, 2, 3)]
        dealt.append(deal(values, blinds, numbers(f"{name} 1", 3), numbers(f"{name} 2", 3)))
        print("vector", dealt[-1][0].hex())
        for share in dealt[-1][1]:
            print("part", share.hex())
    (x_id, _, x), (y_id, _, y) = dealt
    for party in (1, 2, 3):
        print("product", dot(party, seeds, x_id, y_id, x, y).hex())


if __name__ == "__main__":
    if sys.argv[1:] == ["vectors"]:
        vectors()
    elif len(sys.argv) > 3 and sys.argv[1] == "combine":
        print(combine(bytes.fromhex(sys.argv[2]), [bytes.fromhex(s) for s in sys.argv[3:]]).hex())
    else:
        sys.exit(__doc__)
