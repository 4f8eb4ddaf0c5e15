package pages

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeletePage says what deleting a selection means, before it is done, and asks for what is needed to do it.
type DeletePage struct {
	Failed
	Reader  components.Reader
	Plan    models.DeletionPlan
	Arrived bool        // more than was shown before, so that the person looks again
	When    models.When // as it was chosen
	Hidden  bool        // pictures are not to be seen
	Here    string      // the page's own address
}

// back is the list from which the selection was made, with its filter where it is one.
func (p DeletePage) back() string {
	s := p.Plan.Selection
	if len(s.IDs) > 0 || s.Whole() {
		return p.Reader.List(s.What)
	}
	path, query, _ := parted(p.Reader.List(s.What))
	for name, values := range s.Query() {
		switch name {
		case models.FieldWhat, models.FieldAll:
		case "function":
			query[functionFilter] = values
		case "kind":
			query.Set(name, asOne(s.Kinds))
		default:
			query[name] = values
		}
	}
	return path + "?" + query.Encode()
}

// parted is an address in its parts.
func parted(address string) (path string, query url.Values, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return address, url.Values{}, err
	}
	return u.Path, u.Query(), nil
}

// asOne names kinds as the one answer of a list's filter does: by themselves, or by the category whose kinds they all are.
func asOne(kinds []models.EntryKind) string {
	if len(kinds) == 1 {
		return string(kinds[0])
	}
	return string(kinds[0].Category())
}

func (p DeletePage) entries(ctx context.Context) string {
	return components.ScopeEntries(ctx, p.Plan.What, p.Plan.Count)
}

// question asks what the page is about.
func (p DeletePage) question(ctx context.Context) string {
	if p.Plan.Count == 0 {
		return i18n.T(ctx, "Nothing to delete")
	}
	return i18n.T(ctx, "Delete %s?", p.entries(ctx))
}

func (p DeletePage) title(ctx context.Context) string {
	if p.failed() || p.Arrived {
		return i18n.T(ctx, "Error: %s", p.question(ctx))
	}
	return p.question(ctx)
}

// lede says what happens at the click, and that it does not come back.
func (p DeletePage) lede(ctx context.Context) string {
	switch {
	case p.Plan.Count == 0:
		return i18n.T(ctx, "What was selected is not here, or not here any more. Nothing was changed.")
	case p.Plan.Erased == 0 && p.Plan.What != models.ScopePrints:
		return i18n.T(ctx, "Gone from these pages at your click, and locked: a law has us keep it for some time. This can’t be undone.")
	case p.Plan.AskPassword():
		return i18n.T(ctx, "Gone from these pages at your click, and from our storage within an hour of the time you choose. Once that has begun it can’t be undone.")
	default:
		return i18n.T(ctx, "Gone from these pages at your click, and from our storage within the hour. This can’t be undone.")
	}
}

// shownOf is how many entries the page names.
func (p DeletePage) shownOf() int {
	return len(p.Plan.Photos) + len(p.Plan.Prints) + len(p.Plan.Talks) + len(p.Plan.Activity)
}

// which heads the entries that the page names.
func (p DeletePage) which(ctx context.Context) string {
	if more := p.Plan.Count - p.shownOf(); more > 0 {
		return i18n.N(ctx, more, "These, and %d more", "These, and %d more")
	}
	if p.Plan.Count == 1 {
		return i18n.T(ctx, "This one")
	}
	return i18n.T(ctx, "These")
}

// extent says from when to when the entries are, and how large their files.
func (p DeletePage) extent(ctx context.Context) string {
	days := daySpan(ctx, p.Plan.Oldest, p.Plan.Newest)
	if p.Plan.Bytes > 0 {
		return i18n.T(ctx, "%s, %s", days, i18n.Bytes(ctx, p.Plan.Bytes))
	}
	return days
}

// inList tells whether the list shows exactly the entries of the selection, and more of them than the page.
func (p DeletePage) inList() bool { return len(p.Plan.IDs) == 0 && p.Plan.Count > p.shownOf() }

// lockedWords says what of entries a law keeps.
func lockedWords(ctx context.Context, l models.Locked) string {
	switch l.Category {
	case models.CategoryPrints:
		return i18n.N(ctx, l.Count, "Number, day and state of %d print job", "Number, day and state of %d print jobs")
	case models.CategoryOrders:
		return i18n.N(ctx, l.Count, "What and when of %d order or return", "What and when of %d orders and returns")
	default:
		return i18n.N(ctx, l.Count, "%d sign-in or attempt", "%d sign-ins and attempts")
	}
}

// lockedUntil says until when a law keeps entries.
func lockedUntil(ctx context.Context, l models.Locked) string {
	if models.DateOf(l.First) == models.DateOf(l.Last) {
		return i18n.T(ctx, "locked until %s", i18n.Date(ctx, l.Last))
	}
	return i18n.T(ctx, "locked, the last until %s", i18n.Date(ctx, l.Last))
}

// lockedWhy names the law that keeps entries, and says what it does not keep.
func lockedWhy(ctx context.Context, l models.Locked) string {
	law := components.LawName(ctx, l.Law())
	if l.Category == models.CategoryPrints {
		return i18n.T(ctx, "%s: what was ordered and when stays until then, and nobody at Jolara can open it before. Which photos, how they were printed and where they went is erased now.", law)
	}
	return i18n.T(ctx, "%s: this stays until then, and nobody at Jolara can open it before.", law)
}

// backups says when no backup holds the entries any more.
func (p DeletePage) backups(ctx context.Context) string {
	if p.Plan.AskPassword() {
		days := int(models.BackupsKept / (24 * time.Hour))
		return i18n.N(ctx, days, "overwritten %d day later", "overwritten %d days later")
	}
	return i18n.T(ctx, "overwritten by %s", i18n.Date(ctx, p.Plan.At.Add(models.BackupsKept)))
}

// stoppable is until when a deletion can be stopped that begins tomorrow.
func (p DeletePage) stoppable() time.Time { return models.WhenTomorrow.Due(p.Plan.At) }

// hidden are the fields that the form sends again, in the order of their names.
func (p DeletePage) hidden() (fields []field) {
	query := p.Plan.Query()
	query.Set("asked", p.Plan.At.Format(time.RFC3339Nano))
	query.Set("shown", strconv.Itoa(p.Plan.Count))
	for name, values := range query {
		for _, value := range values {
			fields = append(fields, field{name, value})
		}
	}
	slices.SortStableFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return fields
}

// field is one of a form.
type field struct{ name, value string }

func (p DeletePage) mistakesToMend(ctx context.Context) components.Mistakes {
	return p.mistakes(ctx, "password", "password", "when")
}

// delete is what the button says.
func (p DeletePage) delete(ctx context.Context) string {
	return i18n.T(ctx, "Delete %s", p.entries(ctx))
}

// keep is what the way back says.
func (p DeletePage) keep(ctx context.Context) string {
	if p.Plan.Count == 1 {
		return i18n.T(ctx, "Keep it")
	}
	return i18n.T(ctx, "Keep them")
}

// backTo is what the link to the list says.
func backTo(ctx context.Context, what models.Scope) string {
	switch what {
	case models.ScopePhotos:
		return i18n.T(ctx, "Back to your photos")
	case models.ScopePrints:
		return i18n.T(ctx, "Back to your print jobs")
	case models.ScopeVoice:
		return i18n.T(ctx, "Back to voice and calls")
	default:
		return i18n.T(ctx, "Back to the service log")
	}
}
