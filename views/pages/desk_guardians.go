package pages

import (
	"context"
	"math"
	"net/url"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/layout"
)

// deskGuardians is the desk's page of what stands about guardians and ages; under it stand its matters.
const deskGuardians = "/desk/guardians"

// MatterAtDesk is the desk's page of a matter.
func MatterAtDesk(ref string) string { return deskGuardians + "/" + url.PathEscape(ref) }

// DeskGuardiansPage is what stands at the desk about guardians and ages: references and times, and not a word of anybody's.
type DeskGuardiansPage struct {
	Waiting []MatterSection // in the order of models.MattersToSettle; empty ones are left out
	Running MatterSection
	Ended   []models.Matter
	Asked   int // how many guardians are asked now
	Ending  int // how many of these requests end within a day
	Now     time.Time
}

// MatterSection is the beginning of a list of matters of one kind.
type MatterSection struct {
	Kind models.MatterKind
	Rows []models.Matter
	More int // how many come after these
}

func guardiansTitle(ctx context.Context) string { return i18n.T(ctx, "Guardians and locked accounts") }

// asked says how many guardians are asked, and for how many the time is nearly over.
func (p DeskGuardiansPage) asked(ctx context.Context) string {
	if p.Asked == 0 {
		return i18n.T(ctx, "No guardian is being asked.")
	}
	return i18n.N(ctx, p.Asked, "%d guardian is being asked; %s of these requests end within a day.", "%d guardians are being asked; %s of these requests end within a day.", i18n.Number(ctx, p.Ending))
}

// sectionTitle says what the matters of a list wait for.
func sectionTitle(ctx context.Context, kind models.MatterKind) string {
	switch kind {
	case models.MatterDisputed:
		return i18n.T(ctx, "Somebody says that they never agreed")
	case models.MatterDoubted:
		return i18n.T(ctx, "A yes that may be the child’s own")
	case models.MatterDiffer:
		return i18n.T(ctx, "Of two guardians one says no: whose word holds?")
	case models.MatterAnswers:
		return i18n.T(ctx, "Two guardians answer differently about a permission")
	case models.MatterSecond:
		return i18n.T(ctx, "A child would like a second guardian")
	case models.MatterPaper:
		return i18n.T(ctx, "Paper to check: a guardian decided by hand")
	case models.MatterBirthDate:
		return i18n.T(ctx, "A birth date would make an adult a child")
	case models.MatterNoYes:
		return i18n.T(ctx, "No guardian’s yes, and a birth date that nobody confirmed")
	default:
		return i18n.T(ctx, "A birth date would make a minor older")
	}
}

// matterKindName is what a list of several kinds calls one.
func matterKindName(ctx context.Context, kind models.MatterKind) string {
	switch kind {
	case models.MatterDisputed:
		return i18n.C(ctx, "why an account is locked", "Disputed consent")
	case models.MatterDoubted:
		return i18n.C(ctx, "why an account is locked", "Doubted yes")
	case models.MatterWithdrawn:
		return i18n.C(ctx, "why an account is locked", "Yes taken back")
	case models.MatterBirthDate:
		return i18n.C(ctx, "why an account is locked", "Birth date of a child")
	case models.MatterNoYes:
		return i18n.C(ctx, "why an account is locked", "No guardian’s yes")
	case models.MatterDiffer:
		return i18n.C(ctx, "why an account is locked", "Guardians differ")
	case models.MatterAnswers:
		return i18n.C(ctx, "what an officer settles", "Different answers")
	case models.MatterSecond:
		return i18n.C(ctx, "what an officer settles", "Second guardian")
	case models.MatterPaper:
		return i18n.C(ctx, "what an officer settles", "Decision on paper")
	default:
		return i18n.C(ctx, "what an officer settles", "Older birth date")
	}
}

// since says since when a matter stands.
func since(ctx context.Context, m models.Matter) string {
	switch m.Kind {
	case models.MatterOlder, models.MatterSecond:
		return i18n.T(ctx, "Asked on %s", i18n.DayAndTime(ctx, m.At))
	case models.MatterPaper:
		return i18n.T(ctx, "Sent on %s", i18n.DayAndTime(ctx, m.At))
	case models.MatterAnswers:
		return i18n.T(ctx, "Since %s", i18n.DayAndTime(ctx, m.At))
	default:
		return i18n.T(ctx, "Locked on %s", i18n.DayAndTime(ctx, m.At))
	}
}

// checkedBy says by when a sheet has to be checked, or an asking answered: then its request ends, and the child has waited for nothing.
func checkedBy(ctx context.Context, m models.Matter) string {
	if m.Kind == models.MatterSecond {
		return i18n.T(ctx, "To be answered by %s, by the first guardian or here: then it ends, and the address is erased", i18n.DayAndTime(ctx, m.Until))
	}
	return i18n.T(ctx, "To be checked by %s: then the request ends, and the photo is erased", i18n.DayAndTime(ctx, m.Until))
}

// runsUntil says when everything is erased of an account whose clock runs.
func runsUntil(ctx context.Context, m models.Matter) string {
	if m.Asked {
		return i18n.T(ctx, "To be erased on %s, and not before the guardian who is being asked has answered", i18n.DayAndTime(ctx, m.EraseAt))
	}
	return i18n.T(ctx, "To be erased on %s", i18n.DayAndTime(ctx, m.EraseAt))
}

// ended says how a lock ended, with its flag: what is still being erased is counted.
func ended(ctx context.Context, m models.Matter, now time.Time) (components.FlagKind, string) {
	switch {
	case m.Outcome == models.LockLifted:
		return components.FlagPlain, i18n.T(ctx, "Lifted")
	case !m.ErasedAt.IsZero():
		return components.FlagGood, took(ctx, m.ErasedIn())
	case m.Late(now):
		return components.FlagLate, i18n.T(ctx, "Late: %s of %s left to erase", i18n.Number(ctx, m.Left), i18n.Number(ctx, m.Of))
	default:
		return components.FlagWait, i18n.T(ctx, "Being erased: %s of %s left", i18n.Number(ctx, m.Left), i18n.Number(ctx, m.Of))
	}
}

// took says how long erasing took, in minutes that are rounded up; over two hours in hours.
func took(ctx context.Context, d time.Duration) string {
	const inMinutes = 2 * time.Hour
	if d > inMinutes {
		return i18n.N(ctx, int(math.Ceil(d.Hours())), "Erased in %d hour", "Erased in %d hours")
	}
	return i18n.N(ctx, max(1, int(math.Ceil(d.Minutes()))), "Erased in %d minute", "Erased in %d minutes")
}

// lockedIn says how long it took to lock an account of which somebody said that they never agreed.
func lockedIn(ctx context.Context, m models.Matter) string {
	seconds := int(math.Ceil(m.LockedIn().Seconds()))
	return i18n.N(ctx, max(1, seconds), "Locked within %d second of that being said", "Locked within %d seconds of that being said")
}

// goneBy says by when everything has to be gone of an account whose consent never was, or went; before a finding, that it is counted
// from there.
func goneBy(ctx context.Context, m models.Matter) string {
	switch {
	case m.Outcome == models.LockLifted:
		return i18n.T(ctx, "Nothing is erased")
	case m.GoneBy().IsZero():
		return i18n.N(ctx, int(models.FoundErased.Hours()), "To be erased within %d hour of an officer finding it true", "To be erased within %d hours of an officer finding it true")
	case !m.ErasedAt.IsZero():
		return i18n.T(ctx, "Gone on %s; it had to be by %s", i18n.DayAndTime(ctx, m.ErasedAt), i18n.DayAndTime(ctx, m.GoneBy()))
	default:
		return i18n.T(ctx, "Has to be gone by %s", i18n.DayAndTime(ctx, m.GoneBy()))
	}
}

// andMore counts the rows that a list leaves out.
func andMore(ctx context.Context, n int) string {
	return i18n.N(ctx, n, "And %d more.", "And %d more.")
}

// waitingAtDesk says what waits for an officer, a sentence each.
func waitingAtDesk(ctx context.Context, of layout.Staff) (sentences []string) {
	if of.Locked > 0 {
		sentences = append(sentences, i18n.N(ctx, of.Locked, "%d locked account waits for an officer.", "%d locked accounts wait for an officer."))
	}
	if of.Older > 0 {
		sentences = append(sentences, i18n.N(ctx, of.Older, "%d birth date waits for a guardian’s or an officer’s yes.", "%d birth dates wait for a guardian’s or an officer’s yes."))
	}
	if of.Papers > 0 {
		sentences = append(sentences, i18n.N(ctx, of.Papers, "%d guardian’s decision on paper waits to be checked.", "%d guardians’ decisions on paper wait to be checked."))
	}
	if of.Seconds > 0 {
		sentences = append(sentences, i18n.N(ctx, of.Seconds, "%d child would like a second guardian.", "%d children would like a second guardian."))
	}
	if of.Differ > 0 {
		sentences = append(sentences, i18n.N(ctx, of.Differ, "The guardians of %d child answer differently about a permission.", "The guardians of %d children answer differently about a permission."))
	}
	return sentences
}

// waitingGlyph is what stands before a matter that waits.
func waitingGlyph(kind models.MatterKind) components.Glyph {
	switch kind {
	case models.MatterOlder, models.MatterPaper, models.MatterAnswers:
		return components.GlyphPage
	case models.MatterSecond:
		return components.GlyphMail
	}
	return components.GlyphLock
}

// endedGlyph is what stands before a lock that has ended.
func endedGlyph(flag components.FlagKind) components.Glyph {
	switch flag {
	case components.FlagGood:
		return components.GlyphCheck
	case components.FlagPlain:
		return components.GlyphUndo
	case components.FlagLate:
		return components.GlyphAlert
	default:
		return components.GlyphClock
	}
}
