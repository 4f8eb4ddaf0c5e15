package e2e_test

import (
	"testing"

	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestMain(m *testing.M) { storetest.Main(m, site.EndBrowser) }
