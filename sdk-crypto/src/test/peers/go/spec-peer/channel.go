package main

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	requestLabel         = "cortensor.network/live v1 request"
	responseLabel        = "cortensor.network/live v1 response"
	commitLabel          = "cortensor commit"
	channelDomain        = "Cortensor live channel"
	channelHeaderBytes   = 7
	channelContextWords  = 7
	frameBytes           = channelContextWords*32 + sha256.Size + signatureBytes
	requestOpeningBytes  = channelHeaderBytes + encapsulationBytes + 2 + frameBytes
	responseNonceBytes   = 32
	responseOpeningBytes = responseNonceBytes + 1 + sha256.Size
	maxLifetime          = 24 * 60 * 60
	maxChunks            = 1 << 20
	maxKeepAlives        = 1024
)

var (
	suiteIDs = []byte{0x64, 0x7a, 0x00, 0x01, 0x00, 0x03}
	buckets  = []int{32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16382}
)

// A channelContext is the context of SPEC §14.2.
type channelContext struct {
	version, chain, session, task uint64
	client                        address
	node                          word
	expiry                        uint64
}

func (c channelContext) words() []word {
	return []word{
		number(c.version), number(c.chain), number(c.session), number(c.task), c.client.word(), c.node, number(c.expiry),
	}
}

func (c channelContext) encode() []byte {
	var encoded []byte
	for _, w := range c.words() {
		encoded = append(encoded, w[:]...)
	}
	return encoded
}

func parseChannelContext(encoded []byte) (c channelContext, err error) {
	words := must(splitWords(encoded))
	for _, r := range []struct {
		value     *uint64
		word      int
		low, high uint64
	}{
		{&c.version, 0, 1, 1}, {&c.chain, 1, 1, maxNumber}, {&c.session, 2, 0, maxNumber}, {&c.task, 3, 0, maxNumber},
		{&c.expiry, 6, 1, maxTime},
	} {
		if *r.value, err = words[r.word].within(r.low, r.high); err != nil {
			return c, err
		}
	}
	c.client, err = words[4].address()
	c.node = words[5]
	return c, err
}

// digest is what SPEC §14.3 signs.
func (c channelContext) digest(header, enc []byte, commitment word) word {
	return typedData(channelDomain, c.chain, hashStruct(
		"ChannelOpening(uint64 version,uint64 chainId,uint64 sessionId,uint64 taskId,address client,bytes32 node,"+
			"uint64 expiry,bytes32 encapsulation,bytes32 commitment)",
		append(c.words(), keccak(header, enc), commitment)...))
}

func channelHeader(node word) []byte { return append([]byte{node[0]}, suiteIDs...) }

func requestInfo(header, context []byte) []byte {
	return slices.Concat([]byte(requestLabel), []byte{0}, header, context)
}

func binding(label string, openings ...[]byte) []byte {
	all := sha256.Sum256(slices.Concat([]byte(label), []byte{0}, slices.Concat(openings...)))
	return all[:]
}

// responseKeys are those of SPEC §14.5.
type responseKeys struct {
	cipher     cipher.AEAD
	baseNonce  []byte
	commitment []byte
	count      uint64
}

func newResponseKeys(secret, enc, nonce []byte) *responseKeys {
	prk := must(hkdf.Extract(sha256.New, secret, slices.Concat(enc, nonce)))
	expand := func(info string, length int) []byte { return must(hkdf.Expand(sha256.New, prk, info, length)) }
	return &responseKeys{
		cipher:     must(chacha20poly1305.New(expand("key", chacha20poly1305.KeySize))),
		baseNonce:  expand("nonce", chacha20poly1305.NonceSize),
		commitment: expand(commitLabel, sha256.Size),
	}
}

func (k *responseKeys) nonce() []byte {
	var counter [chacha20poly1305.NonceSize]byte
	binary.BigEndian.PutUint64(counter[4:], k.count)
	k.count++
	for i := range counter {
		counter[i] ^= k.baseNonce[i]
	}
	return counter[:]
}

func (k *responseKeys) seal(associated, plaintext []byte) ([]byte, error) {
	return k.cipher.Seal(nil, k.nonce(), plaintext, associated), nil
}

func (k *responseKeys) open(associated, sealed []byte) ([]byte, error) {
	return k.cipher.Open(nil, k.nonce(), sealed, associated)
}

// A writer is one direction of SPEC §14.6.
type writer struct {
	seal    func(associated, plaintext []byte) ([]byte, error)
	binding []byte
}

func (w *writer) chunk(payload []byte, d deviation) []byte {
	bucket := slices.IndexFunc(buckets, func(size int) bool { return size >= len(payload) })
	if d == "chunk of the next size" {
		bucket++
	}
	plain := make([]byte, 2+buckets[bucket])
	binary.BigEndian.PutUint16(plain, uint16(len(payload)))
	copy(plain[2:], payload)
	switch d {
	case "chunk with padding not zero":
		plain[len(plain)-1] = 1
	case "chunk with a length above its size":
		binary.BigEndian.PutUint16(plain, uint16(len(plain)))
	case "chunk of another size":
		plain = plain[:len(plain)-1]
	}
	associated := w.binding
	if d == "chunk sealed as the final one" {
		associated = append(slices.Clone(associated), "final"...)
	}
	sealed := must(w.seal(associated, plain))
	if d == "chunk with a longer length of its length" {
		return append(binary.BigEndian.AppendUint32(nil, 2<<30|uint32(len(sealed))), sealed...)
	}
	return append(varint(len(sealed)), sealed...)
}

func (w *writer) final(d deviation) []byte {
	var plain []byte
	if d == "final chunk not empty" {
		plain = make([]byte, 34)
	}
	associated := append(slices.Clone(w.binding), "final"...)
	if d == "final chunk sealed as another" {
		associated = w.binding
	}
	return append([]byte{0}, must(w.seal(associated, plain))...)
}

func varint(n int) []byte {
	switch {
	case n < 1<<6:
		return []byte{byte(n)}
	case n < 1<<14:
		return binary.BigEndian.AppendUint16(nil, 1<<14|uint16(n))
	default:
		return binary.BigEndian.AppendUint32(nil, 2<<30|uint32(n))
	}
}

// A reader is one direction of SPEC §14.7.
type reader struct {
	open    func(associated, sealed []byte) ([]byte, error)
	binding []byte
	// opening takes the opening of a response, as soon as it is there; nil when there is none to come.
	opening  func([]byte) error
	buffer   []byte
	chunks   int
	silent   int
	complete bool
	failure  error
}

// receive gives the payloads that these bytes completed; what was completed before a failure counts.
func (r *reader) receive(more []byte) (payloads [][]byte) {
	if r.failure != nil {
		return nil
	}
	r.buffer = append(r.buffer, more...)
	if r.opening != nil {
		if len(r.buffer) < responseOpeningBytes {
			return nil
		}
		r.failure = r.opening(r.buffer[:responseOpeningBytes])
		r.opening = nil
		r.buffer = r.buffer[responseOpeningBytes:]
	}
	for r.failure == nil {
		payload, again := r.next()
		if payload != nil {
			payloads = append(payloads, payload)
		}
		if !again {
			break
		}
	}
	return payloads
}

// next takes one chunk out of the buffer; the payload is nil for a keep-alive and the final chunk.
func (r *reader) next() (payload []byte, again bool) {
	if len(r.buffer) == 0 {
		return nil, false
	}
	if r.complete {
		r.failure = refuse(malformed, "there is something behind the final chunk")
		return nil, false
	}
	if r.chunks == maxChunks {
		r.failure = refuse(malformed, "there are more than %d chunks", maxChunks)
		return nil, false
	}
	prefix := 1 << (r.buffer[0] >> 6)
	if len(r.buffer) < prefix {
		return nil, false
	}
	length := uint64(r.buffer[0] & 0x3f)
	for _, b := range r.buffer[1:prefix] {
		length = length<<8 | uint64(b)
	}
	final := length == 0 && prefix == 1
	size := tagBytes
	if !final {
		bucket := slices.IndexFunc(buckets, func(b int) bool { return uint64(2+b+tagBytes) == length })
		if bucket < 0 || len(varint(int(length))) != prefix {
			r.failure = refuse(malformed, "no chunk has this length")
			return nil, false
		}
		size = int(length)
	}
	if len(r.buffer) < prefix+size {
		return nil, false
	}
	sealed := r.buffer[prefix : prefix+size]
	r.buffer = r.buffer[prefix+size:]
	r.chunks++
	associated := slices.Clone(r.binding)
	if final {
		associated = append(associated, "final"...)
	}
	plain, err := r.open(associated, sealed)
	if err != nil {
		r.failure = refuse(ciphertext, "a chunk does not open at its place")
		return nil, false
	}
	if final {
		r.complete = true
		return nil, true
	}
	given := int(binary.BigEndian.Uint16(plain))
	bucket := slices.IndexFunc(buckets, func(size int) bool { return size >= given })
	if bucket < 0 || 2+buckets[bucket] != len(plain) || len(bytes.Trim(plain[2+given:], "\x00")) > 0 {
		r.failure = refuse(malformed, "a chunk is not padded in the one way")
		return nil, false
	}
	if given > 0 {
		r.silent = 0
		return plain[2 : 2+given], true
	}
	if r.silent++; r.silent > maxKeepAlives {
		r.failure = refuse(malformed, "there are more than %d keep-alives in a row", maxKeepAlives)
		return nil, false
	}
	return nil, true
}

// A channel is one side of an exchange; channels are known by their number.
type channel struct {
	in      *reader
	out     *writer
	opening []byte
	secret  []byte
}

var (
	channels []*channel
	// accepted has the digests of SPEC §14.4.7 by the name of who remembers them; this program ends before they expire.
	accepted = map[string]map[word]bool{}
)

func (c *channel) remember() []byte {
	channels = append(channels, c)
	return []byte(strconv.Itoa(len(channels) - 1))
}

func (a *arguments) channel() *channel {
	n := a.number()
	if n >= uint64(len(channels)) {
		a.err = fmt.Errorf("there is no channel %d", n)
		return &channel{}
	}
	return channels[n]
}

// channelConnectOperation takes deviation, wallet, client, node's recipient, chain, session, task and expiry, and answers
// with a channel and the opening (SPEC §14.2, §14.3).
func channelConnectOperation(a *arguments) ([][]byte, error) {
	d, w := a.deviation(), a.wallet()
	c := channelContext{version: 1, client: a.address()}
	node := a.recipient()
	c.chain, c.session, c.task, c.expiry = a.number(), a.number(), a.number(), a.number()
	if a.misuse() != nil {
		return nil, nil
	}
	c.node = node.keyID()
	header := channelHeader(c.node)
	switch d {
	case "version 2":
		c.version = 2
	case "another suite":
		header[6] = 1
	case "another key identifier":
		header[0] ^= 1
	}
	info := requestInfo(header, c.encode())
	if d == "another info" {
		info = info[:len(info)-1]
	}
	enc, sender, err := hpke.NewSender(node.key, kdf, aead, info)
	if err != nil {
		return nil, err
	}
	if d == "point of low order" {
		clear(enc[encapsulationBytes-x25519Bytes:])
	}
	commitment := word(must(sender.Export(commitLabel, sha256.Size)))
	if d == "another commitment" {
		commitment[0] ^= 1
	}
	signature := w.sign(c.digest(header, enc, commitment), d)
	length := varint(frameBytes)
	if d == "another length of the frame" {
		length[1]++
	}
	opening := slices.Concat(header, enc, length, c.encode(), commitment[:], signature)
	made := &channel{
		out:     &writer{sender.Seal, binding(requestLabel, opening)},
		opening: opening,
		secret:  must(sender.Export(responseLabel, sha256.Size)),
	}
	made.in = &reader{}
	made.in.opening = func(response []byte) error {
		nonce, behind := response[:responseNonceBytes], response[responseNonceBytes:]
		if behind[0] != 32 {
			return refuse(malformed, "the opening of the response is not of the one form")
		}
		keys := newResponseKeys(made.secret, enc, nonce)
		if !hmac.Equal(keys.commitment, behind[1:]) {
			return refuse(ciphertext, "the response is another one")
		}
		made.in.open = keys.open
		made.in.binding = binding(responseLabel, opening, response)
		return nil
	}
	return [][]byte{made.remember(), opening}, nil
}

// channelAcceptOperation takes the name of who remembers, opening, identity, chain, session, task, client and the time, and answers with a channel
// (SPEC §14.4).
func channelAcceptOperation(a *arguments) ([][]byte, error) {
	guard, opening, node := a.text(), a.bytes(), a.identity()
	chain, session, task, client, now := a.number(), a.number(), a.number(), a.address(), a.number()
	if a.misuse() != nil {
		return nil, nil
	}
	if len(opening) != requestOpeningBytes {
		return nil, refuse(malformed, "an opening has %d bytes", len(opening))
	}
	header, rest := opening[:channelHeaderBytes], opening[channelHeaderBytes:]
	enc, rest := rest[:encapsulationBytes], rest[encapsulationBytes:]
	length, frame := rest[:2], rest[2:]
	context, rest := frame[:channelContextWords*32], frame[channelContextWords*32:]
	commitment, signature := word(rest[:sha256.Size]), rest[sha256.Size:]
	if !bytes.Equal(header[1:], suiteIDs) {
		return nil, refuse(unsupportedSuite, "the suite is %x", header[1:])
	}
	c, err := parseChannelContext(context)
	if err != nil || !isSignature(signature) || !bytes.Equal(length, varint(frameBytes)) || !bytes.Equal(header, channelHeader(c.node)) {
		return nil, refuse(malformed, "an opening is not of the one form")
	}
	if c.node != node.recipient().keyID() {
		return nil, refuse(notForMe, "it is for another node")
	}
	if c.chain != chain || c.session != session || c.task != task || c.client != client {
		return nil, refuse(wrongContext, "it is for something else")
	}
	if now >= c.expiry {
		return nil, refuse(expired, "it is %d, and %d is the expiry", now, c.expiry)
	}
	if c.expiry-now > maxLifetime {
		return nil, refuse(wrongContext, "the expiry is too far ahead")
	}
	digest := c.digest(header, enc, commitment)
	if signer, err := signerOf(signature, digest); err != nil || signer != client {
		return nil, refuse(senderSignature, "the client did not sign this")
	}
	if isLowOrder(enc[encapsulationBytes-x25519Bytes:]) {
		return nil, refuse(malformed, "a point is of low order")
	}
	receiver, err := hpke.NewRecipient(enc, node.key, kdf, aead, requestInfo(header, context))
	if err != nil {
		return nil, refuse(ciphertext, "the opening does not open")
	}
	if !hmac.Equal(must(receiver.Export(commitLabel, sha256.Size)), commitment[:]) {
		return nil, refuse(ciphertext, "the opening does not open")
	}
	if accepted[guard][digest] {
		return nil, refuse(replayed, "this opening has been accepted before")
	}
	if accepted[guard] == nil {
		accepted[guard] = map[word]bool{}
	}
	accepted[guard][digest] = true
	made := &channel{
		in:      &reader{open: receiver.Open, binding: binding(requestLabel, opening)},
		opening: opening,
		secret:  must(receiver.Export(responseLabel, sha256.Size)),
	}
	return [][]byte{made.remember()}, nil
}

// channelRespondOperation takes deviation and a channel that was accepted, and answers with the opening of the response
// (SPEC §14.5).
func channelRespondOperation(a *arguments) ([][]byte, error) {
	d, c := a.deviation(), a.channel()
	if a.misuse() != nil {
		return nil, nil
	}
	nonce := make([]byte, responseNonceBytes)
	rand.Read(nonce)
	enc := c.opening[channelHeaderBytes : channelHeaderBytes+encapsulationBytes]
	keys := newResponseKeys(c.secret, enc, nonce)
	opening := slices.Concat(nonce, varint(sha256.Size), keys.commitment)
	switch d {
	case "another commitment":
		opening[len(opening)-1] ^= 1
	case "another length of the commitment":
		opening[responseNonceBytes]++
	}
	c.out = &writer{keys.seal, binding(responseLabel, c.opening, opening)}
	return [][]byte{opening}, nil
}

// channelSendOperation takes deviation, channel and payload, and answers with the chunk.
func channelSendOperation(a *arguments) ([][]byte, error) {
	d, c, payload := a.deviation(), a.channel(), a.bytes()
	if a.misuse() != nil {
		return nil, nil
	}
	return [][]byte{c.out.chunk(payload, d)}, nil
}

// channelFinishOperation takes deviation and channel, and answers with the final chunk.
func channelFinishOperation(a *arguments) ([][]byte, error) {
	d, c := a.deviation(), a.channel()
	if a.misuse() != nil {
		return nil, nil
	}
	return [][]byte{c.out.final(d)}, nil
}

// channelReceiveOperation takes a channel and bytes of the other side, and answers with how it stands ("open", "complete"
// or the failure) and the payloads that these bytes completed.
func channelReceiveOperation(a *arguments) ([][]byte, error) {
	c, more := a.channel(), a.bytes()
	if a.misuse() != nil {
		return nil, nil
	}
	payloads := c.in.receive(more)
	state := "open"
	switch {
	case c.in.failure != nil:
		state = c.in.failure.Error()
	case c.in.complete:
		state = "complete"
	}
	return append([][]byte{[]byte(state)}, payloads...), nil
}

// channelReceiveEndOperation takes a channel whose transport has ended; it refuses a cut (SPEC §14.8).
func channelReceiveEndOperation(a *arguments) ([][]byte, error) {
	c := a.channel()
	switch {
	case a.misuse() != nil:
		return nil, nil
	case c.in.failure != nil:
		return nil, c.in.failure
	case !c.in.complete:
		return nil, refuse(cut, "the transport ended before the final chunk")
	}
	return nil, nil
}
