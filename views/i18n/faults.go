package i18n

import (
	"context"

	"jolara.com/privacy/models"
)

// Fault says what is wrong with a field of a form and how to mend it. Sentences name their field where the form has one;
// any other field gets one that is true beside every field.
func Fault(ctx context.Context, field string, f models.Fault) string {
	type wrong struct {
		field string
		fault models.Fault
	}
	switch (wrong{field, f}) {
	case wrong{"email", models.FaultMissing}:
		return T(ctx, "Enter your e-mail address.")
	case wrong{"email", models.FaultMalformed}:
		return T(ctx, "Enter an e-mail address like name@example.com.")
	case wrong{"email", models.FaultTooLong}:
		return T(ctx, "Enter an e-mail address that is shorter.")
	case wrong{"password", models.FaultMissing}:
		return T(ctx, "Enter your password.")
	case wrong{"password", models.FaultTooLong}:
		return T(ctx, "Enter a password that is shorter.")
	}
	switch f {
	case models.FaultMissing:
		return T(ctx, "Fill in this field.")
	case models.FaultUnknown:
		return T(ctx, "Choose one of the answers shown.")
	case models.FaultTooLong:
		return T(ctx, "Write less in this field.")
	case models.FaultFuture:
		return T(ctx, "Enter a date that is not in the future.")
	case models.FaultPast:
		return T(ctx, "Enter a date that is not so long ago.")
	case models.FaultOfMinor:
		return T(ctx, "Leave this empty. We do not collect it from people under 18.")
	default:
		return T(ctx, "Check what you entered in this field.")
	}
}
