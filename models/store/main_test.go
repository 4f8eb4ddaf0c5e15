package store_test

import (
	"testing"

	"jolara.com/privacy/models/store/storetest"
)

// Some tests run this binary again, as a process that they can kill: see killed_test.go.
func TestMain(m *testing.M) {
	if isChild() {
		deleteInAChild()
		return
	}
	storetest.Main(m)
}
