package models_test

import (
	"testing"

	"jolara.com/privacy/models"
)

func TestThereAreThreeThemesAndNoOther(t *testing.T) {
	for _, text := range []string{"system", "light", "dark"} {
		if got, err := models.ParseTheme(text); err != nil || string(got) != text {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "Dark", "sepia", `dark" onload="`} {
		if got, err := models.ParseTheme(text); err == nil || got != "" {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
