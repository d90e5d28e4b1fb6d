package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const (
	suiteNumber         = 0x647a00010003
	announcementWords   = 9
	announcementDomain  = "Cortensor key announcement"
	commitmentSaltBytes = 32
)

// A keyAnnouncement is SPEC §8.
type keyAnnouncement struct {
	version, chain               uint64
	node                         address
	suite                        uint64
	keyID                        word
	epoch, validFrom, validUntil uint64
	previous                     word
	signature                    []byte
}

func (k keyAnnouncement) signedWords() []word {
	return []word{
		k.node.word(), number(k.suite), k.keyID, number(k.epoch), number(k.validFrom), number(k.validUntil), k.previous,
	}
}

func (k keyAnnouncement) hash() word {
	return typedData(announcementDomain, k.chain, hashStruct(
		"KeyAnnouncement(address node,uint64 suite,bytes32 keyId,uint64 epoch,uint64 validFrom,uint64 validUntil,"+
			"bytes32 previous)",
		k.signedWords()...))
}

func (k keyAnnouncement) String() string {
	var encoded []byte
	for _, w := range append([]word{number(k.version), number(k.chain)}, k.signedWords()...) {
		encoded = append(encoded, w[:]...)
	}
	return base64.RawURLEncoding.EncodeToString(append(encoded, k.signature...))
}

func parseAnnouncement(text string) (k keyAnnouncement, err error) {
	encoded, err := decodeBase64(base64.RawURLEncoding, text)
	if err != nil || len(encoded) != announcementWords*32+signatureBytes {
		return k, refuse(malformed, "an announcement is not of the one form")
	}
	words := must(splitWords(encoded[:announcementWords*32]))
	k.signature = encoded[announcementWords*32:]
	k.keyID, k.previous = words[4], words[8]
	for _, r := range []struct {
		value     *uint64
		word      int
		low, high uint64
	}{
		{&k.version, 0, 1, 1}, {&k.chain, 1, 1, maxNumber}, {nil, 2, 0, 0}, {&k.suite, 3, 0, 1<<48 - 1},
		{&k.epoch, 5, 0, maxNumber}, {&k.validFrom, 6, 1, maxTime}, {&k.validUntil, 7, 1, maxTime},
	} {
		if r.value == nil {
			k.node, err = words[r.word].address()
		} else {
			*r.value, err = words[r.word].within(r.low, r.high)
		}
		if err != nil {
			return k, refuse(malformed, "%v", err)
		}
		if r.value == &k.suite && k.suite != suiteNumber {
			return k, refuse(unsupportedSuite, "the suite is %#x", k.suite)
		}
	}
	if k.validFrom >= k.validUntil || !isSignature(k.signature) {
		return k, refuse(malformed, "an announcement is never valid, or its signature is not of the one form")
	}
	return k, nil
}

// check is SPEC §8.4.
func (k keyAnnouncement) check(r *recipient, chain uint64, node address, now uint64) error {
	switch signer, err := signerOf(k.signature, k.hash()); {
	case err != nil || signer != k.node:
		return refuse(announcementSignature, "the node in it did not sign it")
	case k.chain != chain:
		return refuse(announcementChain, "it is for another chain")
	case k.node != node:
		return refuse(announcementSignature, "the node did not sign it")
	case k.keyID != r.keyID():
		return refuse(announcementKey, "it is for another key")
	case now < k.validFrom || now >= k.validUntil:
		return refuse(announcementValidity, "it is not valid now")
	}
	return nil
}

// checkAfter is SPEC §8.5.
func (k keyAnnouncement) checkAfter(remembered keyAnnouncement) error {
	switch {
	case k.epoch < remembered.epoch:
		return refuse(announcementRollback, "the epoch is lower than one seen before")
	case k.epoch == remembered.epoch && k.hash() != remembered.hash():
		return refuse(announcementFork, "it does not follow the one seen before")
	case k.epoch == remembered.epoch+1 && k.previous != remembered.hash():
		return refuse(announcementFork, "it does not follow the one seen before")
	}
	return nil
}

// announceOperation takes deviation, wallet, node, chain, recipient, epoch, validFrom, validUntil and previous, and answers
// with text and hash.
func announceOperation(a *arguments) ([][]byte, error) {
	d, w := a.deviation(), a.wallet()
	k := keyAnnouncement{version: 1, node: a.address(), chain: a.number(), suite: suiteNumber}
	r := a.recipient()
	k.epoch, k.validFrom, k.validUntil, k.previous = a.number(), a.number(), a.number(), a.word()
	if a.misuse() != nil {
		return nil, nil
	}
	k.keyID = r.keyID()
	switch d {
	case "version 2":
		k.version = 2
	case "another suite":
		k.suite = 0x002000010003
	}
	hash := k.hash()
	k.signature = w.sign(hash, d)
	return [][]byte{[]byte(k.String()), hash[:]}, nil
}

// checkAnnouncementOperation takes text, recipient, chain, node, the time and the texts that are remembered, and answers
// with epoch and hash.
func checkAnnouncementOperation(a *arguments) ([][]byte, error) {
	text, r, chain, node, now, remembered := a.text(), a.recipient(), a.number(), a.address(), a.number(), a.remaining()
	if a.misuse() != nil {
		return nil, nil
	}
	k, err := parseAnnouncement(text)
	if err != nil {
		return nil, err
	}
	if err := k.check(r, chain, node, now); err != nil {
		return nil, err
	}
	for _, text := range remembered {
		before, err := parseAnnouncement(string(text))
		if err != nil {
			return nil, err
		}
		if err := k.checkAfter(before); err != nil {
			return nil, err
		}
	}
	hash := k.hash()
	return [][]byte{fmt.Append(nil, k.epoch), hash[:]}, nil
}

// commitOperation takes chain, session, task, miner, salt and content id, and answers with text and commitment (SPEC §9).
func commitOperation(a *arguments) ([][]byte, error) {
	text := strings.Join([]string{
		"cortensor:result:1", fmt.Sprint(a.number()), fmt.Sprint(a.number()), fmt.Sprint(a.number()),
		a.address().String(), base64.RawURLEncoding.EncodeToString(a.bytes()), a.text(),
	}, ":")
	hash := keccak([]byte(text))
	return [][]byte{[]byte(text), hash[:]}, nil
}

// checkCommitmentOperation takes text, commitment, chain, session, task and miner, and answers with the content id.
func checkCommitmentOperation(a *arguments) ([][]byte, error) {
	text, hash := a.text(), a.word()
	expected := fmt.Sprintf("cortensor:result:1:%d:%d:%d:%s:", a.number(), a.number(), a.number(), a.address())
	if a.misuse() != nil {
		return nil, nil
	}
	contentID, err := parseReveal(text)
	if err != nil {
		return nil, refuse(malformed, "the text is not of the one form: %v", err)
	}
	if keccak([]byte(text)) != hash {
		return nil, refuse(commitment, "the text does not have this hash")
	}
	if !strings.HasPrefix(text, expected) {
		return nil, refuse(commitment, "the text is for something else")
	}
	return [][]byte{[]byte(contentID)}, nil
}

// parseReveal is SPEC §9.1; it gives the content id.
func parseReveal(text string) (string, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 9 || strings.Join(parts[:3], ":") != "cortensor:result:1" {
		return "", errors.New("it has other parts")
	}
	for i, least := range []uint64{1, 0, 0} {
		number, err := strconv.ParseUint(parts[3+i], 10, 63)
		if err != nil || number < least || strconv.FormatUint(number, 10) != parts[3+i] {
			return "", fmt.Errorf("%q is no number of its range", parts[3+i])
		}
	}
	if _, err := parseAddress(parts[6]); err != nil {
		return "", err
	}
	if salt, err := decodeBase64(base64.RawURLEncoding, parts[7]); err != nil || len(salt) != commitmentSaltBytes {
		return "", errors.New("the salt is not of the one form")
	}
	if !isContentID(parts[8]) {
		return "", errors.New("the content id is none")
	}
	return parts[8], nil
}
