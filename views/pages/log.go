package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// LogPage is one page of a person's service log: what they did in Jolara's app and here (#31 to #35).
type LogPage struct {
	Asked
	Counts       []LogCount // of every category of the log, or of the one that is asked for
	Days         []LogDay   // newest first
	Found        int        // entries in the filter, counted up to countLimit and one more
	Newer, Older string     // the addresses of the pages beside this one; empty where there is none
	Kept         models.BehaviourKept
	Now          time.Time
}

// logCategories are the categories of the service log, in the order in which it shows them.
var logCategories = []models.CategoryKey{models.CategoryBehaviour, models.CategoryOrders, models.CategorySecurity}

// LogCount tells how much of one category there is.
type LogCount struct {
	Reader   components.Reader
	Category models.CategoryKey
	Count    int
	Kinds    []LogKind // those that there are
	Oldest   time.Time // zero where there is none
	Minor    bool      // it is about a minor
	Kept     models.BehaviourKept
}

// LogKind tells how much of one kind there is.
type LogKind struct {
	Kind  models.ActivityKind
	Count int
}

// LogDay is what happened on one day.
type LogDay struct {
	Date    models.Date
	Entries []models.Activity // newest first
}

// NewLog makes a page of the service log: these entries, newest first, out of found in the filter, how much of each kind there
// is in all, and for how long the person keeps behaviour.
func NewLog(asked Asked, entries []models.Activity, found int, all map[models.ActivityKind]models.Tally, kept models.BehaviourKept, minor bool, now time.Time) LogPage {
	page := LogPage{Asked: asked, Found: found, Kept: kept, Now: now}
	kinds, _ := models.ParseActivityKinds(asked.Values.Get("kind")) // none: of every category
	for _, category := range logCategories {
		if len(kinds) == 0 || kinds[0].Category() == category {
			count := newLogCount(category, all, minor)
			count.Kept, count.Reader = kept, asked.Reader
			page.Counts = append(page.Counts, count)
		}
	}
	for _, entry := range entries {
		date := models.DateOf(entry.At)
		if n := len(page.Days); n == 0 || page.Days[n-1].Date != date {
			page.Days = append(page.Days, LogDay{Date: date})
		}
		day := &page.Days[len(page.Days)-1]
		day.Entries = append(day.Entries, entry)
	}
	return page
}

func newLogCount(category models.CategoryKey, all map[models.ActivityKind]models.Tally, minor bool) LogCount {
	count := LogCount{Category: category, Minor: minor}
	for _, kind := range models.ActivityKinds[category] {
		tally := all[kind]
		if tally.Count == 0 {
			continue
		}
		count.Count += tally.Count
		count.Kinds = append(count.Kinds, LogKind{Kind: kind, Count: tally.Count})
		if count.Oldest.IsZero() || tally.Oldest.Before(count.Oldest) {
			count.Oldest = tally.Oldest
		}
	}
	return count
}

func (p LogPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Service log")
	}
	return i18n.T(ctx, "Service log")
}

// lede says what stands here.
func (p LogPage) lede(ctx context.Context) string {
	if p.Reader.Own() {
		return i18n.T(ctx, "What is written down by itself while you use Jolara: in its app, on its site and on this portal.")
	}
	return i18n.T(ctx, "What is written down by itself while the child uses Jolara: in its app, on its site and on this portal.")
}

// found says how many entries the filter leaves.
func (p LogPage) found(ctx context.Context) string {
	switch {
	case p.Found == 0:
		return i18n.T(ctx, "No entry in this filter")
	case p.Found > countLimit:
		return i18n.T(ctx, "%s+ entries, newest first", i18n.Number(ctx, countLimit))
	default:
		return i18n.N(ctx, p.Found, "%d entry in the list", "%d entries, newest first")
	}
}

// all counts what there is in the whole log.
func (p LogPage) all() (n int) {
	for _, count := range p.Counts {
		n += count.Count
	}
	return n
}

// pickEntry is what an entry is called where it is picked.
func pickEntry(ctx context.Context, entry models.Activity) string {
	return i18n.T(ctx, "%s, %s", components.ActivityName(ctx, entry.Kind), i18n.DateTime(ctx, entry.At))
}

// span says from when to when the entries of the page are.
func (p LogPage) span(ctx context.Context) string {
	return daySpan(ctx, p.Days[len(p.Days)-1].Date.Start(), p.Days[0].Date.Start())
}

// heading names a day, and today as that.
func (d LogDay) heading(ctx context.Context, now time.Time) string {
	if d.Date == models.DateOf(now) {
		return i18n.T(ctx, "Today, %s", i18n.Day(ctx, d.Date))
	}
	return i18n.Day(ctx, d.Date)
}

// kept says how long the category is kept, and which law asks for it.
func (c LogCount) kept(ctx context.Context) string {
	return HeldCard{Holding: &models.Holding{Category: c.Category, Kept: c.Kept}, Minor: c.Minor}.kept(ctx)
}

// chooses tells whether the person chooses how long the category is kept.
func (c LogCount) chooses() bool { return c.Category == models.CategoryBehaviour && !c.Minor }

// goes is when the oldest entry falls due.
func (c LogCount) goes() time.Time {
	return models.RetentionOfActivity(c.Kinds[0].Kind, c.Kept).End(c.Oldest)
}

// entries counts what there is of the category.
func (c LogCount) entries(ctx context.Context) string {
	return components.Entries(ctx, c.Category, c.Count)
}

// until is how long an entry is kept.
func until(entry models.Activity, kept models.BehaviourKept) time.Time {
	return models.RetentionOfActivity(entry.Kind, kept).End(entry.At)
}

// circumstances say where something was done and what was told with it, one beside the other (#34).
func circumstances(ctx context.Context, a models.Activity) string {
	list := []string{where(ctx, a)}
	for _, told := range []string{a.Browser, a.Operator} {
		if told != "" {
			list = append(list, told)
		}
	}
	if a.Language != "" {
		list = append(list, i18n.T(ctx, "language %s", a.Language))
	}
	switch {
	case a.IP == "":
	case a.Kind.Category() == models.CategoryBehaviour:
		list = append(list, i18n.T(ctx, "network address, shortened: %s", a.IP))
	default:
		list = append(list, i18n.T(ctx, "network address %s", a.IP))
	}
	return components.Beside(ctx, list, func(_ context.Context, told string) string { return told })
}

func where(ctx context.Context, a models.Activity) string {
	if a.OnPortal {
		return i18n.T(ctx, "On this portal")
	}
	return i18n.T(ctx, "In Jolara’s app or on its site")
}
