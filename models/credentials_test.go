package models_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"jolara.com/privacy/models"
)

func TestWhatSomebodyTypesToSignIn(t *testing.T) {
	for what, row := range map[string]struct {
		email, password string
		want            models.Invalid
	}{
		"as usual":                   {" Wen@Example.com", "a password", nil},
		"spaces belong to passwords": {"wen@example.com", "  ", nil},
		"nothing":                    {"", "", models.Invalid{"email": models.FaultMissing, "password": models.FaultMissing}},
		"no address":                 {"wen@", "x", models.Invalid{"email": models.FaultMalformed}},
		"no account name":            {"wen wen", "x", models.Invalid{"email": models.FaultMalformed}},
		"a password of 1,024 bytes":  {"wen@example.com", strings.Repeat("x", 1024), nil},
		"a password of 1,025 bytes":  {"wen@example.com", strings.Repeat("x", 1025), models.Invalid{"password": models.FaultTooLong}},
	} {
		got, err := models.NewCredentials(row.email, row.password)
		wrong := models.Invalid{}
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if !maps.Equal(wrong, row.want) {
			t.Errorf("%s: %v, want %v", what, err, row.want)
		}
		if row.want == nil && (got.Email != "wen@example.com" || got.Password != row.password) {
			t.Errorf("%s: read as %q and %d characters", what, got.Email, len(got.Password))
		}
	}
}

func TestAChildsAccountNameStandsForAnAddressWhereOneSignsInAndNowhereElse(t *testing.T) {
	if got, err := models.NewCredentials(" Red-Panda ", "a password"); err != nil || got.Email != "red-panda" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := models.NewEmailWish("red-panda", "a password"); err == nil {
		t.Error("a name passes for the address with which somebody wants to sign in")
	}
}
