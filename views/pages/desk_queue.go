package pages

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// deskComplaints is the desk's queue; under it stand its cases.
const deskComplaints = "/desk/complaints"

// DeskQueuePage is the desk's queue: references, kinds, dates and owners, and not a word of anybody's.
type DeskQueuePage struct {
	Filter      models.QueueFilter // Page is the one that is shown
	Invalid     models.Invalid     // what of the filter is to mend
	NobodyMoved bool               // cases were to be assigned, and none was picked that may be
	Rows        []models.QueueRow
	Found       int // in the filter
	Pages       int
	Counts      models.QueueCounts
	Days        []models.DueCount // of all open cases
	Me          models.Staff
	Colleagues  []models.Staff
	Capped      []models.Staff // who opened as many cases today as they may
	Calendar    workday.Calendar
	Now         time.Time
}

func (p DeskQueuePage) title(ctx context.Context) string {
	if len(p.Invalid) > 0 || p.NobodyMoved {
		return i18n.T(ctx, "Error: Complaints")
	}
	return i18n.T(ctx, "Complaints")
}

func (p DeskQueuePage) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, p.Invalid, "ref", "due", "kind", "owner")
}

// QueueAddress is the queue with a filter: all of it stands in the address.
func QueueAddress(f models.QueueFilter) string {
	q := url.Values{}
	for name, value := range map[string]string{"ref": f.Ref, "due": string(f.Due), "kind": string(f.Kind), "owner": string(f.Owner)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Page > 1 {
		q.Set("page", strconv.Itoa(f.Page))
	}
	if len(q) == 0 {
		return deskComplaints
	}
	return deskComplaints + "?" + q.Encode()
}

// asks tells whether the filter leaves anything out.
func (p DeskQueuePage) asks() bool {
	return p.Filter != models.QueueFilter{Page: p.Filter.Page}
}

// at is the address of another page of the same filter.
func (p DeskQueuePage) at(page int) string {
	f := p.Filter
	f.Page = page
	return QueueAddress(f)
}

func (p DeskQueuePage) next() string {
	if p.Filter.Page >= p.Pages {
		return ""
	}
	return p.at(p.Filter.Page + 1)
}

// stands says which rows of how many are shown.
func (p DeskQueuePage) stands(ctx context.Context) string {
	first := (p.Filter.Page-1)*models.QueuePageSize + 1
	return i18n.T(ctx, "%s to %s of %s", i18n.Number(ctx, first), i18n.Number(ctx, first+len(p.Rows)-1), i18n.Number(ctx, p.Found))
}

// caption says how many rows there are and in which order.
func (p DeskQueuePage) caption(ctx context.Context) string {
	switch {
	case p.Filter.Ref != "":
		return i18n.N(ctx, p.Found, "%d case of this reference", "%d cases of this reference")
	case p.asks():
		return i18n.N(ctx, p.Found, "%d in this filter, soonest due first; without an owner before with one", "%d in this filter, soonest due first; without an owner before with one")
	default:
		return i18n.N(ctx, p.Found, "%d open, soonest due first; without an owner before with one", "%d open, soonest due first; without an owner before with one")
	}
}

// lists says which holiday lists count the days that are open now, and which are missing.
func (p DeskQueuePage) lists(ctx context.Context) (sentences []string) {
	for _, list := range p.Calendar.Due(models.DateOf(p.Now), models.AnswerDays).Lists {
		if list.Provisional {
			sentences = append(sentences, i18n.T(ctx, "The holiday list of %d isn’t out yet.", list.Year))
		} else {
			sentences = append(sentences, i18n.T(ctx, "Holiday calendar %d, version %d.", list.Year, list.Version))
		}
	}
	return sentences
}

// tallied is one of the numbers above the queue.
type tallied struct {
	class, words, address string
	n                     int
}

func (p DeskQueuePage) tally(ctx context.Context) []tallied {
	due := func(d models.DueFilter) string { return QueueAddress(models.QueueFilter{Due: d}) }
	return []tallied{
		{"is-late", i18n.T(ctx, "Late"), due(models.DueLate), p.Counts.Late},
		{"is-today", i18n.T(ctx, "Due today"), due(models.DueToday), p.Counts.Today},
		{"", i18n.N(ctx, models.SoonDays, "Due in %d working day", "Due in %d working days"), due(models.DueSoon), p.Counts.Soon},
		{"", i18n.T(ctx, "Without an owner"), QueueAddress(models.QueueFilter{Owner: models.OwnerNobody}), p.Counts.Unowned},
		{"", i18n.T(ctx, "Open"), deskComplaints, p.Counts.Open},
	}
}

// dueOptions are the answers of the filter by date.
func dueOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(models.DueLate), Words: i18n.T(ctx, "Late")},
		{Value: string(models.DueToday), Words: i18n.T(ctx, "Today")},
		{Value: string(models.DueSoon), Words: i18n.N(ctx, models.SoonDays, "In %d working day", "In %d working days")},
	}
}

// kindOptions are the answers of a field that asks for a kind of case.
func kindOptions(ctx context.Context, kinds []models.CaseKind) []components.Option {
	options := make([]components.Option, len(kinds))
	for i, kind := range kinds {
		options[i] = components.Option{Value: string(kind), Words: components.CaseKindName(ctx, kind)}
	}
	return options
}

// ownerOptions are the answers of the filter by owner: no name of anybody stands in an address.
func ownerOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(models.OwnerNobody), Words: i18n.T(ctx, "No one")},
		{Value: string(models.OwnerMe), Words: i18n.T(ctx, "Me")},
	}
}

// assignOptions are those who may have a case, first who asks.
func assignOptions(ctx context.Context, me models.Staff, colleagues []models.Staff) []components.Option {
	options := []components.Option{{Value: string(me.ID), Words: i18n.T(ctx, "Assign to me")}}
	for _, colleague := range colleagues {
		if colleague.ID != me.ID {
			options = append(options, components.Option{Value: string(colleague.ID), Words: i18n.T(ctx, "Assign to %s", colleague.Name())})
		}
	}
	return options
}

// queueClass marks a row that is late or due today.
func (p DeskQueuePage) queueClass(row models.QueueRow) string {
	switch today := models.DateOf(p.Now); {
	case row.State != models.CaseOpen:
		return ""
	case row.Due.Before(today):
		return "is-late"
	case row.Due == today:
		return "is-today"
	}
	return ""
}

// standing says how far a row is from its day, as a flag does.
func (p DeskQueuePage) standing(ctx context.Context, row models.QueueRow) (kind components.FlagKind, words string) {
	if row.State != models.CaseOpen {
		return components.CaseStateName(ctx, row.State)
	}
	today, left := models.DateOf(p.Now), row.Left(p.Now, p.Calendar)
	switch {
	case row.Due == today:
		return components.FlagToday, i18n.T(ctx, "Due today")
	case !row.Due.Before(today):
		return components.FlagPlain, i18n.N(ctx, left, "%d day left", "%d days left")
	case left == 0: // it was due on the last working day, and none has come since
		return components.FlagLate, i18n.T(ctx, "Late")
	}
	return components.FlagLate, i18n.N(ctx, -left, "%d day late", "%d days late")
}

// missingYear is the year whose holiday list the desk should ask for: from October on, where it is not there (deadline.md, 10).
func (p DeskQueuePage) missingYear() int { return p.Calendar.Missing(models.DateOf(p.Now)) }
