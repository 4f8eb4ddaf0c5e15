package pages

import (
	"context"
	"strconv"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// PhotoPage is one photo with its life: where it came from, what it was used for, where copies are and until when.
type PhotoPage struct {
	Again
	Reader components.Reader
	Photo  models.Photo
	Uses   []models.Uses
	Prints []models.PrintJob
	Upload models.Permission // under which it was uploaded
	Hidden bool              // pictures are not to be seen
	Minor  bool
	Shared bool // the guardian sees the title, too
}

func (p PhotoPage) address() string { return p.Reader.Photo(p.Photo.ID) }

// title is the document's, in which a tab shows the first words of a photo's name.
func (p PhotoPage) title(ctx context.Context) string {
	const shown = 40
	name := components.PhotoName(ctx, p.Photo.ListedPhoto)
	if letters := []rune(name); len(letters) > shown {
		name = strings.TrimSpace(string(letters[:shown])) + "…"
	}
	if p.Again.failed() {
		return i18n.T(ctx, "Error: %s", name)
	}
	return name
}

// shown returns the width and the height in which the page has the picture.
func (p PhotoPage) shown() (width, height string) {
	const most = 1280 // of models.SizeLarge
	w, h := p.Photo.Width, p.Photo.Height
	if longer := max(w, h); longer > most {
		w, h = max(1, w*most/longer), max(1, h*most/longer)
	}
	return strconv.Itoa(w), strconv.Itoa(h)
}

// taken says how it is known when the photo was taken.
func (p PhotoPage) taken(ctx context.Context) string {
	known := !p.Photo.TakenAt.IsZero()
	switch {
	case known && p.Photo.TakenFrom == models.FromFile:
		return i18n.T(ctx, "The date came with the file.")
	case known && p.Photo.TakenFrom == models.FromPerson:
		return i18n.T(ctx, "The day was typed here.")
	case known:
		return i18n.T(ctx, "%s told us the date.", p.Photo.UploadedWith)
	case p.Photo.TakenFrom == models.FromPerson:
		return i18n.T(ctx, "The day was cleared here.")
	default:
		return i18n.T(ctx, "Nothing told us the date.")
	}
}

// removed says what was in the file besides the picture.
func (p PhotoPage) removed(ctx context.Context) string {
	if len(p.Photo.Removed) == 0 {
		return i18n.T(ctx, "There was nothing else in the file that we had to remove.")
	}
	return i18n.T(ctx, "Also in the file, and removed by us on arrival: %s.", components.TraceNames(ctx, p.Photo.Removed))
}

// takenOn writes when the photo was taken: to the minute, where more than the day is known.
func (p PhotoPage) takenOn(ctx context.Context) string {
	at := p.Photo.TakenAt
	if models.DateOf(at).Start().Equal(at) {
		return i18n.Date(ctx, at)
	}
	return i18n.DayAndTime(ctx, at)
}

// used tells what the photo was used for, one sentence for each function that it was chosen for.
func (p PhotoPage) used(ctx context.Context) []string {
	var sentences []string
	for _, f := range p.Photo.Functions {
		uses := models.Uses{Function: f, Allowed: true}
		for _, u := range p.Uses {
			if u.Function == f && u.Allowed {
				uses = u
			}
		}
		sentences = append(sentences, i18n.T(ctx, "Used for %s: %s.", components.FunctionName(ctx, f), times(ctx, uses.Times)))
	}
	return sentences
}

// attempts are the uses that were refused: for what the photo was not chosen for, or, where chosen, while Photo upload
// was off.
func (p PhotoPage) attempts(chosen bool) []models.Uses {
	var list []models.Uses
	for _, u := range p.Uses {
		if !u.Allowed && p.Photo.ChosenFor(u.Function) == chosen {
			list = append(list, u)
		}
	}
	return list
}

// attempt tells of refused uses for one function.
func attempt(ctx context.Context, u models.Uses) string {
	return i18n.T(ctx, "%s: %s, the latest on %s", components.FunctionName(ctx, u.Function), times(ctx, u.Times), i18n.DayMonthYear(ctx, u.Latest))
}

// times counts how often something was done.
func times(ctx context.Context, n int) string {
	if n > countLimit {
		return i18n.T(ctx, "%s+ times", i18n.Number(ctx, countLimit))
	}
	return i18n.N(ctx, n, "%d time", "%d times")
}

// keptHeading says until when the photo is kept, in few words.
func (p PhotoPage) keptHeading(ctx context.Context) string {
	if p.Reader.Own() {
		return i18n.T(ctx, "Kept until you delete it")
	}
	return i18n.T(ctx, "Kept until it is deleted")
}

// kept says what ends the photo's life with us.
func (p PhotoPage) kept(ctx context.Context) string {
	r := models.RetentionOf(models.CategoryPhotos)
	if p.Minor {
		r = models.RetentionOfMinors(models.CategoryPhotos)
	}
	if !p.Reader.Own() {
		return i18n.N(ctx, r.Months, "After %[1]d month without a sign-in, an upload or a print we delete it, and write to the child %[2]d, %[3]d and %[4]d days before.",
			"After %[1]d months without a sign-in, an upload or a print we delete it, and write to the child %[2]d, %[3]d and %[4]d days before.",
			r.Letters[0], r.Letters[1], r.Letters[2])
	}
	return i18n.N(ctx, r.Months, "After %[1]d month without a sign-in, an upload or a print we delete it, and write to you %[2]d, %[3]d and %[4]d days before.",
		"After %[1]d months without a sign-in, an upload or a print we delete it, and write to you %[2]d, %[3]d and %[4]d days before.",
		r.Letters[0], r.Letters[1], r.Letters[2])
}

// atPrinter tells whether some job brought the photo to the print works.
func (p PhotoPage) atPrinter() bool {
	for _, job := range p.Prints {
		if job.State.AtPrinter() {
			return true
		}
	}
	return false
}

func (p PhotoPage) titleBox(ctx context.Context) Box {
	return p.box(ctx, string(models.FieldPhotoTitle), "title", p.Photo.Title)
}

func (p PhotoPage) takenBox(ctx context.Context) Box {
	return p.box(ctx, string(models.FieldPhotoTaken), "taken", p.Photo.TakenOn())
}

// titleHint says who sees the title: under 14 the guardian does, too.
func (p PhotoPage) titleHint(ctx context.Context) string {
	switch {
	case !p.Reader.Own():
		return i18n.T(ctx, "The child sees it, and that you changed it. Leave it empty to remove it.")
	case p.Shared:
		return i18n.T(ctx, "Only you and your grown-up see it. Leave it empty to remove it.")
	}
	return i18n.T(ctx, "Only you see it. Leave it empty to remove it.")
}

// mistakes lists what is to mend or to decide in the form.
func (p PhotoPage) mistakes(ctx context.Context) components.Mistakes {
	return toMend(ctx, func(b Box) string { return photoLabel(ctx, b.Name) }, p.titleBox(ctx), p.takenBox(ctx))
}

// photoLabel returns what the form calls a field.
func photoLabel(ctx context.Context, name string) string {
	if models.Field(name) == models.FieldPhotoTitle {
		return i18n.T(ctx, "Title")
	}
	return i18n.T(ctx, "Taken on")
}
