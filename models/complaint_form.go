package models

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// MaxWords is how many characters one may write at a time in a case.
	MaxWords = 5000
	// MaxAttachments is how many pictures one may attach at a time.
	MaxAttachments = 5
)

// Names of the forms' fields, by which an Invalid names what is wrong.
const (
	FieldKind       = "kind"
	FieldAbout      = "about"
	FieldWords      = "words"
	FieldPictures   = "pictures"
	FieldFound      = "found"
	FieldDid        = "did"
	FieldWhy        = "why"
	FieldAppeal     = "appeal"
	FieldChannel    = "channel"
	FieldReceivedOn = "received_on"
	FieldReceivedAt = "received_at"
	FieldReach      = "reach"
	FieldAgain      = "again"
	FieldCause      = "cause"
	FieldLookNote   = "look_note"
	FieldDeskNote   = "desk_note"
	FieldReason     = "reason"
	FieldMinor      = "minor"
)

// SentFile is a file as it came with a form.
type SentFile struct {
	Name    string // as sent; see CleanFileName
	Content []byte
}

// UnfitFile is a file that is not kept, and why.
type UnfitFile struct {
	Name string
	Why  Unfit
}

// UnfitFiles are the files of a form that are not kept; nothing of the form was.
type UnfitFiles []UnfitFile

func (u UnfitFiles) Error() string { return strconv.Itoa(len(u)) + " unfit files" } // a file's name is its owner's

// MessageForm is what somebody writes in a case, with pictures.
type MessageForm struct {
	Words  string
	Files  []SentFile
	Photos []string // ids of photos of the person's own
}

// Check returns an Invalid that names what may not be sent. What is in the files is not looked at.
func (f MessageForm) Check() error {
	wrong := Invalid{}
	wrong.add(FieldWords, checkWords(f.Words))
	if len(f.Files)+len(f.Photos) > MaxAttachments {
		wrong[FieldPictures] = FaultFull
	}
	return wrong.OrNil()
}

// ComplaintForm is what somebody files, as they typed it.
type ComplaintForm struct {
	Kind  string
	About string
	Minor bool // it is by or about somebody under 18, as whoever files it says
	MessageForm
}

// Check returns an Invalid that names what may not be sent.
func (f ComplaintForm) Check() error {
	wrong := Invalid{}
	wrong.Join(f.MessageForm.Check())
	if f.Kind == "" {
		wrong[FieldKind] = FaultMissing
	} else if _, err := ParseCaseKind(f.Kind); err != nil {
		wrong[FieldKind] = FaultUnknown
	}
	if !slices.Contains(Abouts, CategoryKey(f.About)) {
		wrong[FieldAbout] = FaultUnknown
	}
	return wrong.OrNil()
}

// Check returns an Invalid that names what an answer lacks: an acknowledgement is none (deadline.md, 6).
func (a Answer) Check() error {
	wrong := Invalid{}
	for field, words := range a.parts() {
		wrong.add(field, checkWords(words))
	}
	return wrong.OrNil()
}

// CheckDraft returns an Invalid that names what of a draft may not be kept; parts may be missing.
func (a Answer) CheckDraft() error {
	wrong := Invalid{}
	for field, words := range a.parts() {
		if words != "" {
			wrong.add(field, checkWords(words))
		}
	}
	return wrong.OrNil()
}

func (a Answer) parts() map[string]string {
	return map[string]string{FieldFound: a.Found, FieldDid: a.Did, FieldWhy: a.Why, FieldAppeal: a.Appeal}
}

// Empty tells whether nothing is written.
func (a Answer) Empty() bool { return a == Answer{} }

// Contact is who somebody without an account is, and how we reach them.
type Contact struct {
	Name  string // empty where they did not say
	Email string // where our letters go
	Post  string // a postal address or a telephone, for people to write or call
}

// IntakeForm is what the desk writes down of a case that came by phone, letter or mail, as it was typed.
type IntakeForm struct {
	Channel    string
	ReceivedOn string // the day, ISO 8601
	ReceivedAt string // the time of that day in Shanghai, as 15:04; empty: the day's beginning
	Kind       string
	About      string
	Name       string
	Email      string
	Post       string
	Minor      bool // it is by or about somebody under 18
	MessageForm
}

// Intake is an IntakeForm that was read.
type Intake struct {
	Channel    CaseChannel
	ReceivedAt time.Time
	Kind       CaseKind
	About      CategoryKey
	From       Contact
	Minor      bool
	MessageForm
}

// oldestIntake is how many years back something may have been received that is written down now.
const oldestIntake = 3

// NewIntake reads what somebody at the desk wrote down, or returns an Invalid. Who sends a clue may stay unknown (#113).
func NewIntake(f IntakeForm, now time.Time) (in Intake, err error) {
	wrong := Invalid{}
	wrong.Join(ComplaintForm{Kind: f.Kind, About: f.About, MessageForm: f.MessageForm}.Check())
	in = Intake{
		Channel: CaseChannel(f.Channel), Kind: CaseKind(f.Kind), About: CategoryKey(f.About), Minor: f.Minor, MessageForm: f.MessageForm,
		From: Contact{Name: strings.TrimSpace(f.Name), Post: strings.TrimSpace(f.Post)},
	}
	if !slices.Contains(IntakeChannels, in.Channel) {
		wrong[FieldChannel] = FaultUnknown
	}
	wrong.add(string(FieldName), checkLine(in.From.Name))
	if f.Email != "" {
		if in.From.Email, err = ParseEmail(f.Email); err != nil {
			wrong[string(FieldEmail)] = FaultMalformed
		}
	}
	if in.From.Post != "" {
		wrong.add(FieldReach, checkWords(in.From.Post))
	}
	if f.Kind != string(CaseReport) && f.Email == "" && in.From.Post == "" {
		wrong[FieldReach] = FaultMissing
	}
	in.ReceivedAt = newArrival(f.ReceivedOn, f.ReceivedAt, now, wrong).At
	return in, wrong.OrNil()
}

// AgainForm is what the desk writes down of what somebody without an account wrote or said about a case that is here, as it was typed.
type AgainForm struct {
	Channel    string
	ReceivedOn string // as of an IntakeForm, as the next
	ReceivedAt string
	Words      string
}

// Again is an AgainForm that was read.
type Again struct {
	Channel  CaseChannel
	Received Arrival
	Words    string
}

// NewAgain reads what somebody at the desk wrote down, or returns an Invalid.
func NewAgain(f AgainForm, now time.Time) (Again, error) {
	wrong := Invalid{}
	again := Again{Channel: CaseChannel(f.Channel), Words: f.Words}
	if !slices.Contains(IntakeChannels, again.Channel) {
		wrong[FieldChannel] = FaultUnknown
	}
	wrong.add(FieldAgain, checkWords(f.Words))
	again.Received = newArrival(f.ReceivedOn, f.ReceivedAt, now, wrong)
	return again, wrong.OrNil()
}

// Arrival is when something came, to the minute where that is known.
type Arrival struct {
	At    time.Time // the day's beginning in Shanghai where the time is not known
	Timed bool
}

// Before tells whether it came before at, as far as is known.
func (r Arrival) Before(at time.Time) bool {
	if r.Timed {
		return r.At.Before(at.Truncate(time.Minute))
	}
	return DateOf(r.At).Before(DateOf(at))
}

// newArrival reads when something was received, and notes what is wrong with it.
func newArrival(on, clocked string, now time.Time, wrong Invalid) (r Arrival) {
	day, err := ParseDate(on)
	if err != nil {
		wrong[FieldReceivedOn] = FaultMalformed
		if on == "" {
			wrong[FieldReceivedOn] = FaultMissing
		}
		return r
	}
	at := day.Start()
	if clocked != "" {
		clock, err := time.Parse("15:04", clocked)
		if err != nil {
			wrong[FieldReceivedAt] = FaultMalformed
			return r
		}
		at = at.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
	}
	switch {
	case at.After(now):
		wrong[FieldReceivedOn] = FaultFuture
	case at.Before(now.AddDate(-oldestIntake, 0, 0)):
		wrong[FieldReceivedOn] = FaultPast
	}
	return Arrival{At: at.UTC(), Timed: clocked != ""}
}

// checkWords tells what is wrong with what somebody wrote, which is kept as typed.
func checkWords(typed string) Fault {
	switch {
	case strings.TrimSpace(typed) == "":
		return FaultMissing
	case !utf8.ValidString(typed), strings.ContainsFunc(typed, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	}):
		return FaultMalformed
	case utf8.RuneCountInString(strings.ReplaceAll(typed, "\r\n", "\n")) > MaxWords:
		return FaultTooLong
	}
	return ""
}
