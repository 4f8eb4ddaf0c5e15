package components

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// PhotoName returns what pages call a photo: its title, or else its file's name, or else its day.
func PhotoName(ctx context.Context, p models.ListedPhoto) string {
	switch {
	case p.Name() != "":
		return p.Name()
	case !p.TakenAt.IsZero():
		return i18n.T(ctx, "Photo of %s", i18n.DayMonthYear(ctx, p.TakenAt))
	default:
		return i18n.T(ctx, "Photo uploaded on %s", i18n.DayMonthYear(ctx, p.UploadedAt))
	}
}

// FunctionNames lists what a photo was chosen for, as the end of a sentence does.
func FunctionNames(ctx context.Context, functions []models.Function) string {
	return strings.Join(named(ctx, functions, FunctionName), i18n.C(ctx, "between the items of a list", ", "))
}

// FunctionName returns what a sentence calls a function. One that the pages have no word for keeps the app's own.
func FunctionName(ctx context.Context, f models.Function) string {
	switch f {
	case models.FunctionPrinting:
		return i18n.T(ctx, "printing")
	case models.FunctionKeeping:
		return i18n.T(ctx, "keeping")
	}
	return string(f)
}

// TraceNames lists what was in a picture's file besides the picture, as the end of a sentence does.
func TraceNames(ctx context.Context, traces []models.Trace) string {
	return strings.Join(named(ctx, traces, traceName), i18n.C(ctx, "between the items of a list", ", "))
}

func traceName(ctx context.Context, trace models.Trace) string {
	switch trace {
	case models.TraceCamera:
		return i18n.T(ctx, "the camera’s make, number and settings")
	case models.TraceEmbedded:
		return i18n.T(ctx, "smaller copies of the picture")
	case models.TraceLocation:
		return i18n.T(ctx, "the place")
	case models.TraceOwner:
		return i18n.T(ctx, "the owner’s name")
	case models.TraceTexts:
		return i18n.T(ctx, "comments and keywords")
	default:
		return i18n.T(ctx, "what followed the picture’s end")
	}
}
