package main

import (
	"fmt"
	"math/bits"
)

const (
	maxReceipts       = 1 << 20
	batchDomain       = "Cortensor receipt batch"
	signedBatchWords  = 4
	proofWords        = 3
	batchFormatNumber = 1
)

func leafHash(receipt word) word      { return keccak([]byte{0}, receipt[:]) }
func innerHash(left, right word) word { return keccak([]byte{1}, left[:], right[:]) }

// split is the largest power of two below n, the k of RFC 9162 §2.1.1.
func splitOf(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

func treeRoot(receipts []word) word {
	if len(receipts) == 1 {
		return leafHash(receipts[0])
	}
	k := splitOf(len(receipts))
	return innerHash(treeRoot(receipts[:k]), treeRoot(receipts[k:]))
}

// treePath is PATH of RFC 9162 §2.1.3.1.
func treePath(index int, receipts []word) []word {
	if len(receipts) == 1 {
		return nil
	}
	k := splitOf(len(receipts))
	if index < k {
		return append(treePath(index, receipts[:k]), treeRoot(receipts[k:]))
	}
	return append(treePath(index-k, receipts[k:]), treeRoot(receipts[:k]))
}

func pathLength(index, size uint64) int {
	if size == 1 {
		return 0
	}
	k := uint64(splitOf(int(size)))
	if index < k {
		return 1 + pathLength(index, k)
	}
	return 1 + pathLength(index-k, size-k)
}

// rootOf follows a path from a leaf to the root; its length has been checked.
func rootOf(leaf word, index, size uint64, path []word) word {
	if size == 1 {
		return leaf
	}
	last := len(path) - 1
	k := uint64(splitOf(int(size)))
	if index < k {
		return innerHash(rootOf(leaf, index, k, path[:last]), path[last])
	}
	return innerHash(path[last], rootOf(leaf, index-k, size-k, path[:last]))
}

func batchDigest(chain, size uint64, root word) word {
	return typedData(batchDomain, chain, hashStruct("ReceiptBatch(uint64 size,bytes32 root)", number(size), root))
}

func joinWords(words ...word) []byte {
	var all []byte
	for _, w := range words {
		all = append(all, w[:]...)
	}
	return all
}

func (a *arguments) words() []word {
	var all []word
	for len(a.rest) > 0 {
		all = append(all, a.word())
	}
	return all
}

// batchSignOperation takes deviation, wallet, chain and receipts, and answers with the signed batch and a proof for each
// receipt.
func batchSignOperation(a *arguments) ([][]byte, error) {
	d, w, chain, receipts := a.deviation(), a.wallet(), a.number(), a.words()
	if a.misuse() != nil {
		return nil, nil
	}
	if len(receipts) == 0 || len(receipts) > maxReceipts {
		return nil, fmt.Errorf("a batch of %d receipts", len(receipts))
	}
	seen := map[word]bool{}
	for _, receipt := range receipts {
		if seen[receipt] {
			return nil, fmt.Errorf("a receipt is there twice")
		}
		seen[receipt] = true
	}
	size, root := uint64(len(receipts)), treeRoot(receipts)
	signedSize := size
	version := uint64(batchFormatNumber)
	switch d {
	case "version 2":
		version = 2
	case "another size":
		signedSize++
	case "another root":
		root[0] ^= 1
	}
	signature := w.sign(batchDigest(chain, signedSize, root), d)
	results := [][]byte{append(joinWords(number(version), number(chain), number(signedSize), root), signature...)}
	for i := range receipts {
		path := treePath(i, receipts)
		proof := append([]word{number(version), number(size), number(uint64(i))}, path...)
		results = append(results, joinWords(proof...))
	}
	return results, nil
}

// batchCheckOperation takes signed batch, proof, receipt, chain and issuer, and answers with the index (SPEC §16.3 to
// §16.5).
func batchCheckOperation(a *arguments) ([][]byte, error) {
	signed, encodedProof, receipt, chain, issuer := a.bytes(), a.bytes(), a.word(), a.number(), a.address()
	if a.misuse() != nil {
		return nil, nil
	}
	if len(signed) != signedBatchWords*32+signatureBytes {
		return nil, refuse(malformed, "a signed batch has %d bytes", len(signed))
	}
	batch := must(splitWords(signed[:signedBatchWords*32]))
	signature := signed[signedBatchWords*32:]
	_, errVersion := batch[0].within(1, 1)
	signedChain, errChain := batch[1].within(1, maxNumber)
	signedSize, errSize := batch[2].within(1, maxReceipts)
	if errVersion != nil || errChain != nil || errSize != nil || !isSignature(signature) {
		return nil, refuse(malformed, "a signed batch is not of the one form")
	}
	root := batch[3]
	proof, err := splitWords(encodedProof)
	if err != nil || len(proof) < proofWords {
		return nil, refuse(malformed, "a proof is not of the one form")
	}
	_, errVersion = proof[0].within(1, 1)
	size, errSize := proof[1].within(1, maxReceipts)
	if errVersion != nil || errSize != nil {
		return nil, refuse(malformed, "a proof is not of the one form")
	}
	index, err := proof[2].within(0, size-1)
	path := proof[proofWords:]
	if err != nil || len(path) != pathLength(index, size) {
		return nil, refuse(malformed, "a proof is not of the one form")
	}
	if signedChain != chain {
		return nil, refuse(receiptBatch, "it is for another chain")
	}
	if signer, err := signerOf(signature, batchDigest(signedChain, signedSize, root)); err != nil || signer != issuer {
		return nil, refuse(receiptBatch, "the issuer did not sign it")
	}
	if size != signedSize || rootOf(leafHash(receipt), index, size, path) != root {
		return nil, refuse(receiptBatch, "the receipt is not in it")
	}
	return [][]byte{fmt.Append(nil, index)}, nil
}
