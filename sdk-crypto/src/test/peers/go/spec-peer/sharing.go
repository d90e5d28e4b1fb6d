package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	sharingMark    = "CSH\x01"
	sharingInfo    = "cortensor.network/sharing v1"
	shareLabel     = "cortensor.network/share v1"
	valueBytes     = 32
	maxSecret      = 65536
	fixedBytes     = 42
	digestsOffset  = 38
	shareTailBytes = 1 + valueBytes
)

// multiply is that of GF(2)[x] / (x^8 + x^4 + x^3 + x + 1), without tables and branches.
func multiply(a, b byte) byte {
	var product byte
	for range 8 {
		product ^= a & -(b & 1)
		a = a<<1 ^ 0x1b&-(a>>7)
		b >>= 1
	}
	return product
}

// inverse is a^254.
func inverse(a byte) byte {
	result := byte(1)
	for range 254 {
		result = multiply(result, a)
	}
	return result
}

type value = [valueBytes]byte

func shareDigest(index byte, v value) word {
	return sha256.Sum256(append(append([]byte(shareLabel), index), v[:]...))
}

// sharingKeys are the commitment and the key of SPEC §17.2.
func sharingKeys(shared value) (commitment word, key []byte) {
	both := derive(shared[:], nil, sharingInfo, 64)
	return word(both[:32]), both[32:]
}

type share struct {
	header          []byte
	threshold, many int
	commitment      word
	digests         []word
	sealed          []byte
	index           byte
	value           value
}

func parseShare(encoded []byte) (share, error) {
	bad := refuse(malformed, "a share is not of the one form")
	if len(encoded) < fixedBytes || string(encoded[:4]) != sharingMark {
		return share{}, bad
	}
	s := share{threshold: int(encoded[4]), many: int(encoded[5]), commitment: word(encoded[6:digestsOffset])}
	headerBytes := fixedBytes + 32*s.many
	if s.many < 1 || s.threshold < 1 || s.threshold > s.many || len(encoded) < headerBytes {
		return share{}, bad
	}
	s.digests = must(splitWords(encoded[digestsOffset : headerBytes-4]))
	sealedBytes := binary.BigEndian.Uint32(encoded[headerBytes-4:])
	if sealedBytes < tagBytes+1 || sealedBytes > tagBytes+maxSecret ||
		len(encoded) != headerBytes+int(sealedBytes)+shareTailBytes {
		return share{}, bad
	}
	tail := encoded[len(encoded)-shareTailBytes:]
	s.header = encoded[:len(encoded)-shareTailBytes]
	s.sealed = s.header[headerBytes:]
	s.index, s.value = tail[0], value(tail[1:])
	if s.index < 1 || int(s.index) > s.many {
		return share{}, bad
	}
	return s, nil
}

// check is SPEC §17.6.1 but for repetitions.
func (s share) check(id string) error {
	hash := sha256.Sum256(s.header)
	if hex.EncodeToString(hash[:]) != id {
		return refuse(badShare, "it is of another sharing")
	}
	if shareDigest(s.index, s.value) != s.digests[s.index-1] {
		return refuse(badShare, "it does not have the digest of its index")
	}
	return nil
}

// A polynomial is known by as many shares as it has coefficients.
type polynomial struct {
	shares []share
	// weights are those of Lagrange: the inverse of the product of the distances to all other indexes.
	weights []byte
}

func through(shares []share) polynomial {
	p := polynomial{shares: shares}
	for i, s := range shares {
		product := byte(1)
		for j, other := range shares {
			if i != j {
				product = multiply(product, s.index^other.index)
			}
		}
		p.weights = append(p.weights, inverse(product))
	}
	return p
}

func (p polynomial) at(x byte) value {
	var result value
	for i, s := range p.shares {
		factor := p.weights[i]
		for j, other := range p.shares {
			if i != j {
				factor = multiply(factor, x^other.index)
			}
		}
		for b := range result {
			result[b] ^= multiply(s.value[b], factor)
		}
	}
	return result
}

// splitOperation takes deviation, k, n and the secret, and answers with sharing id and shares (SPEC §17.2 to §17.5).
func splitOperation(a *arguments) ([][]byte, error) {
	d, k, n, secret := a.deviation(), int(a.number()), int(a.number()), a.bytes()
	if a.misuse() != nil {
		return nil, nil
	}
	if k < 1 || k > n || n > 255 || len(secret) < 1 || len(secret) > maxSecret {
		return nil, fmt.Errorf("%d of %d shares of %d bytes", k, n, len(secret))
	}
	coefficients := make([]value, k)
	for i := range coefficients {
		rand.Read(coefficients[i][:])
	}
	values := make([]value, n)
	for i := range values {
		for c := k - 1; c >= 0; c-- {
			for b := range values[i] {
				values[i][b] = multiply(values[i][b], byte(i+1)) ^ coefficients[c][b]
			}
		}
	}
	if d == "a value off the polynomial" {
		values[n-1][0] ^= 1
	}
	commitment, key := sharingKeys(coefficients[0])
	if d == "another commitment" {
		commitment[0] ^= 1
	}
	sealed := must(chacha20poly1305.New(key)).Seal(nil, make([]byte, chacha20poly1305.NonceSize), secret, nil)
	if d == "another sealed secret" {
		sealed[0] ^= 1
	}
	header := append([]byte(sharingMark), byte(k), byte(n))
	header = append(header, commitment[:]...)
	for i, v := range values {
		digest := shareDigest(byte(i+1), v)
		header = append(header, digest[:]...)
	}
	header = binary.BigEndian.AppendUint32(header, uint32(len(sealed)))
	header = append(header, sealed...)
	id := sha256.Sum256(header)
	results := [][]byte{[]byte(hex.EncodeToString(id[:]))}
	for i, v := range values {
		results = append(results, append(append(bytes.Clone(header), byte(i+1)), v[:]...))
	}
	return results, nil
}

// checkShareOperation takes the sharing id and a share, and answers with the index (SPEC §17.5).
func checkShareOperation(a *arguments) ([][]byte, error) {
	id, encoded := a.text(), a.bytes()
	if a.misuse() != nil {
		return nil, nil
	}
	s, err := parseShare(encoded)
	if err == nil {
		err = s.check(id)
	}
	if err != nil {
		return nil, err
	}
	return [][]byte{fmt.Append(nil, s.index)}, nil
}

// combineOperation takes the sharing id and shares, and answers with the secret and the places of the refused shares in
// the list, with commas (SPEC §17.6).
func combineOperation(a *arguments) ([][]byte, error) {
	id, encoded := a.text(), a.remaining()
	if a.misuse() != nil {
		return nil, nil
	}
	var taken []share
	var refused []string
	seen := map[byte]bool{}
	for place, e := range encoded {
		s, err := parseShare(e)
		if err != nil {
			return nil, err
		}
		if s.check(id) != nil || seen[s.index] {
			refused = append(refused, fmt.Sprint(place))
			continue
		}
		seen[s.index] = true
		taken = append(taken, s)
	}
	if len(taken) == 0 || len(taken) < taken[0].threshold {
		return nil, refuse(badShare, "%d shares are too few", len(taken))
	}
	first := taken[0]
	dealt := through(taken[:first.threshold])
	dishonest := refuse(badShare, "the dealer was dishonest")
	commitment, key := sharingKeys(dealt.at(0))
	if commitment != first.commitment {
		return nil, dishonest
	}
	for i := 1; i <= first.many; i++ {
		if shareDigest(byte(i), dealt.at(byte(i))) != first.digests[i-1] {
			return nil, dishonest
		}
	}
	secret, err := must(chacha20poly1305.New(key)).Open(nil, make([]byte, chacha20poly1305.NonceSize), first.sealed, nil)
	if err != nil {
		return nil, dishonest
	}
	return [][]byte{secret, []byte(strings.Join(refused, ","))}, nil
}
