package i18n

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// Number writes a count with its thousands apart: 4,312. English and Chinese write it alike.
func Number(_ context.Context, n int) string {
	digits := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1 // the sign is not a digit
	}
	for i := len(digits) - 3; i > first; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// count is a number of things inside a sentence: %d writes it as Number does.
type count int

// Format makes count a fmt.Formatter.
func (n count) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, Number(context.Background(), int(n))) // a fmt.State cannot fail
}
