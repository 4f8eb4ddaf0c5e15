package models_test

import (
	"regexp"
	"testing"

	"jolara.com/privacy/models"
)

// receiptRef leaves out what is easily misread: I, L, O, U.
var receiptRef = regexp.MustCompile(`^R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$`)

func TestAReceiptsReferenceIsShortAndSeldomTheSame(t *testing.T) {
	seen := map[string]bool{}
	const drawn = 2000
	for range drawn {
		ref := models.NewReceiptRef()
		if !receiptRef.MatchString(ref) {
			t.Fatalf("%q is no reference", ref)
		}
		seen[ref] = true
	}
	if len(seen) < drawn-2 { // one in a thousand million pairs is alike
		t.Errorf("%d references, %d different", drawn, len(seen))
	}
}
