package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
	"golang.org/x/crypto/sha3"
)

const (
	signatureBytes = 65
	maxNumber      = 1<<63 - 1
	maxTime        = 253402300799
)

// A word is 32 bytes, big-endian.
type word [32]byte

func number(n uint64) word {
	var w word
	binary.BigEndian.PutUint64(w[24:], n)
	return w
}

// uint63 reads a number of at most 2^63 − 1.
func (w word) uint63() (uint64, error) {
	n := binary.BigEndian.Uint64(w[24:])
	if [24]byte(w[:24]) != [24]byte{} || n > maxNumber {
		return 0, errors.New("a number is above 2^63 - 1")
	}
	return n, nil
}

func (w word) within(low, high uint64) (uint64, error) {
	n, err := w.uint63()
	if err == nil && (n < low || n > high) {
		err = fmt.Errorf("%d is not in %d ... %d", n, low, high)
	}
	return n, err
}

func keccak(parts ...[]byte) word {
	hash := sha3.NewLegacyKeccak256()
	for _, part := range parts {
		hash.Write(part)
	}
	return word(hash.Sum(nil))
}

type address [20]byte

func (a address) word() word {
	var w word
	copy(w[12:], a[:])
	return w
}

func (w word) address() (address, error) {
	if [12]byte(w[:12]) != [12]byte{} {
		return address{}, errors.New("an address is longer than 20 bytes")
	}
	return address(w[12:]), nil
}

// String gives the form with the checksum of EIP-55.
func (a address) String() string {
	digits := []byte(hex.EncodeToString(a[:]))
	hash := keccak(digits)
	for i, digit := range digits {
		nibble := hash[i/2] >> (4 * (1 - i%2)) & 15
		if digit >= 'a' && nibble >= 8 {
			digits[i] = digit - 'a' + 'A'
		}
	}
	return "0x" + string(digits)
}

// parseAddress takes the form with the checksum only.
func parseAddress(text string) (address, error) {
	digits, ok := strings.CutPrefix(text, "0x")
	raw, err := hex.DecodeString(digits)
	if !ok || err != nil || len(raw) != 20 || address(raw).String() != text {
		return address{}, fmt.Errorf("%q is no address with checksum", text)
	}
	return address(raw), nil
}

type wallet struct {
	key *secp256k1.PrivateKey
}

func newWallet(key []byte) (*wallet, error) {
	var scalar secp256k1.ModNScalar
	if len(key) != 32 || scalar.SetByteSlice(key) || scalar.IsZero() {
		return nil, errors.New("this is no secp256k1 key")
	}
	return &wallet{secp256k1.NewPrivateKey(&scalar)}, nil
}

func (w *wallet) address() address { return addressOf(w.key.PubKey()) }

func addressOf(key *secp256k1.PublicKey) address {
	hash := keccak(key.SerializeUncompressed()[1:])
	return address(hash[12:])
}

// sign gives r ‖ s ‖ v (SPEC §3.5).
func (w *wallet) sign(digest word, d deviation) []byte {
	compact := ecdsa.SignCompact(w.key, digest[:], false)
	signature := append(compact[1:], compact[0])
	switch d {
	case "signature with r of zero":
		clear(signature[:32])
	case "signature with r above the order":
		copy(signature, bytes.Repeat([]byte{0xff}, 32))
	case "signature of v 0 or 1":
		signature[64] -= 27
	case "signature with the higher s":
		var s secp256k1.ModNScalar
		s.SetByteSlice(signature[32:64])
		higher := s.Negate().Bytes()
		copy(signature[32:64], higher[:])
		signature[64] ^= 27 ^ 28
	}
	return signature
}

// isSignature says whether these bytes are of the one form of SPEC §3.5.
func isSignature(signature []byte) bool {
	var r, s secp256k1.ModNScalar
	return len(signature) == signatureBytes &&
		!r.SetByteSlice(signature[:32]) && !s.SetByteSlice(signature[32:64]) &&
		!r.IsZero() && !s.IsZero() && !s.IsOverHalfOrder() &&
		(signature[64] == 27 || signature[64] == 28)
}

// signerOf takes a signature of the one form.
func signerOf(signature []byte, digest word) (address, error) {
	compact := append([]byte{signature[64]}, signature[:64]...)
	key, _, err := ecdsa.RecoverCompact(compact, digest[:])
	if err != nil {
		return address{}, err
	}
	return addressOf(key), nil
}

// hashStruct is that of EIP-712, for a type whose members are all of one word after encoding.
func hashStruct(encodedType string, members ...word) word {
	typeHash := keccak([]byte(encodedType))
	parts := [][]byte{typeHash[:]}
	for i := range members {
		parts = append(parts, members[i][:])
	}
	return keccak(parts...)
}

// typedData is the digest of EIP-712 in a domain of name, version 1 and chain.
func typedData(name string, chain uint64, message word) word {
	domain := hashStruct(
		"EIP712Domain(string name,string version,uint256 chainId)",
		keccak([]byte(name)), keccak([]byte("1")), number(chain))
	return keccak([]byte{0x19, 0x01}, domain[:], message[:])
}
