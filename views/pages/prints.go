package pages

import (
	"context"
	"maps"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// PrintsPage is one page of a person's print jobs.
type PrintsPage struct {
	Asked
	Jobs         []models.PrintJob // newest first
	Found        int               // in the filter, counted up to countLimit and one more
	All          int               // jobs that are held
	Alone        bool              // one job that something leads to, whatever the filter
	Hidden       bool              // pictures are not to be seen
	Newer, Older string            // the addresses of the pages beside this one; empty where there is none
	Here         string            // the page's own address
}

// thumbsShown is how many photos of a print job are seen at once; the others are folded away.
const thumbsShown = 10

func (p PrintsPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Print jobs")
	}
	return i18n.T(ctx, "Print jobs")
}

// lede says what stands here.
func (p PrintsPage) lede(ctx context.Context) string {
	switch own := p.Reader.Own(); {
	case p.All == 0 && own:
		return i18n.T(ctx, "You haven’t ordered any prints. Nothing of an order is held.")
	case p.All == 0:
		return i18n.T(ctx, "The child hasn’t ordered any prints. Nothing of an order is held.")
	case own:
		return i18n.T(ctx, "Everything you had printed: which photos, and with which preferences and address. They stand as they were then.")
	default:
		return i18n.T(ctx, "Everything that was printed for the child: which photos, and with which preferences and address. They stand as they were then.")
	}
}

// anonymised says what becomes of a job when its time is over.
func (p PrintsPage) anonymised(ctx context.Context) string {
	if p.Reader.Own() {
		return i18n.T(ctx, "Then we remove everything that points to you.")
	}
	return i18n.T(ctx, "Then we remove everything that points to the child.")
}

// found says how many jobs the filter leaves.
func (p PrintsPage) found(ctx context.Context) string {
	switch {
	case p.Found == 0:
		return i18n.T(ctx, "No print job in this filter")
	case p.Found > countLimit:
		return i18n.T(ctx, "%s+ print jobs, newest first", i18n.Number(ctx, countLimit))
	default:
		return i18n.N(ctx, p.Found, "%d print job in the list", "%d print jobs, newest first")
	}
}

// states are the answers to how far a job is.
func (p PrintsPage) states(ctx context.Context) []components.Option {
	options := make([]components.Option, len(models.PrintStates))
	for i, state := range models.PrintStates {
		options[i] = components.Option{Value: string(state), Words: components.PrintStateName(ctx, state)}
	}
	return options
}

// span says from when to when the jobs of the page were ordered.
func (p PrintsPage) span(ctx context.Context) string {
	return daySpan(ctx, p.Jobs[len(p.Jobs)-1].OrderedAt, p.Jobs[0].OrderedAt)
}

// printUntil is when what points to the person goes from a job.
func printUntil(job models.PrintJob) time.Time {
	return models.RetentionOf(models.CategoryPrints).End(job.OrderedAt)
}

// thumbs parts the photos of a job into those that are seen at once and the others.
func thumbs(job models.PrintJob) (seen, folded []models.PrintedPhoto) {
	n := min(len(job.Photos), thumbsShown)
	return job.Photos[:n], job.Photos[n:]
}

// printedName is what a picture of a job shows.
func printedName(ctx context.Context, p models.PrintedPhoto) string {
	if p.Name == "" {
		return i18n.T(ctx, "A photo without a title")
	}
	return p.Name
}

// preference is one of the preferences that were used for a job, as Jolara's app names it.
type preference struct{ name, value string }

// preferences lists what was used for a job, by name.
func preferences(job models.PrintJob) []preference {
	var list []preference
	for _, name := range slices.Sorted(maps.Keys(job.Preferences)) {
		list = append(list, preference{name, job.Preferences[name]})
	}
	return list
}

// receivers lists who got something for a job, or says that nobody did.
func receivers(ctx context.Context, job models.PrintJob) string {
	var keys []models.RecipientKey
	for _, d := range job.Disclosures() {
		keys = append(keys, d.Recipient)
	}
	return components.RecipientNames(ctx, keys)
}
