package site

import (
	"os"
	"path/filepath"
	"runtime"

	"jolara.com/privacy/models"
)

// RealAgreement imports the demo world's agreement, which is as long as agreements are and makes every promise.
func (s *Site) RealAgreement() {
	s.t.Helper()
	_, here, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(here), "..", "..", "app", "demo_policy.txt"))
	if err != nil {
		s.t.Fatal(err)
	}
	policy, err := models.ParsePolicy(string(text))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Store.ImportPolicy(s.t.Context(), policy); err != nil {
		s.t.Fatal(err)
	}
}
