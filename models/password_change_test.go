package models_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"jolara.com/privacy/models"
)

func TestWhatSomebodyTypesToChangeTheirPassword(t *testing.T) {
	person := models.Person{Name: "Mei Lin", Email: "mei.lin@example.com"}
	for what, row := range map[string]struct {
		present, next string
		want          models.Invalid
	}{
		"as usual":                {"the present one", "the next one", nil},
		"nothing":                 {"", "", models.Invalid{"present": models.FaultMissing, "password": models.FaultMissing}},
		"the same again":          {"the present one", "the present one", models.Invalid{"password": models.FaultSame}},
		"a new one that is short": {"the present one", "short", models.Invalid{"password": models.FaultTooShort}},
		"one's own address":       {"the present one", "mei.lin@example.com", models.Invalid{"password": models.FaultKnown}},
		"too much of both": {
			strings.Repeat("x", 1025), strings.Repeat("y", 1025),
			models.Invalid{"present": models.FaultTooLong, "password": models.FaultTooLong},
		},
	} {
		got, err := models.NewPasswordChange(row.present, row.next, person)
		wrong := models.Invalid{}
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if !maps.Equal(wrong, row.want) {
			t.Errorf("%s: %v, want %v", what, err, row.want)
		}
		if row.want == nil && (got.Present != row.present || string(got.Next) != row.next) {
			t.Errorf("%s: it is read as something else", what)
		}
	}
}
