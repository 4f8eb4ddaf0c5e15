package pages

import (
	"context"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// GuardianPage is what the reader of a guardian's letter is shown: which child's request it is, by three words, and until when.
type GuardianPage struct {
	Words  [3]string
	Until  time.Time
	Paper  *models.GuardianPaper // a sheet that they sent and that is being checked; nil where there is none
	Proven bool                  // they typed a code in this browser, and may decide
	Second bool                  // another guardian decides already
}

// NewGuardian makes the first page behind a letter's link.
func NewGuardian(r models.GuardianRequest, paper *models.GuardianPaper, proven bool) GuardianPage {
	return GuardianPage{Words: i18n.ThreeWords(r.Locale, r.Words), Until: r.Until, Paper: paper, Proven: proven, Second: r.Second}
}

// GuardianCodeForm asks for the code that was mailed.
type GuardianCodeForm struct {
	GuardianPage
	Invalid models.Invalid // a fault of code
	Left    int            // after a wrong code, how many more may be typed; 0 where none was wrong
}

func (f GuardianCodeForm) failed() bool { return len(f.Invalid) > 0 || f.Left > 0 }

func (f GuardianCodeForm) mistakes(ctx context.Context) components.Mistakes {
	switch {
	case f.Left > 0:
		return components.Mistakes{{Field: "code", Sentence: i18n.N(ctx, f.Left,
			"Type the code from the latest letter. You have %d more try; then the link ends, and the child can send a new one.",
			"Type the code from the latest letter. You have %d more tries; then the link ends, and the child can send a new one.")}}
	case len(f.Invalid) > 0:
		return components.Mistakes{{Field: "code", Sentence: i18n.T(ctx, "Enter the six figures from the letter.")}}
	}
	return nil
}

func (f GuardianCodeForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Type the code")
	}
	return i18n.T(ctx, "Type the code")
}

// DecidePage is where a guardian decides, with what they typed before.
type DecidePage struct {
	GuardianPage
	Policy  string // the version of the agreement; empty where there is none
	Under14 bool   // the guardian accepts the agreement for the child; from 14 on both do
	Typed   models.GuardianForm
	Minor   bool // they may not: their own account is a minor's
	Invalid models.Invalid
}

// decideFields are the fields of the form, in their order.
var decideFields = []string{models.FieldRelation, models.FieldGuardianName, models.FieldGrownUp, models.FieldSignature}

func (p DecidePage) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, p.Invalid, decideFields...)
}

func (p DecidePage) failed() bool { return len(p.Invalid) > 0 || p.Minor }

func (p DecidePage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: You decide what Jolara may do")
	}
	return i18n.T(ctx, "You decide what Jolara may do")
}

// saysYes tells whether the guardian answered yes before the page came back; everything is on No until they do.
func (p DecidePage) saysYes(kind models.PermissionKind) bool { return p.Typed.Answers[kind] == "yes" }

// signature is what was typed as one, unless it was under an agreement that has changed since.
func (p DecidePage) signature() string {
	if p.Invalid[models.FieldSignature] == models.FaultOutdated {
		return ""
	}
	return p.Typed.Signature
}

// RelationName is what a guardian is to the child.
func RelationName(ctx context.Context, r models.Relation) string {
	switch r {
	case models.RelationMother:
		return i18n.T(ctx, "Mother")
	case models.RelationFather:
		return i18n.T(ctx, "Father")
	default:
		return i18n.T(ctx, "Legal guardian")
	}
}

// GuardianStatement is what a guardian signs with their name.
func GuardianStatement(ctx context.Context, policy string) string {
	if policy == "" {
		return i18n.T(ctx, "I am the child’s mother, father or legal guardian, and I am 18 or older. I have read the rules for children above. I decide for the child as I chose here, and I know that I can change or take back every answer at any time.")
	}
	return i18n.T(ctx, "I am the child’s mother, father or legal guardian, and I am 18 or older. I have read the rules for children above and the privacy agreement, version %s, and accept both for the child. I decide for the child as I chose here, and I know that I can change or take back every answer at any time.", policy)
}

// ChildRule is one of the rules for children, as a guardian reads them before deciding.
type ChildRule struct {
	Glyph        components.Glyph
	Title, Words string
}

// RulesForChildren says everything that a guardian must be told before they decide (#91; PIPL 17 and 30, Minors' Network Protection
// Regulation 31 to 36): what for, where, how long and what then, how it is kept safe, what a no means, and how to complain, correct
// and delete.
func RulesForChildren(ctx context.Context) []ChildRule {
	photos, talks := models.RetentionOfMinors(models.CategoryPhotos).Months, models.RetentionOfTalk(models.TalkRecording, true).Days
	return []ChildRule{
		{components.GlyphPhoto, i18n.T(ctx, "What for"), i18n.T(ctx, "To print the child’s pictures and bring them to you, and to help when something goes wrong. For nothing else: no advertising, no profile, nobody else’s use.")},
		{components.GlyphParcel, i18n.T(ctx, "Where"), i18n.T(ctx, "In China, at Jolara. Nothing is sent abroad. The printer and the courier get what an order needs, and only for that order.")},
		{components.GlyphClock, i18n.T(ctx, "How long, and what then"), i18n.T(ctx, "Photos until they are deleted, or %[1]d months without use. Recordings of talks with support %[2]d days, if you allow them at all. The account while it lives. Then it is erased; what a law makes us keep is locked until its day.", photos, talks)},
		{components.GlyphLock, i18n.T(ctx, "How it is kept safe"), i18n.T(ctx, "Nobody at Jolara can look at the child’s photos or hear a recording, unless the child attaches one to a complaint. Place and phone details are taken out of every picture as it arrives. Nobody opens a child’s case alone: a second person has to agree, and it is written down who opened it and why.")},
		{components.GlyphLook, i18n.T(ctx, "What you see of the child"), i18n.T(ctx, "Under 8 everything that the child sees: pictures, recordings, print jobs and the log. From 8 to 13 what is allowed, kinds, amounts and the titles of photos. From 14 on what is allowed, kinds and amounts. What the child asks or complains about is never shown to you.")},
		{components.GlyphHide, i18n.T(ctx, "What we never collect from a child"), i18n.T(ctx, "Gender, phone number, exact place, and what the child looks at, clicks or searches for.")},
		{components.GlyphUndo, i18n.T(ctx, "What a No means"), i18n.T(ctx, "The function it is about does not work, and nothing else changes. If you decline as a whole, your address is erased at once, and an account that was made here with it when its 7 days are over.")},
		{components.GlyphSay, i18n.T(ctx, "How to complain, correct and delete"), i18n.T(ctx, "Write to support@jolara.com at any time, with or without an account. A complaint is answered within 15 working days. The child may complain alone, at any age.")},
	}
}

// ChildRules is the text of the rules for children, of which a guardian's record keeps the hash.
func ChildRules(ctx context.Context) string {
	var b strings.Builder
	for _, r := range RulesForChildren(ctx) {
		b.WriteString(r.Title + "\n" + r.Words + "\n")
	}
	return b.String()
}

// ChoiceText says of one thing that a guardian allows or not what it is for, how long what comes of it is kept, who sees it, and
// what a no means.
type ChoiceText struct{ What, Kept, Seen, No string }

// GuardianChoice says it of one of models.GuardianChoices, as it stands on the page and on the form on paper.
func GuardianChoice(ctx context.Context, kind models.PermissionKind) ChoiceText {
	days := daysKept(kind, true)
	switch kind {
	case models.Camera:
		return ChoiceText{
			i18n.T(ctx, "The child takes a photo inside the app to print it."),
			i18n.T(ctx, "with the photo"),
			i18n.T(ctx, "the child; under 8 you, too"),
			i18n.T(ctx, "With No: photos that are on the phone already can still be printed, if upload is on."),
		}
	case models.PhotoUpload:
		return ChoiceText{
			i18n.T(ctx, "Photos the child chooses are stored, so that they can be printed or kept. The place is removed on arrival."),
			i18n.N(ctx, models.RetentionOfMinors(models.CategoryPhotos).Months, "until deleted; %d month without use", "until deleted; %d months without use"),
			i18n.T(ctx, "the child; under 8 you, too; no staff"),
			i18n.T(ctx, "With No: nothing is uploaded and nothing can be printed."),
		}
	case models.Microphone:
		return ChoiceText{
			i18n.T(ctx, "The child speaks to our support instead of writing."),
			i18n.N(ctx, days, "when and how long, %d day", "when and how long, %d days"),
			i18n.T(ctx, "the person who helps, during the talk"),
			i18n.T(ctx, "With No: the child writes to support."),
		}
	case models.VoiceCall:
		return ChoiceText{
			i18n.T(ctx, "The child rings the print desk from the app."),
			i18n.N(ctx, days, "time and length, %d day", "time and length, %d days"),
			i18n.T(ctx, "the privacy team, with a reason"),
			i18n.T(ctx, "With No: the child writes to support."),
		}
	case models.KeepRecordings:
		return ChoiceText{
			i18n.T(ctx, "The sound of a talk with support is kept, so that the child can hear it again."),
			i18n.N(ctx, days, "%d day", "%d days"),
			i18n.T(ctx, "the child; under 8 you, too; no staff"),
			i18n.T(ctx, "With No: no sound is kept. This is not needed for anything."),
		}
	default:
		return ChoiceText{
			i18n.T(ctx, "Jolara may use the child’s recordings to make its support better."),
			i18n.N(ctx, models.RetentionOfTalk(models.TalkRecording, true).Days, "%d day", "%d days"),
			i18n.T(ctx, "those who teach our support"),
			i18n.T(ctx, "With No: they are used for nothing. This is not needed for anything."),
		}
	}
}

// GuardianDonePage tells a guardian what they decided.
type GuardianDonePage struct {
	Record     models.GuardianRecord
	CountsFrom time.Time // where somebody has a look before; zero: from the decision on
}

// RecordFact is one line of a guardian's record: what it is about, and what was decided.
type RecordFact struct {
	Term, Words string
}

// RecordFacts says for whom and by whom what was decided, as it stands on the page and on paper below when it was.
func RecordFacts(ctx context.Context, r models.GuardianRecord) []RecordFact {
	facts := []RecordFact{
		{i18n.T(ctx, "For"), r.Child},
		{i18n.T(ctx, "By"), r.Guardian + " · " + RelationName(ctx, r.Relation)},
		{i18n.T(ctx, "Address"), r.Email},
		{i18n.T(ctx, "Yes to"), answers(ctx, r.Yes)},
		{i18n.T(ctx, "No to"), answers(ctx, r.No)},
	}
	if r.PolicyVersion != "" {
		facts = append(facts, RecordFact{i18n.T(ctx, "Privacy agreement"), i18n.T(ctx, "version %s", r.PolicyVersion)})
	}
	if p := r.Paper; p != nil {
		facts = append(facts, RecordFact{i18n.T(ctx, "Given on paper"), paperFact(ctx, *p)})
	}
	return facts
}

// paperFact says on which sheet a yes was given, and who read it.
func paperFact(ctx context.Context, p models.PaperProof) string {
	return i18n.T(ctx, "sheet %s, sent on %s, read and written down by %s", p.Ref, i18n.DateTime(ctx, p.At), p.CheckedBy)
}

func answers(ctx context.Context, kinds []models.PermissionKind) string {
	if len(kinds) == 0 {
		return i18n.T(ctx, "nothing")
	}
	return components.Beside(ctx, kinds, components.PermissionName)
}
