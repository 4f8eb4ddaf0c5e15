package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// LinkForm is what the page that links an account with Jolara's shows: empty at first, and what went wrong after a try.
type LinkForm struct {
	Linked     bool           // there is nothing more to link
	WrongCode  bool           // no live code is the one that was typed
	AgesDiffer bool           // only one of the two accounts is a minor's
	Invalid    models.Invalid // faults of what was typed
	Wait       time.Duration  // how long no further try is taken; 0 for none
}

func (f LinkForm) failed() bool {
	return f.WrongCode || f.AgesDiffer || len(f.Invalid) > 0 || f.Wait > 0
}

// heading says what became of the form.
func (f LinkForm) heading(ctx context.Context) string {
	switch {
	case f.Wait > 0:
		return i18n.T(ctx, "Too many wrong codes")
	case f.AgesDiffer:
		return i18n.T(ctx, "These two accounts can’t become one")
	case f.WrongCode:
		return i18n.T(ctx, "That code doesn’t work")
	default:
		return i18n.T(ctx, "Check the code")
	}
}

func (f LinkForm) mistakes(ctx context.Context) components.Mistakes {
	switch {
	case f.WrongCode:
		return components.Mistakes{{Field: "code", Sentence: i18n.T(ctx, "Type the code that the app shows now. A code works for 10 minutes, once.")}}
	case len(f.Invalid) > 0:
		return components.Mistakes{{Field: "code", Sentence: i18n.T(ctx, "Enter the six figures that the app shows.")}}
	}
	return nil
}

func (f LinkForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Link your Jolara account")
	}
	return i18n.T(ctx, "Link your Jolara account")
}
