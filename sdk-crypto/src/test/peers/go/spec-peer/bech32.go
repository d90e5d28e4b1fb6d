package main

import (
	"errors"
	"strings"
)

const (
	bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	checksumDigits = 6
)

func bech32Polymod(values []byte) uint32 {
	check := uint32(1)
	for _, value := range values {
		top := check >> 25
		check = check&0x1ffffff<<5 ^ uint32(value)
		for i, g := range []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				check ^= g
			}
		}
	}
	return check
}

func bech32Expand(prefix string) []byte {
	var values []byte
	for i := range len(prefix) {
		values = append(values, prefix[i]>>5)
	}
	values = append(values, 0)
	for i := range len(prefix) {
		values = append(values, prefix[i]&31)
	}
	return values
}

// regroup gives the same bits in groups of another size, and what is left over.
func regroup(groups []byte, from, to uint) (whole []byte, rest uint, bits uint) {
	for _, group := range groups {
		rest = rest<<from | uint(group)
		for bits += from; bits >= to; {
			bits -= to
			whole = append(whole, byte(rest>>bits&(1<<to-1)))
		}
		rest &= 1<<bits - 1
	}
	return whole, rest, bits
}

func encodeBech32(prefix string, data []byte) string {
	values, rest, bits := regroup(data, 8, 5)
	if bits > 0 {
		values = append(values, byte(rest<<(5-bits)))
	}
	check := bech32Polymod(append(append(bech32Expand(prefix), values...), make([]byte, checksumDigits)...)) ^ 1
	for i := range checksumDigits {
		values = append(values, byte(check>>(5*(checksumDigits-1-i))&31))
	}
	var text strings.Builder
	text.WriteString(prefix + "1")
	for _, value := range values {
		text.WriteByte(bech32Alphabet[value])
	}
	return text.String()
}

func decodeBech32(prefix, text string) ([]byte, error) {
	digits, ok := strings.CutPrefix(text, prefix+"1")
	if !ok || len(digits) < checksumDigits {
		return nil, errors.New("the prefix is another one")
	}
	values := make([]byte, len(digits))
	for i := range values {
		value := strings.IndexByte(bech32Alphabet, digits[i])
		if value < 0 {
			return nil, errors.New("this is not Bech32")
		}
		values[i] = byte(value)
	}
	if bech32Polymod(append(bech32Expand(prefix), values...)) != 1 {
		return nil, errors.New("the checksum is wrong")
	}
	data, rest, bits := regroup(values[:len(values)-checksumDigits], 5, 8)
	if bits >= 5 || rest != 0 {
		return nil, errors.New("the padding is wrong")
	}
	return data, nil
}
