package pages

import (
	"context"
	"slices"
	"strconv"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeskMatterPage is a matter as an officer sees it: without anything that says who it is about until they opened it.
type DeskMatterPage struct {
	models.Matter
	Finding      *models.Finding    // nil: no officer found anything
	Opened       *models.Look       // nil: it is not open to this officer
	Sight        models.MatterSight // only while it is open
	Looks        []models.Look
	OpenedToday  int
	AllowedToday int
	Opening      Typed // the form that opens it, where it comes back
	Settling     Typed // the form that settles it, where it comes back
	Checking     Typed // the form of what is on a sheet, where it comes back
	Locked       bool  // it was locked again when something was sent
	Minor        bool  // the guardian who signed the sheet is a minor by their own account
	Over         bool  // something was sent, and it waits no more
	Now          time.Time
}

// settlePassword is the id of the password's field in the form that settles a matter: the form that opens it has one, too.
const settlePassword = "settle-password"

func (p DeskMatterPage) heading(ctx context.Context) string {
	return i18n.C(ctx, "the kind of a matter and its reference", "%s %s", matterKindName(ctx, p.Kind), p.Ref)
}

func (p DeskMatterPage) title(ctx context.Context) string {
	if p.Over || p.Locked || p.Minor || p.Opening.failed() || p.Settling.failed() || p.Checking.failed() {
		return i18n.T(ctx, "Error: %s", p.heading(ctx))
	}
	return p.heading(ctx)
}

func (p DeskMatterPage) openingMistakes(ctx context.Context) components.Mistakes {
	return p.Opening.mistakes(ctx, "password", models.FieldLookNote, "password")
}

func (p DeskMatterPage) settlingMistakes(ctx context.Context) components.Mistakes {
	return p.Settling.mistakesBeside(ctx, settlePassword, models.FieldFinding, models.FieldFindingWhy, models.FieldRefAgain)
}

// mistakesBeside are the mistakes of a form that stands beside another one with a password, of which the field has an id of its own.
func (t Typed) mistakesBeside(ctx context.Context, passwordID string, fields ...string) components.Mistakes {
	mistakes := t.mistakes(ctx, "password", slices.Concat(fields, []string{"password"})...)
	for i := range mistakes {
		if mistakes[i].Field == "password" {
			mistakes[i].Field = passwordID
		}
	}
	return mistakes
}

// about says what the matter is, and what holds meanwhile; a sentence or two each.
func (p DeskMatterPage) about(ctx context.Context) (what, meanwhile string) {
	switch p.Kind {
	case models.MatterDisputed:
		what = i18n.T(ctx, "Whoever has the address on the record of a guardian’s yes says that they never agreed.")
	case models.MatterDoubted:
		what = i18n.T(ctx, "A guardian’s yes came from the device on which the child had just asked, and from an address that nobody knew before.")
	case models.MatterWithdrawn:
		what = i18n.T(ctx, "A guardian took their yes back.")
	case models.MatterDiffer:
		what = i18n.T(ctx, "Two guardians were asked for one child: one says yes, and the other took the yes back, disputes it, or declined.")
	case models.MatterAnswers:
		what = i18n.T(ctx, "Two guardians said yes for one child, and answer differently about a permission.")
	case models.MatterSecond:
		what = i18n.T(ctx, "A child named a second guardian, to whom we write only with the first one’s yes, or yours.")
	case models.MatterBirthDate:
		what = i18n.T(ctx, "Somebody typed a birth date, or Jolara’s app sent one, that would make an adult’s account a child’s.")
	case models.MatterOlder:
		what = i18n.T(ctx, "A minor typed a birth date that would make them older.")
	case models.MatterPaper:
		what = i18n.T(ctx, "A guardian decided on paper, and sent a photo of the sheet.")
	default:
		what = i18n.T(ctx, "Something came in of a minor for whom no guardian said yes.")
	}
	switch {
	case !p.EndedAt.IsZero():
	case p.Kind == models.MatterPaper:
		meanwhile = i18n.T(ctx, "It counts only once an officer has written down what is on it. Until then nothing is turned on, and the request does not end.")
	case p.Kind == models.MatterSecond:
		meanwhile = i18n.T(ctx, "The first guardian was asked by mail. Until somebody says yes nobody else is written to, and everything stays as it is.")
	case p.Kind == models.MatterAnswers:
		meanwhile = i18n.T(ctx, "The stricter answer holds. Nothing is corrected, deleted or erased on the word of one of them; once they answer alike it ends by itself.")
	case p.Kind == models.MatterOlder:
		meanwhile = i18n.T(ctx, "It counts only once their guardian or an officer says yes. Until then the date on record counts, and nothing is locked.")
	case !p.Waits():
		meanwhile = i18n.T(ctx, "The account is locked, and what is held is erased at its time.")
	case p.Kind == models.MatterDoubted:
		meanwhile = i18n.N(ctx, int(models.DoubtLasts.Hours()), "The account stays locked for %d hour. If nobody settles it by then, the yes counts.", "The account stays locked for %d hours. If nobody settles it by then, the yes counts.")
	case p.Kind == models.MatterNoYes:
		meanwhile = i18n.T(ctx, "Nobody confirmed the birth date, so the account is locked until somebody has checked. Nothing is erased before.")
	default:
		meanwhile = i18n.T(ctx, "The account is locked until somebody has checked: nothing comes in, nothing is used, nothing is turned on.")
	}
	return what, meanwhile
}

// answer is one of the two things that an officer may find, with what it does.
type answer struct{ value, words, does string }

// undo is the finding that a birth date was a mistake which had been sure.
func undo(ctx context.Context) answer {
	return answer{
		models.FoundNot, i18n.T(ctx, "A mistake after all"),
		i18n.T(ctx, "The lock is lifted, and nothing is erased. Where another birth date counted before, it counts again. What we don’t hold of minors, such as a phone number, does not come back."),
	}
}

// offered are the findings that the form offers.
func (p DeskMatterPage) offered(ctx context.Context) []answer {
	if p.MayUndo(p.Now) {
		return []answer{undo(ctx)}
	}
	return p.answers(ctx)
}

// answers are the two, in the words of the matter's kind; where the stricter answer holds in any case there is one.
func (p DeskMatterPage) answers(ctx context.Context) []answer {
	const day = 24 * time.Hour
	isTrue, not := answer{value: models.FoundTrue}, answer{value: models.FoundNot}
	switch p.Kind {
	case models.MatterDisputed:
		isTrue.words = i18n.T(ctx, "True: they never agreed")
		isTrue.does = i18n.N(ctx, int(models.FoundErased.Hours()),
			"Everything that is held is out of sight at once and erased within %d hour, and the account ends. This can’t be undone.",
			"Everything that is held is out of sight at once and erased within %d hours, and the account ends. This can’t be undone.")
		not.words = i18n.T(ctx, "Not true: they did agree")
		not.does = i18n.T(ctx, "The lock is lifted, and the account is as it was before. Nothing is erased.")
	case models.MatterDoubted:
		isTrue.words = i18n.T(ctx, "True: the child answered its own letter")
		isTrue.does = i18n.T(ctx, "There is no yes: everything goes off, the address is not asked again, and the child can name a grown-up. Nothing is erased by that.")
		not.words = i18n.T(ctx, "Not true: a guardian decided")
		not.does = i18n.T(ctx, "The lock is lifted, and what they allowed counts at once.")
	case models.MatterDiffer:
		isTrue.words = i18n.T(ctx, "The no holds")
		isTrue.does = i18n.N(ctx, int(models.WithdrawnKept/day), "The yes counts as taken back: everything that is held is erased after %d day, unless the guardian who said no lets it go on.", "The yes counts as taken back: everything that is held is erased after %d days, unless the guardian who said no lets it go on.")
		not.words = i18n.T(ctx, "The yes holds")
		not.does = i18n.T(ctx, "Whoever said no decides for this child no longer. The lock is lifted, nothing is erased, and what the other guardian allows can be on.")
	case models.MatterAnswers:
		not.words = i18n.T(ctx, "It stays off")
		not.does = i18n.T(ctx, "What they answer differently is a no of both from now on, until both say yes. Everything else can be changed again.")
		return []answer{not}
	case models.MatterSecond:
		isTrue.words = i18n.T(ctx, "Yes: write to the second guardian")
		isTrue.does = i18n.T(ctx, "They get a letter, and decide as the first one did. Neither learns the other’s address.")
		not.words = i18n.T(ctx, "No: write to nobody")
		not.does = i18n.T(ctx, "The address is erased. The child is told, and nothing else changes.")
	case models.MatterOlder:
		isTrue.words = i18n.T(ctx, "Yes: the typed date is right")
		isTrue.does = i18n.T(ctx, "It takes the place of the one on record at once.")
		not.words = i18n.T(ctx, "No: the date on record stays")
		not.does = i18n.T(ctx, "The typed date is forgotten. Nothing else changes.")
	default:
		isTrue.words = i18n.T(ctx, "True: it is a minor’s birth date")
		isTrue.does = i18n.T(ctx, "It counts from now on: a guardian can be named, and what we don’t hold of minors goes, such as a phone number. If no guardian says yes, everything else is erased and the account ends: %d days from now under 14, %d days from now from 14 on.",
			int(models.UnderageKept/day), int(models.TeenagersKept/day))
		not.words = i18n.T(ctx, "Not true: it is a mistake")
		not.does = i18n.T(ctx, "The lock is lifted, and the typed date is forgotten. The account is as it was before. Nothing is erased.")
		if p.Kind == models.MatterNoYes {
			not.does = i18n.T(ctx, "The lock is lifted. Nothing is erased. The date on record stays until the person corrects it, and a guardian can be asked again.")
		}
	}
	return []answer{isTrue, not}
}

// whyAgain says why the reference is typed once more.
func (p DeskMatterPage) whyAgain(ctx context.Context) string {
	if p.Kind == models.MatterDoubted {
		return i18n.T(ctx, "It stands at the top of this page. Everything goes off by it, so that no other account is meant by mistake.")
	}
	return i18n.T(ctx, "It stands at the top of this page. What is held goes by it, so that no other account is meant by mistake.")
}

// found is the answer that an officer gave.
func (p DeskMatterPage) found(ctx context.Context) answer {
	answers := p.answers(ctx)
	switch {
	case p.Finding.True:
		return answers[0]
	case p.Kind == models.MatterNoYes && !p.EraseAt.IsZero(): // its clock ran
		return undo(ctx)
	}
	return answers[len(answers)-1]
}

// sheetOutcome says what became of a sheet.
func (p DeskMatterPage) sheetOutcome(ctx context.Context) (components.FlagKind, string) {
	switch p.Paper {
	case models.PaperApproved:
		return components.FlagGood, i18n.T(ctx, "Accepted: it says Yes")
	case models.PaperDeclined:
		return components.FlagPlain, i18n.T(ctx, "Accepted: it says No")
	case models.PaperRefused:
		return components.FlagPlain, i18n.T(ctx, "Not accepted")
	default:
		return components.FlagPlain, i18n.T(ctx, "It counts no more")
	}
}

// foundBy says who settled the matter, and when.
func (p DeskMatterPage) foundBy(ctx context.Context) string {
	return i18n.T(ctx, "Found on %s by %s.", i18n.DayAndTime(ctx, p.Finding.At), whoLooked(ctx, p.Finding.By))
}

// standing says how the matter stands, as a flag does.
func (p DeskMatterPage) standing(ctx context.Context) (components.FlagKind, string) {
	switch {
	case p.Waits():
		return components.FlagWait, i18n.T(ctx, "Waits for an officer")
	case p.Kind == models.MatterPaper:
		return p.sheetOutcome(ctx)
	case p.EndedAt.IsZero():
		return components.FlagLocked, i18n.T(ctx, "Locked, with a clock that runs")
	case p.Kind == models.MatterOlder, p.Kind == models.MatterSecond:
		return components.FlagGood, i18n.T(ctx, "Settled")
	case p.Outcome == models.LockLifted:
		return components.FlagPlain, i18n.T(ctx, "Lifted")
	case p.ErasedAt.IsZero() && p.Late(p.Now):
		return components.FlagLate, i18n.T(ctx, "Late")
	case p.ErasedAt.IsZero():
		return components.FlagWait, i18n.T(ctx, "Being erased")
	default:
		return components.FlagGood, i18n.T(ctx, "Erased")
	}
}

// howFar counts what is still to be erased, or says how long the erasing took; empty where nothing is erased.
func (p DeskMatterPage) howFar(ctx context.Context) string {
	if p.Outcome != models.LockErased {
		return ""
	}
	_, words := ended(ctx, p.Matter, p.Now)
	return words
}

// opens says what an officer sees who opens the matter.
func (p DeskMatterPage) opens(ctx context.Context) string {
	if p.Kind == models.MatterPaper {
		return i18n.T(ctx, "You see the photo of the sheet, with the guardian’s name, relation, answers and signature, and the three words that it has to bear. Nothing else. It can’t be settled without.")
	}
	if p.Kind == models.MatterDisputed || p.Kind == models.MatterDoubted {
		return i18n.T(ctx, "You see the record of the yes: the guardian’s name, relation and e-mail address, and the day. Nothing else. You can also settle it without.")
	}
	if p.Kind == models.MatterSecond {
		return i18n.T(ctx, "You see the record of the first guardian’s yes: name, relation and e-mail address, and the day. The second one’s address you don’t see. You can also settle it without.")
	}
	if p.Kind == models.MatterDiffer || p.Kind == models.MatterAnswers {
		return i18n.T(ctx, "You see the records of both guardians: names, relations and e-mail addresses, and what each says now. Nothing else. You can also settle it without.")
	}
	return i18n.T(ctx, "You see the birth date on record and the one that was told. Nothing else. You can also settle it without.")
}

// retypes tells whether the reference is typed once more to say that it is true: where something goes by it.
func (p DeskMatterPage) retypes() bool {
	return models.IsLockRef(p.Ref) && p.Kind != models.MatterAnswers && !p.MayUndo(p.Now)
}

// word says what a guardian says now.
func word(ctx context.Context, g models.WordSight) string {
	switch g.Word {
	case models.WordNo:
		return i18n.T(ctx, "No: they took their yes back")
	case models.WordDisputes:
		return i18n.T(ctx, "That they never agreed")
	}
	if len(g.Allows) == 0 {
		return i18n.T(ctx, "Yes to the account, and to nothing else")
	}
	return i18n.T(ctx, "Yes to: %s", components.Beside(ctx, g.Allows, components.PermissionName))
}

// known is the birth date on record.
func (p DeskMatterPage) known(ctx context.Context) string {
	if p.Sight.Known.IsZero() {
		return i18n.T(ctx, "An adult’s, which is not kept")
	}
	return i18n.Day(ctx, p.Sight.Known)
}

// maxNote is how many characters a reason may have.
func maxNote() string { return strconv.Itoa(models.MaxLookNote) }
