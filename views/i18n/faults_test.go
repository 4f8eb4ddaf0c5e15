package i18n

import (
	"testing"

	"jolara.com/privacy/models"
)

func TestAFaultSaysHowToMendIt(t *testing.T) {
	for _, c := range []struct {
		field string
		fault models.Fault
		want  string
	}{
		{"email", models.FaultMissing, "Enter your e-mail address."},
		{"email", models.FaultMalformed, "Enter an e-mail address like name@example.com."},
		{"email", models.FaultTooLong, "Enter an e-mail address that is shorter."},
		{"password", models.FaultMissing, "Enter your password."},
		{"password", models.FaultTooLong, "Enter a password that is shorter."},
		{"lines[]", models.FaultMissing, "Fill in this field."},
		{"state", models.FaultUnknown, "Choose one of the answers shown."},
		{"nickname", models.FaultTooLong, "Write less in this field."},
		{"birth_date", models.FaultFuture, "Enter a date that is not in the future."},
		{"birth_date", models.FaultPast, "Enter a date that is not so long ago."},
		{"photo", models.FaultOfMinor, "Leave this empty. We do not collect it from people under 18."},
		{"nickname", models.FaultMalformed, "Check what you entered in this field."},
	} {
		if got := Fault(t.Context(), c.field, c.fault); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.field, c.fault, got, c.want)
		}
	}
}
