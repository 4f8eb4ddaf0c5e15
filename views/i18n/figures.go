package i18n

import (
	"context"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
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

// Bytes writes how large a file is, as a person reads it: 840 kB, 3.1 MB, 412 MB.
func Bytes(ctx context.Context, n int64) string {
	const kilo, mega, giga, fewTenths = 1e3, 1e6, 1e9, 100
	figure := func(unit float64) string {
		if size := float64(n) / unit; size < fewTenths {
			return strings.TrimSuffix(strconv.FormatFloat(size, 'f', 1, 64), ".0")
		}
		return Number(ctx, int(math.Round(float64(n)/unit)))
	}
	switch {
	case n < kilo:
		return N(ctx, int(n), "%d byte", "%d bytes")
	case n < mega:
		return T(ctx, "%s\u00a0kB", figure(kilo))
	case n < giga:
		return T(ctx, "%s\u00a0MB", figure(mega))
	default:
		return T(ctx, "%s\u00a0GB", figure(giga))
	}
}

// count is a number of things inside a sentence: %d writes it as Number does.
type count int

// Format makes count a fmt.Formatter.
func (n count) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, Number(context.Background(), int(n))) // a fmt.State cannot fail
}
