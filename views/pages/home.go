package pages

import (
	"context"
	"slices"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// HomePage is where a person arrives: what is held about them, what they allow, what happened.
type HomePage struct {
	Called      string
	Held        []HeldCard           // of the categories that hold something
	Empty       []models.CategoryKey // of the others
	Permissions []models.Permission
	Recent      []Moment        // newest first
	Film        []string        // ids of the newest photos, the newest first
	Hidden      bool            // pictures are not to be seen
	Waiting     *Waiting        // nil for who waits for nobody
	GrewUp      bool            // a birthday changed what is the person's to decide, not long ago
	Locked      models.LockKind // why the account is locked; empty where it is not
	Complaint   *HomeComplaint  // nil where none is open or was answered
	Now         time.Time
}

// Waiting is the state of a minor whose guardian has not said yes.
type Waiting struct {
	Until time.Time // when the account ends without an answer; zero where it does not end
}

// Moment is one entry of what happened last: a choice or a deletion with its receipt, somebody's look into a case, or
// another event. The others are nil.
type Moment struct {
	At       time.Time
	Choice   *models.Consent
	Deletion *models.Deletion
	Look     *models.Look
	Event    *models.Event
}

const (
	recentMoments = 5 // shown on the home page
	detailsNamed  = 4 // of the profile
)

// Recently is what happened last, the latest of each, newest first.
type Recently struct {
	Choices   []models.Consent
	Deletions []models.Deletion
	Looks     []models.Look
	Events    []models.Event // of other kinds
}

// grewUpShown is how long the home page tells of a birthday.
const grewUpShown = 30 * 24 * time.Hour

// GrewUp tells whether a birthday changed what is the person's to decide, not long ago.
func (r Recently) GrewUp(now time.Time) bool {
	return slices.ContainsFunc(r.Events, func(e models.Event) bool { return e.Kind == models.EventGrewUp && now.Sub(e.At) < grewUpShown })
}

// NewHome makes the home page.
func NewHome(called string, holdings []models.Holding, standing []models.Permission, last Recently, minor bool, now time.Time) HomePage {
	page := HomePage{Called: called, Permissions: standing, Now: now}
	page.Held, page.Empty = newHeldCards(holdings, minor)
	for i := range last.Choices {
		page.Recent = append(page.Recent, Moment{At: last.Choices[i].At, Choice: &last.Choices[i]})
	}
	for i := range last.Deletions {
		page.Recent = append(page.Recent, Moment{At: last.Deletions[i].At, Deletion: &last.Deletions[i]})
	}
	for i := range last.Looks {
		page.Recent = append(page.Recent, Moment{At: last.Looks[i].At, Look: &last.Looks[i]})
	}
	for i := range last.Events {
		page.Recent = append(page.Recent, Moment{At: last.Events[i].At, Event: &last.Events[i]})
	}
	slices.SortStableFunc(page.Recent, func(a, b Moment) int { return b.At.Compare(a.At) })
	page.Recent = page.Recent[:min(recentMoments, len(page.Recent))]
	return page
}

// HomeComplaint is the case that a person wants to know of first: of those that wait for an answer the one that is due first, else the
// newest that is answered and not closed.
type HomeComplaint struct {
	models.Complaint
	Calendar workday.Calendar
}

func (c HomeComplaint) strip(ctx context.Context, now time.Time) components.Strip {
	round := c.Round()
	return components.NewStrip(ctx, c.Kind, round.Deadline, round.Standing(now, c.Calendar))
}

// heading says whose case it is, in the word of its kind.
func (c HomeComplaint) heading(ctx context.Context) string {
	switch c.Kind {
	case models.CaseQuestion:
		return i18n.T(ctx, "Your question")
	case models.CaseComplaint, models.CaseReport:
		return i18n.T(ctx, "Your complaint")
	default:
		return i18n.T(ctx, "Your request")
	}
}

// onFilm tells whether the card is the one that shows pictures, above all others.
func (p HomePage) onFilm(c HeldCard) bool {
	return c.Category == models.CategoryPhotos && len(p.Film) > 0
}

// address is where the entries of the card's category are shown.
func (c HeldCard) address() string {
	switch c.Category {
	case models.CategoryPhotos:
		return "/data/photos"
	case models.CategoryConsents:
		return "/consents"
	case models.CategoryPrints:
		return "/data/prints"
	case models.CategoryVoice:
		return "/data/voice"
	case models.CategoryBehaviour, models.CategoryOrders, models.CategorySecurity:
		return components.LogOf(components.Reader{}, c.Category)
	case models.CategoryChanges:
		return "/data/changes"
	case models.CategoryComplaints:
		return "/complaints"
	case models.CategoryLooks:
		return "/data/access-log"
	default:
		return "/data#" + string(c.Category)
	}
}

func (m Moment) glyph() components.Glyph {
	switch {
	case m.Choice != nil:
		return components.PermissionGlyph(m.Choice.Kind)
	case m.Deletion != nil:
		return components.DeletionGlyph(*m.Deletion)
	case m.Look != nil:
		return components.GlyphLook
	default:
		return components.EventGlyph(m.Event.Kind)
	}
}

func (m Moment) words(ctx context.Context) string {
	switch {
	case m.Choice != nil:
		return components.Choice(ctx, m.Choice.Kind, m.Choice.State)
	case m.Deletion != nil:
		return components.Deletion(ctx, *m.Deletion)
	case m.Look != nil:
		return i18n.T(ctx, "%s opened %s", lookedBy(ctx, m.Look.Staff), m.Look.Ref)
	default:
		return components.Happened(ctx, *m.Event)
	}
}

// what says more of what is held, or what it is held for.
func (c HeldCard) what(ctx context.Context) string {
	last := len(c.Details) - 1
	switch more := len(c.Details) - detailsNamed; {
	case more > 0:
		return i18n.N(ctx, more, "We know your %[2]s and %[1]d more.", "We know your %[2]s and %[1]d more.", names(ctx, c.Details[:detailsNamed]...))
	case last > 0:
		return i18n.T(ctx, "We know your %s and %s.", names(ctx, c.Details[:last]...), names(ctx, c.Details[last]))
	case last == 0:
		return i18n.T(ctx, "We know your %s.", names(ctx, c.Details[0]))
	case c.Bytes > 0 && i18n.ShortDay(ctx, c.Oldest) == i18n.ShortDay(ctx, c.Newest):
		return i18n.T(ctx, "%s, from %s.", i18n.Bytes(ctx, c.Bytes), i18n.ShortDay(ctx, c.Newest))
	case c.Bytes > 0 && c.Count > 1:
		return i18n.T(ctx, "%s in all. The oldest is from %s, the newest from %s.", i18n.Bytes(ctx, c.Bytes), i18n.ShortDay(ctx, c.Oldest), i18n.ShortDay(ctx, c.Newest))
	case c.Count > 1 && !c.Oldest.IsZero():
		return i18n.T(ctx, "The oldest is from %s.", i18n.ShortDay(ctx, c.Oldest))
	default:
		return components.PurposeWords(ctx, models.CategoryOf(c.Category).Purpose)
	}
}

// names lists details of the profile.
func names(ctx context.Context, details ...models.Field) string {
	list := make([]string, len(details))
	for i, f := range details {
		list[i] = components.FieldName(ctx, f)
	}
	return strings.Join(list, i18n.C(ctx, "between the items of a list", ", "))
}

// empty lists the categories that hold nothing.
func (p HomePage) empty(ctx context.Context) string {
	return components.Beside(ctx, p.Empty, components.CategoryName)
}

// standingOf says what is still to come of a deletion, or nothing where it was stopped.
func standingOf(ctx context.Context, d models.Deletion) string {
	n := len(d.What.Holders())
	switch d.State {
	case models.DeletionWaiting:
		return i18n.T(ctx, "It begins on %s, and can be stopped until then.", i18n.DayAndTime(ctx, d.DueAt))
	case models.DeletionErasing:
		return i18n.T(ctx, "It is being erased.")
	case models.DeletionDone:
		return i18n.N(ctx, n, "%d place has not confirmed yet.", "%d places have not confirmed yet.")
	default:
		return ""
	}
}
