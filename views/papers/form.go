package papers

import (
	"context"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
)

// Form is what a guardian's form on paper is made for: one request, as its page shows it now.
type Form struct {
	Ref    string    // that tells this form from every other
	Words  [3]string // that the child's screen shows
	Until  time.Time // when the request ends
	Policy string    // the version of the agreement; empty where there is none
	Both   bool      // the child, who is 14 or older, accepts the agreement too
	At     time.Time // of the request: the same form is the same bytes
}

// In millimetres.
const (
	boxSide   = 4.0
	boxGap    = 2.0  // between a box and its words
	answerAt  = 22.0 // from one answer's box to the next, at the right margin
	nameWidth = textWidth - 2*answerAt
	handLine  = 11.0 // of height, for what is written by hand
	footBelow = 8.0  // from where text ends to the line below it
)

const sizeHeading = 13.0

// GuardianForm is the form on which a guardian decides by hand, in the language of the page: first all that they must be told
// before, then one page that they fill in, sign and photograph.
func GuardianForm(ctx context.Context, f Form) ([]byte, error) {
	title := i18n.T(ctx, "A guardian’s decision, on paper")
	s := newSheet(title+" · "+f.Ref, i18n.LocaleOf(ctx), f.At)
	s.pdf.SetFooterFunc(func() { // on every page, so that none gets among another form's
		s.line(margin, foot+footBelow, sizeSmall, dim, legible(f.Ref+" · "+strings.Join(f.Words[:], " ")+" · "+i18n.T(ctx, "page %d", s.pdf.PageNo())))
	})
	s.text(margin, sizeSmall, dim, "Jolara · "+i18n.T(ctx, "Privacy"))
	s.text(margin, sizeTitle, ink, title)
	s.text(margin, sizeText, dim, f.Ref)
	s.hairline()
	s.text(margin, sizeText, ink, i18n.T(ctx, "A child gave your address as their parent or guardian. Read these pages, fill in the last one and sign it by hand. Then photograph the last page, and send the photo on the page from which you saved this form, by %s.", i18n.DayAndTime(ctx, f.Until)))
	s.space(2)
	s.text(margin, sizeText, ink, i18n.T(ctx, "The child’s screen shows the words %s. If it shows others, this is not their request: do nothing.", strings.Join(f.Words[:], " ")))
	s.rules(ctx, f)
	s.choices(ctx)
	s.answers(ctx, f)
	return s.bytes()
}

// rules writes everything that a guardian must be told before they decide.
func (s *sheet) rules(ctx context.Context, f Form) {
	s.heading(i18n.T(ctx, "The rules for children"))
	for _, r := range pages.RulesForChildren(ctx) {
		s.fact(r.Title, r.Words)
	}
	s.fact(i18n.T(ctx, "The photo of your signature"), i18n.T(ctx, "If you say yes, it is kept with the record of it, as proof, until the child is 18 or the account ends, and 3 years more. Otherwise it is erased. Only an officer of our privacy desk sees it, to check it."))
	if f.Policy != "" {
		s.fact(i18n.T(ctx, "Privacy agreement"), i18n.T(ctx, "version %s; you read it at the foot of every page of the portal", f.Policy))
	}
}

// choices writes what each thing is for that is answered on the last page, how long it is kept and what a no means.
func (s *sheet) choices(ctx context.Context) {
	s.heading(i18n.T(ctx, "What you say yes or no to"))
	for _, kind := range models.GuardianChoices {
		text := pages.GuardianChoice(ctx, kind)
		s.fact(components.PermissionName(ctx, kind), text.What)
		s.text(margin+termWidth, sizeText, ink, text.No)
		s.text(margin+termWidth, sizeSmall, dim, i18n.T(ctx, "Kept: %s. Seen or heard by: %s.", text.Kept, text.Seen))
		s.space(1.2)
	}
}

// answers writes the page that is filled in by hand.
func (s *sheet) answers(ctx context.Context, f Form) {
	s.pdf.AddPage()
	s.y = margin
	s.text(margin, sizeTitle, ink, i18n.T(ctx, "Your decision"))
	s.text(margin, sizeText, ink, f.Ref+" · "+strings.Join(f.Words[:], " "))
	s.text(margin, sizeSmall, dim, i18n.T(ctx, "This is the page to fill in, to sign and to photograph, with all four corners."))
	s.hairline()
	s.boxed(margin, ink, i18n.T(ctx, "I say yes, to what is ticked Yes below. What is ticked neither way is a No."))
	s.boxed(margin, ink, i18n.T(ctx, "I decline. Then nothing else on this page has to be filled in."))
	s.space(2)
	yes, no := i18n.C(ctx, "answer", "Yes"), i18n.C(ctx, "answer", "No")
	for _, kind := range models.GuardianChoices {
		s.space(1.2)
		s.line(margin, s.y+sizeText*point, sizeText, ink, legible(components.PermissionName(ctx, kind)))
		for i, answer := range []string{yes, no} {
			x := margin + nameWidth + float64(i)*answerAt
			s.box(x)
			s.line(x+boxSide+boxGap, s.y+sizeText*point, sizeText, ink, legible(answer))
		}
		s.space(sizeText * point * leading)
		s.text(margin, sizeSmall, dim, pages.GuardianChoice(ctx, kind).What)
		s.space(0.8)
	}
	s.hairline()
	s.boxes(ctx, i18n.T(ctx, "I am the child’s"), models.Relations)
	s.boxed(margin, ink, i18n.T(ctx, "I am 18 or older, and the child’s parent or legal guardian."))
	s.space(2)
	s.byHand(i18n.T(ctx, "My full name"))
	s.space(3)
	s.text(margin, sizeText, ink, pages.GuardianStatement(ctx, f.Policy))
	if f.Both && f.Policy != "" {
		s.text(margin, sizeSmall, dim, i18n.T(ctx, "From 14 on a child accepts the agreement too. Both count."))
	}
	s.space(2)
	s.byHand(i18n.T(ctx, "Date"))
	s.byHand(i18n.T(ctx, "Signature"))
}

func (s *sheet) heading(words string) {
	const withTheNext = 30 // of room: no heading stands alone at the foot
	s.space(4)
	if s.y > foot-withTheNext {
		s.pdf.AddPage()
		s.y = margin
	}
	s.text(margin, sizeHeading, ink, words)
	s.space(1.5)
}

// box draws a box to be ticked, on the line that begins at y.
func (s *sheet) box(x float64) {
	s.pdf.SetDrawColor(int(ink), int(ink), int(ink))
	s.pdf.SetLineWidth(0.3)
	s.pdf.Rect(x, s.y, boxSide, boxSide, "D")
}

// boxed writes words that a tick says yes to.
func (s *sheet) boxed(left float64, colour grey, words string) {
	s.box(left)
	s.text(left+boxSide+boxGap, sizeText, colour, words)
	s.space(1.2)
}

// boxes writes a term and a box for each relation.
func (s *sheet) boxes(ctx context.Context, term string, relations []models.Relation) {
	s.line(margin, s.y+sizeText*point, sizeText, dim, legible(term))
	x := margin + termWidth
	for _, r := range relations {
		words := legible(pages.RelationName(ctx, r))
		s.box(x)
		s.line(x+boxSide+boxGap, s.y+sizeText*point, sizeText, ink, words)
		x += boxSide + boxGap + s.width(sizeText, words) + 3*boxGap
	}
	s.space(sizeText*point*leading + 1.2)
}

// byHand leaves a line on which a term is written by hand.
func (s *sheet) byHand(term string) {
	s.space(handLine - sizeText*point)
	s.line(margin, s.y+sizeText*point, sizeText, dim, legible(term))
	s.pdf.SetDrawColor(int(ink), int(ink), int(ink))
	s.pdf.SetLineWidth(0.2)
	s.pdf.Line(margin+termWidth, s.y+sizeText*point+1, pageWidth-margin, s.y+sizeText*point+1)
	s.space(sizeText*point + 2)
}
