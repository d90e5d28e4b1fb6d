package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

const (
	seedBytes          = 32
	publicKeyBytes     = 1216
	encapsulationBytes = 1120
	x25519Bytes        = 32
	identityPrefix     = "AGE-SECRET-KEY-PQ-"
	recipientPrefix    = "age1pq"
)

var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.ChaCha20Poly1305()
)

type identity struct {
	seed []byte
	key  hpke.PrivateKey
}

func newIdentity(seed []byte) (*identity, error) {
	key, err := kem.NewPrivateKey(seed)
	if err != nil {
		return nil, err
	}
	return &identity{seed, key}, nil
}

func parseIdentity(text string) (*identity, error) {
	seed, err := decodeBech32(strings.ToLower(identityPrefix), strings.ToLower(text))
	if err != nil || text != strings.ToUpper(text) || len(seed) != seedBytes {
		return nil, refuse(malformed, "this is no identity")
	}
	return newIdentity(seed)
}

func (i *identity) String() string {
	return strings.ToUpper(encodeBech32(strings.ToLower(identityPrefix), i.seed))
}

func (i *identity) recipient() *recipient { return &recipient{i.key.PublicKey()} }

type recipient struct {
	key hpke.PublicKey
}

// newRecipient refuses what SPEC §3.3 says.
func newRecipient(key []byte) (*recipient, error) {
	if len(key) != publicKeyBytes {
		return nil, refuse(malformed, "a public key has %d bytes instead of %d", len(key), publicKeyBytes)
	}
	// This checks the coefficients.
	public, err := kem.NewPublicKey(key)
	if err != nil {
		return nil, refuse(malformed, "%v", err)
	}
	if isLowOrder(key[publicKeyBytes-x25519Bytes:]) {
		return nil, refuse(malformed, "a public key has a point of low order")
	}
	return &recipient{public}, nil
}

func parseRecipient(text string) (*recipient, error) {
	key, err := decodeBech32(recipientPrefix, text)
	if err != nil {
		return nil, refuse(malformed, "%v", err)
	}
	return newRecipient(key)
}

func (r *recipient) String() string { return encodeBech32(recipientPrefix, r.key.Bytes()) }

func (r *recipient) keyID() word { return sha256.Sum256(r.key.Bytes()) }

// anyScalar is a multiple of the cofactor, as every scalar of X25519, so it takes exactly the points of low order to zero.
var anyScalar = must(ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{0x42}, x25519Bytes)))

func isLowOrder(point []byte) bool {
	_, err := anyScalar.ECDH(must(ecdh.X25519().NewPublicKey(point)))
	return err != nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// decodeBase64 takes the one form of RFC 4648 §3.5, without padding.
func decodeBase64(encoding *base64.Encoding, text string) ([]byte, error) {
	raw, err := encoding.DecodeString(text)
	if err == nil && encoding.EncodeToString(raw) != text {
		err = errors.New("base64 is not canonical")
	}
	return raw, err
}
