package e2e_test

import (
	"testing"

	"jolara.com/privacy/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
