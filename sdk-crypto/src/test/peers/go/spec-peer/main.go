// Command spec-peer is a second implementation of the formats of sdk-crypto, made from the text of SPEC.md alone: §1–§9,
// §14, §16 and §17.2–§17.6. It answers the interop tests.
//
// It speaks the protocol of package lines. The reason of a refusal begins with its class, the codes of SPEC §11.
//
// Operations that write take a deviation: empty, or the name of one thing to do wrong.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"peers/lines"
)

func main() {
	if err := lines.Serve(os.Stdin, os.Stdout, answer); err != nil {
		fmt.Fprintln(os.Stderr, "spec-peer:", err)
		os.Exit(1)
	}
}

// answer does one operation.
func answer(name string, values [][]byte) ([][]byte, error) {
	operation, ok := operations[name]
	if !ok {
		return nil, lines.Unknown(name, len(values))
	}
	a := &arguments{rest: values}
	results, err := operation(a)
	// What was asked wrongly comes before what was found wrong: a test must not take the one for the other.
	if misuse := a.misuse(); misuse != nil {
		return nil, fmt.Errorf("%s: %w", name, misuse)
	}
	return results, err
}

var operations = map[string]func(*arguments) ([][]byte, error){
	"version": func(*arguments) ([][]byte, error) {
		return [][]byte{[]byte(runtime.Version())}, nil
	},
	"describe-identity": describeIdentity,
	"describe-wallet":   describeWallet,
	"check-identity":    checkIdentity,
	"check-recipient":   checkRecipient,
	"keccak256": func(a *arguments) ([][]byte, error) {
		hash := keccak(a.bytes())
		return [][]byte{hash[:]}, nil
	},
	"sign-digest":         signDigest,
	"seal-object":         sealObjectOperation,
	"open-object":         openObjectOperation,
	"grant-object":        grantObjectOperation,
	"announce":            announceOperation,
	"check-announcement":  checkAnnouncementOperation,
	"commit":              commitOperation,
	"check-commitment":    checkCommitmentOperation,
	"channel-connect":     channelConnectOperation,
	"channel-accept":      channelAcceptOperation,
	"channel-respond":     channelRespondOperation,
	"channel-send":        channelSendOperation,
	"channel-finish":      channelFinishOperation,
	"channel-receive":     channelReceiveOperation,
	"channel-receive-end": channelReceiveEndOperation,
	"batch-sign":          batchSignOperation,
	"batch-check":         batchCheckOperation,
	"split":               splitOperation,
	"check-share":         checkShareOperation,
	"combine":             combineOperation,
}

// describeIdentity answers with both texts of the identity of a seed, and with its key id.
func describeIdentity(a *arguments) ([][]byte, error) {
	identity, err := newIdentity(a.bytes())
	if err != nil {
		return nil, err
	}
	id := identity.recipient().keyID()
	return [][]byte{[]byte(identity.String()), []byte(identity.recipient().String()), id[:]}, nil
}

// checkIdentity takes the text of an identity and answers with that of its recipient.
func checkIdentity(a *arguments) ([][]byte, error) {
	i, err := parseIdentity(a.text())
	if err != nil {
		return nil, err
	}
	return [][]byte{[]byte(i.recipient().String())}, nil
}

// checkRecipient takes the text of a recipient and answers with its key id.
func checkRecipient(a *arguments) ([][]byte, error) {
	r, err := parseRecipient(a.text())
	if err != nil {
		return nil, err
	}
	id := r.keyID()
	return [][]byte{id[:]}, nil
}

// describeWallet answers with the address of a key.
func describeWallet(a *arguments) ([][]byte, error) {
	w := a.wallet()
	if a.misuse() != nil {
		return nil, nil
	}
	return [][]byte{[]byte(w.address().String())}, nil
}

// signDigest takes a key and a digest, and answers with the signature.
func signDigest(a *arguments) ([][]byte, error) {
	w, digest := a.wallet(), a.word()
	if a.misuse() != nil {
		return nil, nil
	}
	return [][]byte{w.sign(digest, "")}, nil
}

// A refusal is a failure that SPEC §11 gives a class.
type refusal struct {
	class, reason string
}

func (r refusal) Error() string { return r.class + ": " + r.reason }

func refuse(class, format string, values ...any) error {
	return refusal{class, fmt.Sprintf(format, values...)}
}

// The classes of SPEC §11.
const (
	malformed             = "MALFORMED"
	unsupportedSuite      = "UNSUPPORTED_SUITE"
	notForMe              = "NOT_FOR_ME"
	wrongContext          = "CONTEXT"
	expired               = "EXPIRED"
	senderSignature       = "SENDER_SIGNATURE"
	ciphertext            = "CIPHERTEXT"
	announcementChain     = "ANNOUNCEMENT_CHAIN"
	announcementSignature = "ANNOUNCEMENT_SIGNATURE"
	announcementKey       = "ANNOUNCEMENT_KEY"
	announcementValidity  = "ANNOUNCEMENT_VALIDITY"
	announcementRollback  = "ANNOUNCEMENT_ROLLBACK"
	announcementFork      = "ANNOUNCEMENT_FORK"
	commitment            = "COMMITMENT"
	replayed              = "CHANNEL_REPLAYED"
	cut                   = "CHANNEL_CUT"
	receiptBatch          = "RECEIPT_BATCH"
	badShare              = "SHARE"
)

// arguments are taken one by one; what is wrong with them is kept until the end.
type arguments struct {
	rest [][]byte
	err  error
}

var errTooFew = errors.New("too few arguments")

func (a *arguments) misuse() error {
	if a.err == nil && len(a.rest) > 0 {
		return fmt.Errorf("%d arguments too many", len(a.rest))
	}
	return a.err
}

func (a *arguments) bytes() []byte {
	if len(a.rest) == 0 {
		a.err = errTooFew
		return nil
	}
	first := a.rest[0]
	a.rest = a.rest[1:]
	return first
}

func (a *arguments) remaining() [][]byte {
	all := a.rest
	a.rest = nil
	return all
}

func (a *arguments) text() string { return string(a.bytes()) }

func (a *arguments) number() uint64 {
	text := a.text()
	var n uint64
	if _, err := fmt.Sscanf(text, "%d", &n); err != nil || fmt.Sprint(n) != text {
		a.err = fmt.Errorf("%q is no number", text)
	}
	return n
}

func (a *arguments) word() word {
	b := a.bytes()
	if len(b) != 32 {
		a.err = fmt.Errorf("%d bytes where 32 were expected", len(b))
		return word{}
	}
	return word(b)
}

func (a *arguments) address() address {
	given, err := parseAddress(a.text())
	if err != nil {
		a.err = err
	}
	return given
}

func (a *arguments) wallet() *wallet {
	given, err := newWallet(a.bytes())
	if err != nil {
		a.err = err
	}
	return given
}

func (a *arguments) identity() *identity {
	given, err := parseIdentity(a.text())
	if err != nil {
		a.err = err
	}
	return given
}

func (a *arguments) recipient() *recipient {
	given, err := parseRecipient(a.text())
	if err != nil {
		a.err = err
	}
	return given
}

func (a *arguments) deviation() deviation { return deviation(a.text()) }

// A deviation names the one thing that a writer does wrong; empty for none.
type deviation string
