package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
)

const (
	maxEnvelope   = 131072
	maxRecipients = 64
	contextWords  = 7
	stanzaType    = "mlkem768x25519"
	stanzaInfo    = "age-encryption.org/mlkem768x25519"
	contextType   = "cortensor.network/ctx"
	trailerType   = "cortensor.network/signed"
	objectDomain  = "Cortensor sealed object"
)

// A sealContext is SPEC §5.2.
type sealContext struct {
	version, chain, session, task, direction uint64
	sender                                   address
	expiry                                   uint64
	keyIDs                                   []word
}

func (c sealContext) fixed() []word {
	return []word{
		number(c.version), number(c.chain), number(c.session), number(c.task), number(c.direction), c.sender.word(),
		number(c.expiry),
	}
}

func (c sealContext) encode() []byte {
	var body []byte
	for _, w := range append(c.fixed(), c.keyIDs...) {
		body = append(body, w[:]...)
	}
	return body
}

func parseContext(body []byte) (c sealContext, err error) {
	words, err := splitWords(body)
	if err != nil {
		return c, err
	}
	if len(words) <= contextWords || len(words) > contextWords+maxRecipients {
		return c, fmt.Errorf("a context has %d words", len(words))
	}
	ranges := []struct {
		value     *uint64
		low, high uint64
	}{
		{&c.version, 1, 1}, {&c.chain, 1, maxNumber}, {&c.session, 0, maxNumber}, {&c.task, 0, maxNumber},
		{&c.direction, 1, 2}, {nil, 0, 0}, {&c.expiry, 1, maxTime},
	}
	for i, r := range ranges {
		if r.value == nil {
			c.sender, err = words[i].address()
		} else {
			*r.value, err = words[i].within(r.low, r.high)
		}
		if err != nil {
			return c, err
		}
	}
	c.keyIDs = words[contextWords:]
	for i := 1; i < len(c.keyIDs); i++ {
		if bytes.Compare(c.keyIDs[i-1][:], c.keyIDs[i][:]) >= 0 {
			return c, fmt.Errorf("the key ids do not ascend")
		}
	}
	return c, nil
}

func splitWords(body []byte) ([]word, error) {
	if len(body)%32 != 0 {
		return nil, fmt.Errorf("%d bytes are no words", len(body))
	}
	var words []word
	for chunk := range slices.Chunk(body, 32) {
		words = append(words, word(chunk))
	}
	return words, nil
}

// digest is SPEC §6.2.
func (c sealContext) digest(header []byte, contentID string) word {
	context := hashStruct(
		"SealContext(uint64 version,uint64 chainId,uint64 sessionId,uint64 taskId,uint64 direction,address sender,"+
			"uint64 expiry,bytes32[] recipients)",
		append(c.fixed(), hashWords(c.keyIDs))...)
	return typedData(objectDomain, c.chain, hashStruct(
		"SealedObject(bytes32 header,string payload,bytes32 context)",
		keccak(header), keccak([]byte(contentID)), context))
}

func hashWords(words []word) word {
	var all [][]byte
	for i := range words {
		all = append(all, words[i][:])
	}
	return keccak(all...)
}

func isContentID(text string) bool {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return len(text) >= 1 && len(text) <= 256 && strings.Trim(text, allowed) == "" &&
		!strings.ContainsFunc(text, func(c rune) bool { return !strings.ContainsRune(allowed, c) })
}

// makeEnvelope is SPEC §5 and §6.
func makeEnvelope(w *wallet, c sealContext, contentID string, fileKey []byte, recipients []*recipient, d deviation) []byte {
	slices.SortFunc(recipients, func(a, b *recipient) int {
		x, y := a.keyID(), b.keyID()
		return bytes.Compare(x[:], y[:])
	})
	info := stanzaInfo
	if d == "another info" {
		info = "age-encryption.org/x25519"
	}
	var h header
	for _, r := range recipients {
		c.keyIDs = append(c.keyIDs, r.keyID())
		enc, sender, err := hpke.NewSender(r.key, kdf, aead, []byte(info))
		wrapped := must(must(sender, err).Seal(nil, fileKey))
		if d == "point of low order" {
			clear(enc[encapsulationBytes-x25519Bytes:])
		}
		h.stanzas = append(h.stanzas, stanza{[]string{stanzaType, unpadded.EncodeToString(enc)}, wrapped})
	}
	version := "v1"
	switch d {
	case "version 2":
		c.version = 2
	case "version 2 of the stanza":
		version = "v2"
	case "key ids descend":
		slices.Reverse(c.keyIDs)
	case "stanzas in another order":
		slices.Reverse(h.stanzas)
	case "a stanza too few":
		h.stanzas = h.stanzas[1:]
	case "a stanza too many":
		h.stanzas = append(h.stanzas, h.stanzas[0])
	case "a stanza of another kind":
		h.stanzas = append(h.stanzas, stanza{[]string{"grease"}, []byte("grease")})
	}
	context := stanza{[]string{contextType, version}, c.encode()}
	if d == "context first" {
		h.stanzas = append([]stanza{context}, h.stanzas...)
	} else {
		h.stanzas = append(h.stanzas, context)
	}
	h.mac = macOf(fileKey, h.encodeUnsigned())
	if d == "another mac" {
		h.mac[0] ^= 1
	}
	signature := w.sign(c.digest(h.encode(), contentID), d)
	trailer := strings.Join([]string{trailerType, "v1", contentID, unpadded.EncodeToString(signature)}, " ")
	if d == "two spaces in the trailer" {
		trailer = strings.Replace(trailer, " ", "  ", 1)
	}
	if d != "no line feed at the end" {
		trailer += "\n"
	}
	return append(h.encode(), trailer...)
}

type envelope struct {
	header    header
	context   sealContext
	contentID string
	signature []byte
}

// parseEnvelope is SPEC §7.1 and §7.2.
func parseEnvelope(encoded []byte) (envelope, error) {
	bad := func(format string, values ...any) (envelope, error) {
		return envelope{}, refuse(malformed, format, values...)
	}
	if len(encoded) > maxEnvelope {
		return bad("an envelope has %d bytes", len(encoded))
	}
	var e envelope
	h, rest, err := parseHeader(string(encoded))
	if err != nil {
		return bad("%v", err)
	}
	e.header = h
	last := len(h.stanzas) - 1
	if last < 1 || !slices.Equal(h.stanzas[last].arguments, []string{contextType, "v1"}) {
		return bad("the last stanza is not the context")
	}
	if e.context, err = parseContext(h.stanzas[last].body); err != nil {
		return bad("%v", err)
	}
	e.header.stanzas = h.stanzas[:last]
	if last != len(e.context.keyIDs) {
		return bad("%d stanzas for %d key ids", last, len(e.context.keyIDs))
	}
	for _, s := range e.header.stanzas {
		if len(s.arguments) != 2 || s.arguments[0] != stanzaType || len(s.body) != fileKeyBytes+tagBytes {
			return bad("a stanza is of another kind")
		}
		if enc, err := decodeBase64(unpadded, s.arguments[1]); err != nil || len(enc) != encapsulationBytes {
			return bad("a stanza is not of the one form")
		}
	}
	e.header.stanzas = h.stanzas
	trailer, ok := strings.CutSuffix(rest, "\n")
	words := strings.Split(trailer, " ")
	if !ok || len(words) != 4 || words[0] != trailerType || words[1] != "v1" || !isContentID(words[2]) {
		return bad("the trailer is not of the one form")
	}
	e.contentID = words[2]
	e.signature, err = decodeBase64(unpadded, words[3])
	if err != nil || !isSignature(e.signature) {
		return bad("the signature is not of the one form")
	}
	return e, nil
}

// An expectation is what a reader has from the chain, and its clock; now is 0 for a sender that resumes (SPEC §7.4).
type expectation struct {
	chain, session, task, direction uint64
	sender                          address
	now                             uint64
}

// fileKeyFor is SPEC §7.3 to §7.6.
func (e envelope) fileKeyFor(reader *identity, x expectation) ([]byte, error) {
	c := e.context
	if (expectation{c.chain, c.session, c.task, c.direction, c.sender, x.now}) != x {
		return nil, refuse(wrongContext, "this is for something else")
	}
	if x.now >= c.expiry {
		return nil, refuse(expired, "it is %d, and %d is the expiry", x.now, c.expiry)
	}
	place := slices.Index(c.keyIDs, reader.recipient().keyID())
	if place < 0 {
		return nil, refuse(notForMe, "the key id is not listed")
	}
	if signer, err := signerOf(e.signature, c.digest(e.header.encode(), e.contentID)); err != nil || signer != x.sender {
		return nil, refuse(senderSignature, "the sender did not sign this")
	}
	s := e.header.stanzas[place]
	enc := must(decodeBase64(unpadded, s.arguments[1]))
	if isLowOrder(enc[encapsulationBytes-x25519Bytes:]) {
		return nil, refuse(malformed, "a point is of low order")
	}
	refused := refuse(ciphertext, "the envelope does not open")
	receiver, err := hpke.NewRecipient(enc, reader.key, kdf, aead, []byte(stanzaInfo))
	if err != nil {
		return nil, refused
	}
	fileKey, err := receiver.Open(nil, s.body)
	if err != nil || !hmac.Equal(e.header.mac, macOf(fileKey, e.header.encodeUnsigned())) {
		return nil, refused
	}
	return fileKey, nil
}

func (a *arguments) recipients() []*recipient {
	var all []*recipient
	for len(a.rest) > 0 && a.err == nil {
		all = append(all, a.recipient())
	}
	return all
}

// sealObjectOperation takes deviation, wallet, chain, session, task, direction, sender, expiry, content id, body and
// recipients, and answers with envelope and payload.
func sealObjectOperation(a *arguments) ([][]byte, error) {
	d, w := a.deviation(), a.wallet()
	c := sealContext{
		version: 1, chain: a.number(), session: a.number(), task: a.number(), direction: a.number(),
		sender: a.address(), expiry: a.number(),
	}
	contentID, body, recipients := a.text(), a.bytes(), a.recipients()
	if a.misuse() != nil {
		return nil, nil
	}
	fileKey := make([]byte, fileKeyBytes)
	rand.Read(fileKey)
	return [][]byte{makeEnvelope(w, c, contentID, fileKey, recipients, d), sealPayload(fileKey, body, d)}, nil
}

func (a *arguments) expectation() expectation {
	return expectation{a.number(), a.number(), a.number(), a.number(), a.address(), a.number()}
}

// openObjectOperation takes envelope, payload, identity, chain, session, task, direction, sender and the time, and answers
// with body and content id.
func openObjectOperation(a *arguments) ([][]byte, error) {
	encoded, payload, reader, x := a.bytes(), a.bytes(), a.identity(), a.expectation()
	if a.misuse() != nil {
		return nil, nil
	}
	e, err := parseEnvelope(encoded)
	if err != nil {
		return nil, err
	}
	fileKey, err := e.fileKeyFor(reader, x)
	if err != nil {
		return nil, err
	}
	body, err := openPayload(fileKey, payload)
	if err != nil {
		return nil, err
	}
	return [][]byte{body, []byte(e.contentID)}, nil
}

// grantObjectOperation makes another envelope for a payload (SPEC §1.1, §5.4): it takes an envelope, the sender's
// identity and wallet, what is expected, the new expiry and the new recipients.
func grantObjectOperation(a *arguments) ([][]byte, error) {
	encoded, own, w, x, expiry, recipients := a.bytes(), a.identity(), a.wallet(), a.expectation(), a.number(), a.recipients()
	if a.misuse() != nil {
		return nil, nil
	}
	e, err := parseEnvelope(encoded)
	if err != nil {
		return nil, err
	}
	fileKey, err := e.fileKeyFor(own, x)
	if err != nil {
		return nil, err
	}
	c := e.context
	c.expiry, c.keyIDs = expiry, nil
	return [][]byte{makeEnvelope(w, c, e.contentID, fileKey, recipients, "")}, nil
}
