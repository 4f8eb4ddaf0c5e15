package pages

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// PaperPage is where a guardian gets the form on paper, and sends the photo of it once it is signed.
type PaperPage struct {
	GuardianPage
	Invalid models.Invalid    // a fault of the photo's field
	Unfit   models.UnfitFiles // the photo, where it is not kept
	Full    bool              // as many were sent as are taken
	Minor   bool              // they may not: their own account is a minor's
}

func (p PaperPage) failed() bool { return len(p.mistakesAnywhere()) > 0 || p.Full || p.Minor }

func (p PaperPage) mistakesAnywhere() models.Invalid {
	if len(p.Unfit) > 0 {
		return models.Invalid{models.FieldSheet: models.FaultMalformed}
	}
	return p.Invalid
}

func (p PaperPage) mistakes(ctx context.Context) components.Mistakes {
	list := mistakes(ctx, p.Invalid, models.FieldSheet)
	for _, file := range p.Unfit {
		list = append(list, components.Mistake{Field: models.FieldSheet, Sentence: unfit(ctx, file)})
	}
	return list
}

// wrong is all that is to mend about the photo.
func (p PaperPage) wrong(ctx context.Context) string {
	var sentences []string
	for _, m := range p.mistakes(ctx) {
		sentences = append(sentences, m.Sentence)
	}
	return strings.Join(sentences, " ")
}

func (p PaperPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Decide on paper")
	}
	return i18n.T(ctx, "Decide on paper")
}

// kept says what the photo that did not arrive leaves as it was.
func (p PaperPage) kept(ctx context.Context) string {
	if p.Paper != nil {
		return i18n.T(ctx, "The photo that you sent before is still being checked.")
	}
	return i18n.T(ctx, "Nothing was sent, and nothing was decided.")
}
