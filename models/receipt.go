package models

import "crypto/rand"

// referenceAlphabet leaves out what is easily misread: I, L, O, U.
const referenceAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewReceiptRef makes a receipt's reference such as R-7F3K-20: thirty random bits, so the store asks again where one is taken.
func NewReceiptRef() string {
	var random [6]byte
	_, _ = rand.Read(random[:]) // never fails, see crypto/rand
	for i, b := range random {
		random[i] = referenceAlphabet[int(b)%len(referenceAlphabet)]
	}
	return "R-" + string(random[:4]) + "-" + string(random[4:])
}

// drawRef draws a reference of forty random bits after its prefix, such as L-7F3K-A2QD.
func drawRef(prefix string) string {
	text := rand.Text()
	return prefix + text[:4] + "-" + text[4:8]
}
