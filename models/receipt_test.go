package models_test

import (
	"testing"

	"jolara.com/privacy/models"
)

func TestAReceiptsReferenceIsShortAndSeldomTheSame(t *testing.T) {
	seen := map[string]bool{}
	const drawn = 2000
	for range drawn {
		ref := models.NewReceiptRef()
		if !models.IsReceiptRef(ref) {
			t.Fatalf("%q is no reference", ref)
		}
		seen[ref] = true
	}
	if len(seen) < drawn-2 { // one in a thousand million pairs is alike
		t.Errorf("%d references, %d different", drawn, len(seen))
	}
	for _, text := range []string{
		"", "R-7F3K-2", "R-7F3K-200", "r-7F3K-20", "R-7f3k-20", "R-7F3I-20", "R-7F3O-20", "R_7F3K_20", "R-7F3K 20", "R-文3-20", "R-7F3K-2\n",
	} {
		if models.IsReceiptRef(text) {
			t.Errorf("%q passes as a reference", text)
		}
	}
}
