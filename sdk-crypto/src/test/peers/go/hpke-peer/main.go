// Command hpke-peer answers the interop tests with the HPKE of Go's standard library, in the suite of the SDK:
// MLKEM768-X25519, HKDF-SHA-256, ChaCha20-Poly1305.
//
// It speaks the protocol of package lines.
package main

import (
	"crypto/hpke"
	"fmt"
	"os"
	"runtime"

	"peers/lines"
)

const exportBytes = 32

func main() {
	if err := lines.Serve(os.Stdin, os.Stdout, answer); err != nil {
		fmt.Fprintln(os.Stderr, "hpke-peer:", err)
		os.Exit(1)
	}
}

func answer(operation string, arguments [][]byte) ([][]byte, error) {
	switch {
	case operation == "version" && len(arguments) == 0:
		return [][]byte{[]byte(runtime.Version())}, nil
	case operation == "hpke-public" && len(arguments) == 1:
		return public(arguments[0])
	case operation == "hpke-seal" && len(arguments) >= 3 && len(arguments)%2 == 1:
		return seal(arguments[0], arguments[1], string(arguments[2]), arguments[3:])
	case operation == "hpke-open" && len(arguments) >= 4 && len(arguments)%2 == 0:
		return open(arguments[0], arguments[1], arguments[2], string(arguments[3]), arguments[4:])
	}
	return nil, lines.Unknown(operation, len(arguments))
}

// public answers with the public key that belongs to a seed.
func public(seed []byte) ([][]byte, error) {
	key, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
	if err != nil {
		return nil, err
	}
	return [][]byte{key.PublicKey().Bytes()}, nil
}

// seal answers with the encapsulation, an exported secret, and one ciphertext for each pair of associated data and
// plaintext, all of one context.
func seal(public, info []byte, exportContext string, messages [][]byte) ([][]byte, error) {
	key, err := hpke.MLKEM768X25519().NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	encapsulation, sender, err := hpke.NewSender(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info)
	if err != nil {
		return nil, err
	}
	exported, err := sender.Export(exportContext, exportBytes)
	if err != nil {
		return nil, err
	}
	results := [][]byte{encapsulation, exported}
	for i := 0; i < len(messages); i += 2 {
		ciphertext, err := sender.Seal(messages[i], messages[i+1])
		if err != nil {
			return nil, err
		}
		results = append(results, ciphertext)
	}
	return results, nil
}

// open answers with an exported secret and one plaintext for each pair of associated data and ciphertext.
func open(seed, encapsulation, info []byte, exportContext string, messages [][]byte) ([][]byte, error) {
	key, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
	if err != nil {
		return nil, err
	}
	recipient, err := hpke.NewRecipient(encapsulation, key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info)
	if err != nil {
		return nil, err
	}
	exported, err := recipient.Export(exportContext, exportBytes)
	if err != nil {
		return nil, err
	}
	results := [][]byte{exported}
	for i := 0; i < len(messages); i += 2 {
		plaintext, err := recipient.Open(messages[i], messages[i+1])
		if err != nil {
			return nil, err
		}
		results = append(results, plaintext)
	}
	return results, nil
}
