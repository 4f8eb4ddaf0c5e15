package pages

import (
	"context"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// PhotosPage is one page of the photos that a person uploaded.
type PhotosPage struct {
	Asked
	Photos       []models.ListedPhoto // newest first
	Found        int                  // in the filter, counted up to countLimit and one more
	All          int                  // photos that are held
	Bytes        int64                // of all their originals
	Functions    []models.Function    // what some were chosen for
	Clients      []string             // what some were uploaded with
	Upload       models.Permission    // under which they were uploaded
	Hidden       bool                 // pictures are not to be seen
	Minor        bool
	Shared       bool   // the guardian sees them, too
	Newer, Older string // the addresses of the pages beside this one; empty where there is none
	Here         string // the page's own address
}

// atRest tells whether the photos are used by nobody, because the permission under which they came is withdrawn.
func (p PhotosPage) atRest() bool { return p.All > 0 && p.Upload.State != models.Granted }

func (p PhotosPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Photos")
	}
	return i18n.T(ctx, "Photos")
}

// lede says how many photos there are, and who sees them.
func (p PhotosPage) lede(ctx context.Context) string {
	switch {
	case p.All == 0 && p.Reader.Own():
		return i18n.T(ctx, "There are no photos of yours here.")
	case p.All == 0:
		return i18n.T(ctx, "The child hasn’t uploaded any photos.")
	case !p.Reader.Own():
		return i18n.N(ctx, p.All, "%d photo that the child uploaded, %s. Only the child and who decides for it can see it here.",
			"%d photos that the child uploaded, %s. Only the child and who decides for it can see them here.", i18n.Bytes(ctx, p.Bytes))
	case p.Hidden:
		return i18n.N(ctx, p.All, "%d photo you uploaded, %s. Pictures are hidden until you show them or sign out.",
			"%d photos you uploaded, %s. Pictures are hidden until you show them or sign out.", i18n.Bytes(ctx, p.Bytes))
	}
	if p.Shared {
		return i18n.N(ctx, p.All, "%d photo you uploaded, %s. Only you and your grown-up can see it here.",
			"%d photos you uploaded, %s. Only you and your grown-up can see them here.", i18n.Bytes(ctx, p.Bytes))
	}
	return i18n.N(ctx, p.All, "%d photo you uploaded, %s. Only you can see it here.",
		"%d photos you uploaded, %s. Only you can see them here.", i18n.Bytes(ctx, p.Bytes))
}

// kept says how long photos are kept.
func (p PhotosPage) kept(ctx context.Context) string {
	if p.Minor {
		return components.KeptOfMinors(ctx, models.CategoryPhotos)
	}
	return components.Kept(ctx, models.CategoryPhotos)
}

// found says how many photos the filter leaves.
func (p PhotosPage) found(ctx context.Context) string {
	switch {
	case p.Found == 0:
		return i18n.T(ctx, "No photo in this filter")
	case p.Found > countLimit:
		return i18n.T(ctx, "%s+ photos, newest first", i18n.Number(ctx, countLimit))
	default:
		return i18n.N(ctx, p.Found, "%d photo here", "%d photos, newest first")
	}
}

// functions are the answers to what photos were chosen for, with the one that is asked for.
func (p PhotosPage) functions(ctx context.Context) []components.Option {
	list := slices.Clone(p.Functions)
	if asked := models.Function(p.Values.Get("for")); asked != "" && !slices.Contains(list, asked) {
		list = append(list, asked)
	}
	options := make([]components.Option, len(list))
	for i, f := range list {
		options[i] = components.Option{Value: string(f), Words: components.FunctionName(ctx, f)}
	}
	return options
}

// clients are the answers to what photos were uploaded with, with the one that is asked for.
func (p PhotosPage) clients() []components.Option {
	list := slices.Clone(p.Clients)
	if asked := p.Values.Get("with"); asked != "" && !slices.Contains(list, asked) {
		list = append(list, asked)
	}
	options := make([]components.Option, len(list))
	for i, client := range list {
		options[i] = components.Option{Value: client, Words: client}
	}
	return options
}

// span says from when to when the photos of the page were uploaded.
func (p PhotosPage) span(ctx context.Context) string {
	return daySpan(ctx, p.Photos[len(p.Photos)-1].UploadedAt, p.Photos[0].UploadedAt)
}

// daySpan writes the days from one to another, which may be the same.
func daySpan(ctx context.Context, from, to time.Time) string {
	if models.DateOf(from) == models.DateOf(to) {
		return i18n.ShortDay(ctx, from)
	}
	return i18n.T(ctx, "%s to %s", i18n.ShortDay(ctx, from), i18n.ShortDay(ctx, to))
}

// caption says when a photo was uploaded and what it was chosen for.
func caption(ctx context.Context, p models.ListedPhoto) string {
	return i18n.T(ctx, "%s, for %s", i18n.Date(ctx, p.UploadedAt), components.FunctionNames(ctx, p.Functions))
}
