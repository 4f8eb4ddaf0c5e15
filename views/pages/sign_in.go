// Package pages holds the pages of the portal. Each has its values in a Go file, made from the models before anything is
// drawn, and its drawing in the templ file beside it.
package pages

import (
	"context"
	"math"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// SignInForm is what the sign-in page shows: empty at first, and what went wrong after a try.
type SignInForm struct {
	Email   string         // as typed
	Next    string         // the path of the page to go on to; empty for the usual one
	Wrong   bool           // address and password do not belong together (T4)
	Invalid models.Invalid // faults of email and password
	Wait    time.Duration  // how long no further try is taken; 0 for none
	Kept    Kept           // what somebody wrote in a form whose session had ended
}

// failed tells whether a try went before.
func (f SignInForm) failed() bool { return f.Wrong || len(f.Invalid) > 0 || f.Wait > 0 }

// mistakes returns what is to mend. Where address and password do not belong together both are named, so that nobody
// learns which of the two is known.
func (f SignInForm) mistakes(ctx context.Context) components.Mistakes {
	if f.Wrong {
		return components.Mistakes{
			{Field: "email", Sentence: i18n.T(ctx, "Check the e-mail address.")},
			{Field: "password", Sentence: i18n.T(ctx, "Check the password and type it again.")},
		}
	}
	var found components.Mistakes
	for _, field := range []string{"email", "password"} {
		if fault, ok := f.Invalid[field]; ok {
			found = append(found, components.Mistake{Field: field, Sentence: i18n.Fault(ctx, field, fault)})
		}
	}
	return found
}

// heading says what became of the try.
func (f SignInForm) heading(ctx context.Context) string {
	switch {
	case f.Wait > 0:
		return i18n.T(ctx, "Too many tries")
	case f.Wrong:
		return i18n.T(ctx, "This address and password don’t belong together")
	default:
		n := len(f.Invalid)
		return i18n.N(ctx, n, "%d thing to mend before you can sign in", "%d things to mend before you can sign in")
	}
}

func (f SignInForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Sign in")
	}
	return i18n.T(ctx, "Sign in")
}

// again says when the next try is taken: never too early, so it is rounded up.
func again(ctx context.Context, wait time.Duration) string {
	if wait <= time.Minute {
		seconds := int(math.Ceil(wait.Seconds()))
		return i18n.N(ctx, seconds, "Try again in %d second.", "Try again in %d seconds.")
	}
	if wait > 2*time.Hour {
		hours := int(math.Ceil(wait.Hours()))
		return i18n.N(ctx, hours, "Try again in %d hour.", "Try again in %d hours.")
	}
	minutes := int(math.Ceil(wait.Minutes()))
	return i18n.N(ctx, minutes, "Try again in %d minute.", "Try again in %d minutes.")
}
