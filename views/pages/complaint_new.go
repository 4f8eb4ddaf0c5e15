package pages

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// NewComplaintPage is the form of a new case: a complaint, a request or a question.
type NewComplaintPage struct {
	Written
	Kind  models.CaseKind // as chosen
	About models.CategoryKey
	Minor bool                                // it is by or about somebody under 18, as chosen
	Due   map[models.CaseKind]models.Deadline // of a case that is sent now
	Asks  string                              // the reference of the case about whose opening somebody asks
	Over  string                              // the reference of the case to which nothing can be added any more, where the words were for it
}

// PhotosField is the field of the photos of their own that somebody attaches.
const PhotosField = "photo[]"

// Written is what somebody writes in a case, with what became of the form where it comes back.
type Written struct {
	Words   string
	Photos  []models.ListedPhoto // of their own, to choose from
	Chosen  []string             // ids of those that are chosen
	Files   int                  // pictures that were sent with the form: a browser forgets them
	Hidden  bool                 // pictures are not to be seen
	Invalid models.Invalid
	Unfit   models.UnfitFiles
	Wait    time.Duration // how long nothing more is taken; 0 for none
}

func (w Written) failed() bool { return len(w.Invalid) > 0 || len(w.Unfit) > 0 || w.Wait > 0 }

func (w Written) chose(photo string) bool { return slices.Contains(w.Chosen, photo) }

// mistakes are what is to mend, in the order of the form's fields; each picture that does not fit is one.
func (w Written) mistakes(ctx context.Context) components.Mistakes {
	list := mistakes(ctx, w.Invalid, models.FieldKind, models.FieldWords, models.FieldAbout, models.FieldPictures)
	for _, file := range w.Unfit {
		list = append(list, components.Mistake{Field: models.FieldPictures, Sentence: unfit(ctx, file)})
	}
	return list
}

// wrongPictures is all that is to mend about the pictures.
func (w Written) wrongPictures(ctx context.Context) string {
	var sentences []string
	for _, m := range w.mistakes(ctx) {
		if m.Field == models.FieldPictures {
			sentences = append(sentences, m.Sentence)
		}
	}
	return strings.Join(sentences, " ")
}

// heading says what became of the form.
func (w Written) heading(ctx context.Context) string {
	if w.Wait > 0 {
		return i18n.T(ctx, "That is a lot in a short time")
	}
	n := len(w.mistakes(ctx))
	return i18n.N(ctx, n, "%d thing to mend before we can send it", "%d things to mend before we can send it")
}

// unfit says why a picture is not kept and what to do.
func unfit(ctx context.Context, file models.UnfitFile) string {
	name := models.CleanFileName(file.Name)
	if name == "" {
		name = i18n.T(ctx, "A picture without a name")
	}
	switch file.Why {
	case models.UnfitHEIC:
		return i18n.T(ctx, "%s can’t be opened here: save it as JPEG and choose it again.", name)
	case models.UnfitKind:
		return i18n.T(ctx, "%s is no JPEG, PNG or WebP picture: choose another one.", name)
	case models.UnfitLarge:
		return i18n.T(ctx, "%s is too large: choose a picture of at most 20 MB.", name)
	default:
		return i18n.T(ctx, "%s is damaged: choose another picture.", name)
	}
}

// failed tells whether the form comes back.
func (p NewComplaintPage) failed() bool { return p.Written.failed() || p.Over != "" }

func (p NewComplaintPage) heading(ctx context.Context) string {
	switch p.Kind {
	case models.CaseAccess:
		return i18n.T(ctx, "Ask for a copy of my data")
	case models.CaseCorrection:
		return i18n.T(ctx, "Ask us to correct something")
	case models.CaseDeletion:
		return i18n.T(ctx, "Ask us to delete something")
	case models.CaseQuestion:
		return i18n.T(ctx, "Ask a question")
	default:
		return i18n.T(ctx, "Make a complaint")
	}
}

func (p NewComplaintPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: %s", p.heading(ctx))
	}
	return p.heading(ctx)
}

// lede says by when there is an answer to what is sent now.
func (p NewComplaintPage) lede(ctx context.Context) string {
	due, known := p.Due[p.Kind]
	if !known { // what was sent is no kind of case
		due = p.Due[models.CaseComplaint]
	}
	day := i18n.LongDay(ctx, due.Told)
	if due.Provisional {
		return i18n.T(ctx, "Send it today and we answer by %s. The holiday list for %d isn’t out yet, so the date may come earlier. You get a number at once, and see who opens it.", day, due.Told.Year)
	}
	if p.Kind == models.CaseQuestion {
		return i18n.T(ctx, "Send it today and we aim to answer by %s. You get a number at once, and see who opens it.", day)
	}
	return i18n.T(ctx, "Send it today and we answer by %s. You get a number at once, and see who opens it.", day)
}

// words are what stands in the form: as typed, or what asks for the usual.
func (p NewComplaintPage) words(ctx context.Context) string {
	switch {
	case p.Words != "" || p.failed():
		return p.Words
	case p.Asks != "":
		return i18n.T(ctx, "Who opened %s, and why?", p.Asks)
	case p.Kind == models.CaseAccess:
		return i18n.T(ctx, "I want a copy of everything that Jolara holds about me.")
	}
	return ""
}

// question is what the form asks.
func (p NewComplaintPage) question(ctx context.Context) string {
	switch p.Kind {
	case models.CaseAccess:
		return i18n.T(ctx, "What do you want a copy of?")
	case models.CaseCorrection:
		return i18n.T(ctx, "What is wrong, and how is it right?")
	case models.CaseDeletion:
		return i18n.T(ctx, "What should we delete?")
	case models.CaseQuestion:
		return i18n.T(ctx, "What do you want to know?")
	default:
		return i18n.T(ctx, "What happened?")
	}
}

// send are the words of the button.
func (p NewComplaintPage) send(ctx context.Context) string {
	switch p.Kind {
	case models.CaseComplaint, models.CaseReport:
		return i18n.T(ctx, "Send the complaint")
	case models.CaseQuestion:
		return i18n.T(ctx, "Send the question")
	default:
		return i18n.T(ctx, "Send the request")
	}
}

// kindOffered is one answer to what a case is.
type kindOffered struct {
	kind        models.CaseKind
	words, hint string
}

func kindsOffered(ctx context.Context) []kindOffered {
	same := i18n.T(ctx, "Same %d working days.", models.AnswerDays)
	return []kindOffered{
		{models.CaseComplaint, i18n.T(ctx, "My rights were not respected"), i18n.T(ctx, "We answer within %d working days.", models.AnswerDays)},
		{models.CaseReport, i18n.T(ctx, "I noticed something that isn’t right"), i18n.T(ctx, "For somebody else, or in general. Same %d working days.", models.AnswerDays)},
		{models.CaseAccess, i18n.T(ctx, "I want a copy of my data"), i18n.T(ctx, "A colleague makes it. Same %d working days.", models.AnswerDays)},
		{models.CaseCorrection, i18n.T(ctx, "I want something corrected that I can’t correct here"), same},
		{models.CaseDeletion, i18n.T(ctx, "I want something deleted that I can’t delete here"), same},
		{models.CaseQuestion, i18n.T(ctx, "I only have a question"), i18n.T(ctx, "We aim for %d working days.", models.QuestionDays)},
	}
}

// complainAbout is the form of a complaint about a photo, which is attached to it.
func complainAbout(p models.Photo) string {
	return "/complaints/new?" + url.Values{models.FieldAbout: {string(models.CategoryPhotos)}, "photo": {p.ID}}.Encode()
}
