package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// FamilyPage tells a minor how it stands with their guardian, and lets them ask one. It is written for a child of ten.
type FamilyPage struct {
	Band       models.Band
	State      models.GuardianState
	Paper      *models.GuardianPaper   // on which the grown-up answered, and that is being checked; nil where there is none
	Request    *models.GuardianRequest // the latest; nil where nobody was asked
	Words      [3]string               // of the request
	Until      time.Time               // when the account ends without a yes; zero where it does not end
	MadeHere   bool                    // not by Jolara's app, which may hold more
	MayErase   bool                    // the account can go as a whole, at once
	MayResend  bool
	AgreedSelf bool                    // to the privacy agreement, which somebody under 14 does not
	MayAsk     bool                    // a grown-up
	Lock       *models.Lock            // that holds the account; nil where none does
	Born       models.Date             // as it is known
	OwnEmail   string                  // with which they sign in, and which may be a parent's; empty where it is an account name
	Two        bool                    // two grown-ups decide
	Differ     []models.PermissionKind // what they answer differently
	Second     *models.GuardianRequest // of a second grown-up, which waits; nil where none does
	MayAskMore bool                    // a second grown-up
	Typed      FamilyForm
}

// FamilyForm is what a child typed, and what was wrong with it.
type FamilyForm struct {
	Email   string // of a grown-up
	Name    string // an account name, in place of the address
	Invalid models.Invalid
	Wait    time.Duration // how long nobody else is asked; 0 for none
	Said    bool          // a guardian decided: nobody else is asked
	NoMore  bool          // no second grown-up can be asked now
}

// failed tells whether the page came back with something to mend.
func (f FamilyForm) failed() bool { return len(f.Invalid) > 0 || f.Wait > 0 || f.Said || f.NoMore }

func (f FamilyForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, models.FieldGuardianEmail, models.FieldNewName)
}

func (p FamilyPage) title(ctx context.Context) string {
	if p.Typed.failed() {
		return i18n.T(ctx, "Error: Your grown-up")
	}
	return p.heading(ctx)
}

// heading says how it stands, in few words.
func (p FamilyPage) heading(ctx context.Context) string {
	if p.Lock != nil && p.Lock.Kind != models.LockWithdrawn && !p.waits() {
		return i18n.T(ctx, "Your account is locked")
	}
	if p.Paper != nil {
		return i18n.T(ctx, "Your grown-up has sent a paper")
	}
	switch p.State {
	case models.GuardianWaiting:
		return i18n.T(ctx, "We are waiting for your grown-up")
	case models.GuardianApproved:
		if p.Two {
			return i18n.T(ctx, "Both your grown-ups said yes")
		}
		return i18n.T(ctx, "Your grown-up said yes")
	case models.GuardianDeclined:
		return i18n.T(ctx, "Your grown-up said: not this time")
	case models.GuardianEnded:
		return i18n.T(ctx, "Your grown-up did not answer")
	case models.GuardianWithdrawn:
		return i18n.T(ctx, "Your grown-up took the yes back")
	default:
		return i18n.T(ctx, "Ask a grown-up first")
	}
}

// lede says what that means.
func (p FamilyPage) lede(ctx context.Context) string {
	if p.Lock != nil {
		return i18n.T(ctx, "You have not done anything wrong. Nothing new is collected, printed or used. You can look at everything, save it and delete it.")
	}
	switch p.State {
	case models.GuardianApproved:
		if p.Two {
			return i18n.T(ctx, "Two grown-ups decide with you. What both allow can be on. You can turn each thing off yourself.")
		}
		return i18n.T(ctx, "What they allowed is on. You can turn each thing off yourself. Only your grown-up can turn more on.")
	case models.GuardianDeclined:
		return i18n.T(ctx, "You have not done anything wrong. Nothing of yours is printed, and nobody else is asked.")
	case models.GuardianWithdrawn:
		return i18n.T(ctx, "Everything is off. You have not done anything wrong.")
	case models.GuardianEnded:
		return i18n.T(ctx, "Nobody said yes or no. You can ask again, or ask another grown-up who looks after you.")
	default:
		return i18n.T(ctx, "You have not done anything wrong. Photos and your voice are yours. The law wants a grown-up who looks after you to decide with you.")
	}
}

// seesHeading heads what a guardian sees, or will see once they said yes.
func (p FamilyPage) seesHeading(ctx context.Context) string {
	if p.State == models.GuardianApproved {
		return i18n.T(ctx, "What your grown-up sees")
	}
	return i18n.T(ctx, "What your grown-up sees, once they say yes")
}

// sees says what a guardian sees of somebody of that age.
func (p FamilyPage) sees(ctx context.Context) string {
	switch p.Band {
	case models.BandUnder8:
		return i18n.T(ctx, "Everything you see, your pictures and recordings too, while you are under 8. They can change what a picture is called, and delete things. You see it when they do, and you can stop a deletion for a day.")
	case models.Band8To13:
		return i18n.T(ctx, "What is on, how many pictures you have and what they are called. The pictures themselves are yours.")
	default:
		return i18n.T(ctx, "What is on, and how much there is of each kind. The pictures and what they are called are yours.")
	}
}

// told is the birth date on which the lock rests.
func (p FamilyPage) told() models.Date {
	if !p.Lock.Told.IsZero() {
		return p.Lock.Told
	}
	return p.Born
}

// asksBorn tells whether the page asks once more for the birth date on which the lock rests.
func (p FamilyPage) asksBorn() bool {
	return p.Lock != nil && p.Lock.Confirmed.IsZero() && (p.Lock.Kind == models.LockBirthDate || p.Lock.Kind == models.LockNoYes)
}

// waits tells whether a letter is on its way that nobody answered.
func (p FamilyPage) waits() bool { return p.State == models.GuardianWaiting && p.Request != nil }

// askLabel is what the field for a grown-up's address is called: the first one, or another one.
func askLabel(ctx context.Context, p FamilyPage) string {
	if p.waits() {
		return i18n.T(ctx, "Another grown-up’s e-mail address")
	}
	return i18n.T(ctx, "Your grown-up’s e-mail address")
}

// daysOnceSure is after how many days everything is erased once the birth date is sure, where nobody says yes.
func (p FamilyPage) daysOnceSure() int {
	sure, err := p.Lock.Confirm(p.Lock.At)
	if err != nil {
		return 0
	}
	return days(sure.EraseAt.Sub(p.Lock.At))
}
