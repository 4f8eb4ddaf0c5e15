package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// Failed is why a form in which somebody proves themselves by their password was not taken; the zero value is a form that nobody sent.
type Failed struct {
	Wrong   bool           // the password is another
	Invalid models.Invalid // faults of the fields
	Wait    time.Duration  // how long no further try is taken; 0 for none
}

func (f Failed) failed() bool { return f.Wrong || len(f.Invalid) > 0 || f.Wait > 0 }

// heading says what became of a form that asks for the present password.
func (f Failed) heading(ctx context.Context) string {
	switch {
	case f.Wait > 0:
		return i18n.T(ctx, "Too many tries")
	case f.Wrong:
		return i18n.T(ctx, "That isn’t your present password")
	default:
		return toMendFirst(ctx, f.Invalid)
	}
}

// mistakes returns what is to mend in the form's fields, of which present asks for that password.
func (f Failed) mistakes(ctx context.Context, present string, fields ...string) components.Mistakes {
	if f.Wrong {
		return components.Mistakes{{Field: present, Sentence: i18n.T(ctx, "Check the password and type it again.")}}
	}
	return mistakes(ctx, f.Invalid, fields...)
}
