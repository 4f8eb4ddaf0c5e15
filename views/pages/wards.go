package pages

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/layout"
)

// VisitForm asks for the address with which somebody decided for a child.
type VisitForm struct {
	Email   string
	Invalid models.Invalid
	Wait    time.Duration // how long no letter is sent; 0 for none
}

func (f VisitForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, string(models.FieldEmail))
}

func (f VisitForm) title(ctx context.Context) string {
	if len(f.Invalid) > 0 || f.Wait > 0 {
		return i18n.T(ctx, "Error: What you decided for a child")
	}
	return i18n.T(ctx, "What you decided for a child")
}

// VisitCodeForm asks for the code that was mailed to it.
type VisitCodeForm struct {
	Email   string         // to which it went, if anything was decided from there
	Invalid models.Invalid // a fault of code
	Left    int            // after a wrong code, how many more may be typed; 0 where none was wrong
}

func (f VisitCodeForm) failed() bool { return len(f.Invalid) > 0 || f.Left > 0 }

func (f VisitCodeForm) mistakes(ctx context.Context) components.Mistakes {
	switch {
	case f.Left > 0:
		return components.Mistakes{{Field: "code", Sentence: i18n.N(ctx, f.Left,
			"Type the code from the latest letter. You have %d more try; then you begin again.",
			"Type the code from the latest letter. You have %d more tries; then you begin again.")}}
	case len(f.Invalid) > 0:
		return components.Mistakes{{Field: "code", Sentence: i18n.T(ctx, "Enter the six figures from the letter.")}}
	}
	return nil
}

func (f VisitCodeForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Type the code")
	}
	return i18n.T(ctx, "Type the code")
}

// WardsPage lists the children for whom a guardian decided, and what is kept of the guardian.
type WardsPage struct {
	Email string
	Until time.Time // of the visit
	Wards []WardCard

	Lasting bool // the browser stays signed in to the guardian's account
}

// here says in which way the guardian is here, and until when.
func (p WardsPage) here(ctx context.Context) templ.Component {
	if p.Lasting {
		return i18n.Rich(ctx, "You are signed in with <b>%s</b> in this browser, until %s.", p.Email, i18n.Date(ctx, p.Until))
	}
	return i18n.Rich(ctx, "You are here with <b>%s</b>, until %s.", p.Email, i18n.Clock(ctx, p.Until))
}

// WardCard is a child as their guardian sees them.
type WardCard struct {
	Child  string // how the child is called
	State  models.GuardianState
	Lock   *models.Lock // nil where the account is open
	Record models.GuardianRecord
	Word   models.GuardianWord // what they say now
	All    models.Guardians    // who decide for the child
}

// two tells whether another guardian decides for the child, too.
func (w WardCard) two() bool { return len(w.All) == models.GuardiansOfOne }

// differ lists what the two guardians answer differently.
func (w WardCard) differ() []models.PermissionKind { return w.All.Differ() }

// frozen tells whether they differ about a permission: nothing else is locked by that.
func (w WardCard) frozen() bool { return w.Lock != nil && w.Lock.Kind == models.LockAnswers }

// path is where everything about the child stands.
func (w WardCard) path() string { return WardPath(w.Record.Ref) }

// WardPath is the page of the child on a record.
func WardPath(ref string) string { return "/guardian/" + ref }

// standing says how it stands with the child's account, as a flag does.
func (w WardCard) standing(ctx context.Context) (words string, kind components.FlagKind) {
	switch {
	case w.Lock == nil:
		return i18n.T(ctx, "Your yes holds"), components.FlagGood
	case w.frozen():
		return i18n.T(ctx, "You two answer differently"), components.FlagWait
	case w.Lock.Kind == models.LockDisputed, w.Lock.Kind == models.LockDiffer:
		return i18n.T(ctx, "Locked while we check"), components.FlagLocked
	case w.Lock.Kind == models.LockDoubted:
		return i18n.T(ctx, "Waits until %s", i18n.Date(ctx, w.Lock.OpensAt())), components.FlagWait
	case w.Lock.EraseAt.IsZero():
		return i18n.T(ctx, "Locked"), components.FlagLocked
	default:
		return i18n.T(ctx, "Erased on %s", i18n.Date(ctx, w.Lock.EraseAt)), components.FlagWait
	}
}

func (w WardCard) glyph() components.Glyph {
	if w.Lock != nil && !w.frozen() {
		return components.GlyphLock
	}
	return components.GlyphCheck
}

// WardPage is what a guardian may see of a child and do about it.
type WardPage struct {
	WardCard
	Band      models.Band
	Sight     models.GuardianSight
	Cards     []PermissionCard               // of everything that a guardian decides
	Held      []HeldCard                     // kinds and amounts
	Details   models.Profile                 // where the child's age allows it
	Titles    []models.ListedPhoto           // the same
	Addresses []models.Entry[models.Address] // the same
	Reader    components.Reader              // of everything that is held, where the child's age allows it
	Birth     *models.BirthRequest
	MayStop   bool                    // the withdrawal, or whatever else they said against their yes
	MayErase  bool                    // at once, what the withdrawal would erase later
	Unlocked  bool                    // permissions can be changed
	MayEnd    bool                    // the yes can be taken back, or disputed
	Lasting   bool                    // the browser stays signed in to the guardian's account
	Second    *models.GuardianRequest // of a second guardian, which waits; nil where none does
	MayAsk    bool                    // a second guardian
	Typed     SecondForm
}

// SecondForm is the address of a second guardian as it was typed, and what was wrong with it.
type SecondForm struct {
	Email   string
	Invalid models.Invalid
	Wait    time.Duration // how long nobody else is asked; 0 for none
	NoMore  bool          // no second guardian can be asked now
}

func (f SecondForm) failed() bool { return len(f.Invalid) > 0 || f.Wait > 0 || f.NoMore }

func (f SecondForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, models.FieldGuardianEmail)
}

// title names the page, and says first where it came back with something to mend.
func (p WardPage) title(ctx context.Context) string {
	if p.Typed.failed() {
		return i18n.T(ctx, "Error: What Jolara may do with %s", p.Child)
	}
	return i18n.T(ctx, "What Jolara may do with %s", p.Child)
}

// secondAsked tells whether the child named a second guardian, to whom the first one says yes or no.
func (p WardPage) secondAsked() bool {
	return p.Second != nil && p.Second.State == models.GuardianProposed
}

// open tells whether the guardian can correct and delete.
func (p WardPage) open() bool { return p.Unlocked && p.Lock == nil }

// says is what the guardian and the other one say to one thing.
func (p WardPage) says(kind models.PermissionKind) (own, other bool) {
	return p.All.Of(p.Record.Ref).Says(kind), p.All.Besides(p.Record.Ref).Agree(kind)
}

// beside says how the answers of two guardians to one thing stand to each other; empty where there is nothing to say.
func (p WardPage) beside(ctx context.Context, card PermissionCard) string {
	own, other := p.says(card.Kind)
	switch {
	case !p.two():
		return ""
	case own && !other:
		return i18n.T(ctx, "You say yes. The other guardian says no, so it is off.")
	case !own && other:
		return i18n.T(ctx, "The other guardian says yes. Without your yes it is off.")
	case own && !card.On:
		return i18n.T(ctx, "Both of you say yes. It was turned off since, and each of you can turn it on.")
	case !own && p.frozen():
		return i18n.T(ctx, "Both of you say no. Nothing more is turned on before you answer alike.")
	}
	return ""
}

// NewWard makes the page of a child.
func NewWard(card WardCard, band models.Band, sight models.GuardianSight, standing []models.Permission, holdings []models.Holding) WardPage {
	page := WardPage{WardCard: card, Band: band, Sight: sight}
	page.Unlocked = card.State == models.GuardianApproved && (card.Lock == nil || card.frozen())
	for _, p := range standing {
		page.Cards = append(page.Cards, PermissionCard{Kind: p.Kind, On: p.State == models.Granted, Since: p.Since, Days: daysKept(p.Kind, true)})
	}
	page.Held, _ = newHeldCards(holdings, true)
	return page
}

// sees says what a guardian sees of a child of that age, and why not more.
func (p WardPage) sees(ctx context.Context) string {
	switch {
	case p.Sight.All:
		return i18n.T(ctx, "Under 8 you see everything that the child sees, the pictures too. From the 8th birthday on you see kinds, amounts and the titles of photos.")
	case p.Band == models.BandUnder8:
		return i18n.T(ctx, "Under 8 you see everything that the child sees. While the account is locked, that is the child’s details, kinds and amounts, and the titles of photos.")
	case p.Band == models.Band8To13:
		return i18n.T(ctx, "From 8 to 13 you see kinds, amounts and the titles of photos. The pictures themselves are the child’s.")
	default:
		return i18n.T(ctx, "From 14 on you see kinds and amounts. What is in them is the young person’s own.")
	}
}

// figure is how much is held of some categories together, as a line that leads to them says it.
func (p WardPage) figure(ctx context.Context, of ...models.CategoryKey) string {
	n, more := 0, false
	for _, card := range p.Held {
		if slices.Contains(of, card.Category) {
			n, more = n+card.Count, more || card.More
		}
	}
	if more {
		return i18n.T(ctx, "%s+", i18n.Number(ctx, n))
	}
	return i18n.Number(ctx, n)
}

// switchAddress is where a guardian turns something on or off.
func (p WardPage) switchAddress(kind models.PermissionKind) string {
	return p.path() + "/permissions/" + string(kind)
}

func (p WardPage) effectID(kind models.PermissionKind) string { return "what-" + string(kind) }

// details lists what the profile holds.
func (p WardPage) details() []models.Field { return p.Details.Details() }

// WardAsks is a page that asks a guardian before something is done about a child.
type WardAsks = func(layout.Shell, WardAsk) templ.Component

// WardAsk is what such a page shows.
type WardAsk struct {
	WardCard
	Sent    bool           // a fresh code is on its way
	Invalid models.Invalid // a fault of code
	Left    int            // after a wrong code, how many more may be typed
}

// beside tells whether another guardian says yes: then nothing is erased on the word of this one.
func (a WardAsk) beside() bool { return a.All.Besides(a.Record.Ref).Say(models.WordYes) }

func (a WardAsk) mistakes(ctx context.Context) components.Mistakes {
	return VisitCodeForm{Invalid: a.Invalid, Left: a.Left}.mistakes(ctx)
}

// days counts whole days.
func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

// scopes are the kinds of which a guardian can delete all there is.
func (p WardPage) scopes() (list []models.Scope) {
	for _, what := range []models.Scope{models.ScopePhotos, models.ScopePrints, models.ScopeVoice} {
		if slices.ContainsFunc(p.Held, func(c HeldCard) bool { return models.Scope(c.Category) == what }) {
			list = append(list, what)
		}
	}
	return list
}

// deleteAll says what is deleted that way.
func deleteAll(ctx context.Context, what models.Scope) string {
	switch what {
	case models.ScopePhotos:
		return i18n.T(ctx, "Delete all photos")
	case models.ScopePrints:
		return i18n.T(ctx, "Delete all print jobs")
	default:
		return i18n.T(ctx, "Delete all recordings and calls")
	}
}

// DeleteOfWardPage asks before something of a child's is deleted.
type DeleteOfWardPage struct {
	DeletePage
	Action string // where the form goes
}

// correctedOfWard are what a guardian corrects of a child, beside the birth date, which the child or the desk tells.
var correctedOfWard = []models.Field{models.FieldName, models.FieldNickname}

// CorrectWardPage is the form of what a child is called.
type CorrectWardPage struct {
	WardCard
	Again
	Record models.Record
}

func (p CorrectWardPage) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, p.Invalid, string(models.FieldName), string(models.FieldNickname))
}

func (p CorrectWardPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Correct what the child is called")
	}
	return i18n.T(ctx, "Correct what the child is called")
}

// value is what stands in a field: what was typed, where the form came back.
func (p CorrectWardPage) value(f models.Field) string {
	if typed, sent := p.Form.Fields[string(f)]; sent {
		return typed.Is
	}
	return p.Record.Profile.Value(f)
}

func (p CorrectWardPage) versionNow() string { return strconv.Itoa(p.version(p.Record.Version)) }
