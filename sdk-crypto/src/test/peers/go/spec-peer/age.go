package main

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"math"
	"math/bits"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	ageVersion     = "age-encryption.org/v1"
	lineColumns    = 64
	fileKeyBytes   = 16
	nonceBytes     = 16
	chunkBytes     = 64 << 10
	tagBytes       = 16
	lengthBytes    = 8
	smallestPadded = 256
	maxBody        = 1 << 40
)

var unpadded = base64.RawStdEncoding

type stanza struct {
	arguments []string
	body      []byte
}

type header struct {
	stanzas []stanza
	mac     []byte
}

// encodeUnsigned gives the header up to and including the three dashes.
func (h header) encodeUnsigned() []byte {
	var text strings.Builder
	text.WriteString(ageVersion + "\n")
	for _, s := range h.stanzas {
		text.WriteString("-> " + strings.Join(s.arguments, " ") + "\n")
		body := unpadded.EncodeToString(s.body)
		for len(body) >= lineColumns {
			text.WriteString(body[:lineColumns] + "\n")
			body = body[lineColumns:]
		}
		text.WriteString(body + "\n")
	}
	text.WriteString("---")
	return []byte(text.String())
}

func (h header) encode() []byte {
	return append(h.encodeUnsigned(), " "+unpadded.EncodeToString(h.mac)+"\n"...)
}

var errHeader = errors.New("this is no age header")

// parseHeader also gives what is behind the header.
func parseHeader(text string) (header, string, error) {
	var h header
	rest := text
	next := func() string {
		line, behind, found := strings.Cut(rest, "\n")
		if !found {
			line = "\x00" // no line of any kind
		}
		rest = behind
		return line
	}
	if next() != ageVersion {
		return h, "", errHeader
	}
	for {
		line := next()
		if mac, ok := strings.CutPrefix(line, "--- "); ok {
			raw, err := decodeBase64(unpadded, mac)
			if err != nil || len(raw) != sha256.Size {
				return h, "", errHeader
			}
			h.mac = raw
			break
		}
		first, ok := strings.CutPrefix(line, "-> ")
		if !ok {
			return h, "", errHeader
		}
		s := stanza{arguments: strings.Split(first, " ")}
		for _, argument := range s.arguments {
			if argument == "" || strings.ContainsFunc(argument, func(c rune) bool { return c < 33 || c > 126 }) {
				return h, "", errHeader
			}
		}
		var body strings.Builder
		for full := true; full; {
			part := next()
			if len(part) > lineColumns {
				return h, "", errHeader
			}
			body.WriteString(part)
			full = len(part) == lineColumns
		}
		raw, err := decodeBase64(unpadded, body.String())
		if err != nil {
			return h, "", errHeader
		}
		s.body = raw
		h.stanzas = append(h.stanzas, s)
	}
	if !strings.HasPrefix(text, string(h.encode())) {
		return h, "", errHeader
	}
	return h, rest, nil
}

func derive(secret, salt []byte, info string, length int) []byte {
	return must(hkdf.Key(sha256.New, secret, salt, info, length))
}

// macOf is SPEC §2.2.
func macOf(fileKey, unsigned []byte) []byte {
	mac := hmac.New(sha256.New, derive(fileKey, nil, "header", sha256.Size))
	mac.Write(unsigned)
	return mac.Sum(nil)
}

// padme is SPEC §4.3.
func padme(length uint64) uint64 {
	e := bits.Len64(length) - 1
	s := int(math.Floor(math.Log2(float64(e)))) + 1
	unit := uint64(1) << (e - s)
	return (length + unit - 1) / unit * unit
}

func paddedLength(body uint64) uint64 { return padme(max(smallestPadded, lengthBytes+body)) }

func streamNonce(counter uint64, last bool) []byte {
	nonce := make([]byte, chacha20poly1305.NonceSize)
	for i := 10; i >= 3; i-- {
		nonce[i] = byte(counter)
		counter >>= 8
	}
	if last {
		nonce[11] = 1
	}
	return nonce
}

// sealPayload is SPEC §4.
func sealPayload(fileKey, body []byte, d deviation) []byte {
	plain := make([]byte, paddedLength(uint64(len(body))))
	w := number(uint64(len(body)))
	copy(plain, w[24:])
	copy(plain[lengthBytes:], body)
	switch d {
	case "padding not zero":
		plain[len(plain)-1] = 1
	case "padding of the next size":
		plain = append(plain, make([]byte, padme(uint64(len(plain))+1)-uint64(len(plain)))...)
	case "length above what is there":
		copy(plain, bytes.Repeat([]byte{0x7f}, lengthBytes))
	}
	nonce := make([]byte, nonceBytes)
	rand.Read(nonce)
	cipher := must(chacha20poly1305.New(derive(fileKey, nonce, "payload", chacha20poly1305.KeySize)))
	payload := nonce
	for counter := uint64(0); ; counter++ {
		chunk := plain[:min(chunkBytes, len(plain))]
		plain = plain[len(chunk):]
		last := len(plain) == 0
		payload = cipher.Seal(payload, streamNonce(counter, last && d != "no last chunk"), chunk, nil)
		if last {
			return payload
		}
	}
}

// openPayload refuses everything in one way (SPEC §7.6).
func openPayload(fileKey, payload []byte) ([]byte, error) {
	refused := refuse(ciphertext, "the payload does not open")
	if len(payload) < nonceBytes {
		return nil, refused
	}
	nonce, rest := payload[:nonceBytes], payload[nonceBytes:]
	cipher := must(chacha20poly1305.New(derive(fileKey, nonce, "payload", chacha20poly1305.KeySize)))
	var plain []byte
	for counter := uint64(0); ; counter++ {
		chunk := rest[:min(chunkBytes+tagBytes, len(rest))]
		rest = rest[len(chunk):]
		last := len(rest) == 0
		opened, err := cipher.Open(nil, streamNonce(counter, last), chunk, nil)
		if err != nil || last && len(opened) == 0 && counter > 0 {
			return nil, refused
		}
		plain = append(plain, opened...)
		if last {
			break
		}
	}
	if len(plain) < lengthBytes {
		return nil, refused
	}
	var w word
	copy(w[24:], plain[:lengthBytes])
	length, err := w.within(0, maxBody)
	if err != nil || paddedLength(length) != uint64(len(plain)) {
		return nil, refused
	}
	body, padding := plain[lengthBytes:lengthBytes+length], plain[lengthBytes+length:]
	if len(bytes.Trim(padding, "\x00")) > 0 {
		return nil, refused
	}
	return body, nil
}
