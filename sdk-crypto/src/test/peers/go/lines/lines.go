// Package lines is the protocol of ../../node/peer.mjs: one request a line, an operation and its arguments in base64 with
// single spaces between them; one reply a line, "ok" and the results in base64, or "failed" and a reason in base64.
package lines

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

const maxRequest = 32 << 20

// Serve has every request answered until there are no more.
func Serve(in io.Reader, out io.Writer, answer func(operation string, arguments [][]byte) ([][]byte, error)) error {
	requests := bufio.NewScanner(in)
	requests.Buffer(nil, maxRequest)
	for requests.Scan() {
		results, err := handle(requests.Text(), answer)
		reply := line("ok", results...)
		if err != nil {
			reply = line("failed", []byte(err.Error()))
		}
		if _, err := fmt.Fprintln(out, reply); err != nil {
			return err
		}
	}
	return requests.Err()
}

// Unknown is the failure of an operation that a peer does not have.
func Unknown(operation string, arguments int) error {
	return fmt.Errorf(
		"%q with %d arguments is no operation of this peer; is it the newest that .ci/peers makes?", operation, arguments)
}

func handle(request string, answer func(string, [][]byte) ([][]byte, error)) ([][]byte, error) {
	words := strings.Split(request, " ")
	arguments := make([][]byte, len(words)-1)
	for i, word := range words[1:] {
		argument, err := base64.StdEncoding.DecodeString(word)
		if err != nil {
			return nil, err
		}
		arguments[i] = argument
	}
	return answer(words[0], arguments)
}

func line(word string, values ...[]byte) string {
	words := []string{word}
	for _, value := range values {
		words = append(words, base64.StdEncoding.EncodeToString(value))
	}
	return strings.Join(words, " ")
}
