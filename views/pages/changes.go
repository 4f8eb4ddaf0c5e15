package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ChangesPage is one page of what was changed of a person's details.
type ChangesPage struct {
	Reader  components.Reader
	Changes []models.Change // newest first
	Newer   string          // the address of the page with newer changes; empty where there are none
	Older   string          // likewise
}

// NewChanges makes the page of these changes, newest first. older and newer are the queries, from the question mark on, of
// the pages beside it, and empty where there is none.
func NewChanges(r components.Reader, list []models.Change, older, newer string) ChangesPage {
	return ChangesPage{Reader: r, Changes: list, Older: beside(r.Changes(), older), Newer: beside(r.Changes(), newer)}
}

// lede says to a guardian what stands here.
func (p ChangesPage) lede(ctx context.Context) string {
	if len(p.Changes) == 0 {
		return i18n.T(ctx, "No change of the child’s details is listed.")
	}
	return i18n.T(ctx, "Every change of the child’s details, the newest first.")
}

// changedField says which detail was changed.
func changedField(ctx context.Context, f models.Field) string {
	if name, is := f.Preference(); is {
		return i18n.T(ctx, "Printing preference “%s”", name)
	}
	return components.FieldLabel(ctx, f)
}

// changedBy says who changed a detail.
func changedBy(ctx context.Context, r components.Reader, actor models.Actor) string {
	switch {
	case actor == models.ByApp:
		return i18n.T(ctx, "Jolara’s app")
	case !r.Own():
		return madeForChild(ctx, actor)
	case actor == models.ByGuardian:
		return i18n.T(ctx, "Your guardian")
	default:
		return i18n.T(ctx, "You, on these pages")
	}
}

// eraseQuestion asks whether so many changes are to be erased.
func eraseQuestion(ctx context.Context, n int) string {
	if n > countLimit {
		return i18n.T(ctx, "Erase all of your more than %s changes?", i18n.Number(ctx, countLimit))
	}
	return i18n.N(ctx, n, "Erase %d change?", "Erase %d changes?")
}

// eraseButton says what the button erases.
func eraseButton(ctx context.Context, n int) string {
	if n > countLimit {
		return i18n.T(ctx, "Erase all changes")
	}
	return i18n.N(ctx, n, "Erase %d change", "Erase %d changes")
}
