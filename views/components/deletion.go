package components

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// ScopeName returns what pages call what a deletion is about.
func ScopeName(ctx context.Context, what models.Scope) string {
	if what == models.ScopeLog {
		return i18n.T(ctx, "Service log")
	}
	return CategoryName(ctx, models.CategoryKey(what))
}

// ScopeGlyph returns the drawing of what a deletion is about.
func ScopeGlyph(what models.Scope) Glyph {
	switch what {
	case models.ScopePhotos:
		return GlyphPhoto
	case models.ScopePrints:
		return GlyphPrinter
	case models.ScopeVoice:
		return GlyphMic
	case models.ScopeOrders:
		return GlyphBag
	case models.ScopeSecurity:
		return GlyphLock
	default:
		return GlyphLook
	}
}

// ScopeEntries counts entries of a scope in their own word: 12 photos.
func ScopeEntries(ctx context.Context, what models.Scope, n int) string {
	switch what {
	case models.ScopePhotos, models.ScopePrints:
		return Entries(ctx, models.CategoryKey(what), n)
	case models.ScopeVoice:
		return i18n.N(ctx, n, "%d talk with support", "%d talks with support")
	default:
		return i18n.N(ctx, n, "%d entry of the service log", "%d entries of the service log")
	}
}

// Deletion says in a few words what a deletion is, or was, as lists do.
func Deletion(ctx context.Context, d models.Deletion) string {
	entries := ScopeEntries(ctx, d.What, d.Items)
	switch {
	case d.State == models.DeletionStopped:
		return i18n.T(ctx, "You stopped deleting %s", entries)
	case d.By == models.ByRetention:
		return i18n.T(ctx, "We deleted %s, as their time was over", entries)
	case d.By == models.ByGuardian && d.State == models.DeletionWaiting:
		return i18n.T(ctx, "Your guardian asked us to delete %s", entries)
	case d.By == models.ByGuardian:
		return i18n.T(ctx, "Your guardian deleted %s", entries)
	case d.State == models.DeletionWaiting:
		return i18n.T(ctx, "You asked us to delete %s", entries)
	default:
		return i18n.T(ctx, "You deleted %s", entries)
	}
}

// DeletionStanding says how far a deletion is, as a flag does.
func DeletionStanding(ctx context.Context, d models.Deletion) (flag string, kind FlagKind) {
	switch {
	case d.State == models.DeletionStopped:
		return i18n.T(ctx, "Stopped"), FlagPlain
	case d.State == models.DeletionWaiting:
		return i18n.T(ctx, "Waits"), FlagWait
	case d.Stuck():
		return i18n.T(ctx, "Stopped at the file store"), FlagLate
	case d.State == models.DeletionErasing:
		return i18n.T(ctx, "Being erased"), FlagWait
	default:
		return i18n.T(ctx, "Deleted here"), FlagGood
	}
}

// FlagKind is how a flag looks.
type FlagKind string

// The kinds of flag.
const (
	FlagPlain  FlagKind = ""
	FlagGood   FlagKind = "flag--good"
	FlagWait   FlagKind = "flag--wait"
	FlagLate   FlagKind = "flag--late"
	FlagToday  FlagKind = "flag--today"
	FlagLocked FlagKind = "flag--locked"
	FlagOpen   FlagKind = "flag--open"
)

// glyph is the drawing of a flag.
func (k FlagKind) glyph() Glyph {
	switch k {
	case FlagGood:
		return GlyphCheck
	case FlagWait, FlagOpen, FlagToday:
		return GlyphClock
	case FlagLate:
		return GlyphAlert
	case FlagLocked:
		return GlyphLock
	default:
		return GlyphUndo
	}
}

// DeletionGlyph returns the drawing of a deletion.
func DeletionGlyph(d models.Deletion) Glyph {
	if d.State == models.DeletionStopped {
		return GlyphUndo
	}
	return GlyphTrash
}

// DeletionAddress is the page of a deletion.
func DeletionAddress(id string) string { return "/delete/" + id }

// HolderName returns what pages call a system that may hold a copy.
func HolderName(ctx context.Context, holder models.Holder) string {
	if holder == models.HolderPrinter {
		return i18n.T(ctx, "Jolara’s print service")
	}
	return i18n.T(ctx, "Jolara’s app")
}

// HolderGlyph returns the drawing of a system that may hold a copy.
func HolderGlyph(holder models.Holder) Glyph {
	if holder == models.HolderPrinter {
		return GlyphPrinter
	}
	return GlyphPhone
}

// Stays says what of a scope stays when it is deleted, and why (#73, #86).
func Stays(ctx context.Context, what models.Scope) string {
	r := models.RetentionOf(models.CategoryKey(what))
	switch {
	case r.Floor == nil:
		return i18n.T(ctx, "Nothing of it stays here.")
	case what == models.ScopePrints:
		return i18n.T(ctx, "What was ordered and when stays locked for %s: %s.", span(ctx, r), LawName(ctx, *r.Floor))
	default:
		return i18n.T(ctx, "Each entry stays locked for %s from its day: %s.", span(ctx, r), LawName(ctx, *r.Floor))
	}
}
