package models

import "time"

// RecipientKey names somebody outside Jolara who may get something of a person.
type RecipientKey string

// The recipients.
const (
	RecipientPrinter RecipientKey = "printer" // prints what people order
	RecipientCourier RecipientKey = "courier" // brings it to them
	RecipientMail    RecipientKey = "mail"    // the mail server, which carries our letters
)

// Country is where somebody is, by its two letters (ISO 3166-1).
type Country string

// China is where everything is kept, and everybody who gets something of it (#67, #68).
const China Country = "CN"

// What a recipient may get that is no field of the profile.
const (
	FieldAddress     Field = "address" // one, with its recipient and phone
	FieldPhotos      Field = "photos"
	FieldPreferences Field = "preferences"
	FieldChoice      Field = "choice"   // about a permission, which a letter confirms
	FieldDeletion    Field = "deletion" // how much of what somebody deleted, of which a letter tells
	FieldCase        Field = "case"     // the number of a complaint, its dates, and that somebody wrote back; no word of it
)

// Recipient is somebody outside Jolara who may get something of a person: what, and on which ground (#43).
type Recipient struct {
	Key     RecipientKey
	Country Country
	Fields  []Field // the most that it ever gets
	Clause  int     // number of the agreement's promise that allows it
}

// clauseNeeded is the exception for what an agreement with the person cannot be kept without (#61).
const clauseNeeded = 61

// Recipients is the register of all who may get something, in the order in which pages show them. It is closed: whoever
// is not in it gets nothing.
var Recipients = []Recipient{
	{RecipientPrinter, China, []Field{FieldPhotos, FieldPreferences}, clauseNeeded},
	{RecipientCourier, China, []Field{FieldAddress}, clauseNeeded},
	{RecipientMail, China, []Field{FieldEmail, FieldName, FieldChoice, FieldDeletion, FieldCase}, clauseNeeded},
}

// Disclosure is one time that a recipient got something of a person (#43, #61).
type Disclosure struct {
	ID        string
	At        time.Time
	Recipient RecipientKey
	Purpose   string // of a letter: the kind of its job
	Reference string // of a letter or a print job: its id; never a person's words
	Job       string // of a print job that is still held: what its sender calls it
	Fields    []Field
	Clause    int
}

// LetterSent is the disclosure of a letter that the mail server took at that time; kind is its job's, and fields is what
// it shows of the person.
func LetterSent(letter Letter, kind string, fields []Field, at time.Time) Disclosure {
	return Disclosure{
		At: at, Recipient: RecipientMail, Purpose: kind, Reference: letter.ID, Fields: fields, Clause: clauseNeeded,
	}
}

// Received tells how often a recipient got something of one person.
type Received struct {
	Recipient     RecipientKey
	Times         int       // counted up to the store's CountCap and one more
	First, Latest time.Time // zero where it got nothing
}
