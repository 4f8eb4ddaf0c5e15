package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// BirthDateForm is the first step of signing up: whom the account is for, and a question that tells nobody which answer leads where
// (#90).
type BirthDateForm struct {
	For              models.SignUpFor
	Year, Month, Day string         // as typed
	Invalid          models.Invalid // faults of for and birth_date
}

func (f BirthDateForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, models.FieldSignUpFor, "birth_date")
}

// ChildForm is the second step for a child: what we call them, how they sign in, and who is asked.
type ChildForm struct {
	For                           models.SignUpFor
	Birth                         models.Date
	Nickname, Name, GuardianEmail string // as typed
	PolicyVersion                 string
	PolicyLocale                  models.Locale
	AgreesToo                     bool // from 14 on their own yes counts beside the guardian's
	Invalid                       models.Invalid
}

func (f ChildForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, models.FieldNewNickname, models.FieldNewName, "password", models.FieldGuardianEmail, "accept")
}

// forChild tells whether a grown-up fills it in.
func (f ChildForm) forChild() bool { return f.For == models.ForMyChild }

// SignUpForm is the second step: whoever was born on Birth says who they are, and agrees where their own yes counts.
type SignUpForm struct {
	Birth         models.Date
	Email, Name   string // as typed
	PolicyVersion string // of the agreement that is shown
	PolicyLocale  models.Locale
	Invalid       models.Invalid
}

func (f SignUpForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, "email", "name", "password", "accept")
}

// ConfirmSignUpForm is what the page behind the letter's link shows: empty at first, and what went wrong after a try.
type ConfirmSignUpForm struct{ Failed }

// heading says what became of the form.
func (f ConfirmSignUpForm) heading(ctx context.Context) string {
	if f.Wrong {
		return i18n.T(ctx, "That isn’t the password of this sign-up")
	}
	return f.Failed.heading(ctx)
}

func (f ConfirmSignUpForm) mistakes(ctx context.Context) components.Mistakes {
	return f.Failed.mistakes(ctx, "password", "password")
}

func (f ConfirmSignUpForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Confirm your address")
	}
	return i18n.T(ctx, "Confirm your address")
}

// mistakes returns what is to mend in the fields of a form, in their order.
func mistakes(ctx context.Context, wrong models.Invalid, fields ...string) components.Mistakes {
	var found components.Mistakes
	for _, field := range fields {
		if fault, ok := wrong[field]; ok {
			found = append(found, components.Mistake{Field: field, Sentence: i18n.Fault(ctx, field, fault)})
		}
	}
	return found
}

// SignUpScreen is what stands above and beside the box by which somebody accepts the agreement of that version: the words
// of which the acceptance keeps the hash (#3).
func SignUpScreen(ctx context.Context, version string) string {
	return covers(ctx) + "\n" + iAccept(ctx, version)
}

func iAccept(ctx context.Context, version string) string {
	return i18n.T(ctx, "I have read the privacy agreement, version %s, and accept it.", version)
}

// covers says what a yes to the agreement is good for: what the contract needs, and no more (#4).
func covers(ctx context.Context) string {
	return i18n.T(ctx, "Your yes covers what we need to print your pictures and bring them to you, and nothing else. It turns no permission on: camera, photos, microphone and calls are choices of their own.")
}

func signUpTitle(ctx context.Context, wrong models.Invalid) string {
	if len(wrong) > 0 {
		return i18n.T(ctx, "Error: Create an account")
	}
	return i18n.T(ctx, "Create an account")
}

func toMendFirst(ctx context.Context, wrong models.Invalid) string {
	return i18n.N(ctx, len(wrong), "%d thing to mend before you can go on", "%d things to mend before you can go on")
}

// guardianLabel is what the field for a grown-up's address is called: the one who fills the form in, or another.
func guardianLabel(ctx context.Context, f ChildForm) string {
	if f.forChild() {
		return i18n.T(ctx, "Your own e-mail address")
	}
	return i18n.T(ctx, "Your grown-up’s e-mail address")
}
