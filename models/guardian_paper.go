package models

import (
	"slices"
	"strings"
	"time"
)

// PaperState is how it stands with the sheet on which a guardian decides by hand instead of on the page (#91): its photo is sent,
// and an officer writes down what is on it.
type PaperState string

// The states. Only a sheet that is to be checked, and one that says yes, keep their photo.
const (
	PaperToCheck  PaperState = "to_check"
	PaperApproved PaperState = "approved"
	PaperDeclined PaperState = "declined"
	PaperRefused  PaperState = "refused" // an officer could not accept it: another may be sent
	PaperVoid     PaperState = "void"    // another came, or the request was decided or ended otherwise
)

// How long a sheet keeps its request open, since nobody's account may end because Jolara was slow to read.
const (
	PaperChecked = 14 * 24 * time.Hour // from when its photo came, at most
	PaperAgain   = 3 * 24 * time.Hour  // from when it ended without a yes, at least: for another sheet, or another grown-up
	PaperLatest  = 30 * 24 * time.Hour // from the asking: no number of sheets keeps a request open for longer
	PaperSheets  = 5                   // that may be sent for one request
)

// GuardianPaper is a sheet as its request knows it.
type GuardianPaper struct {
	Ref string // P-XXXX-XXXX
	At  time.Time
}

// NewPaperRef draws the reference of a sheet at the desk.
func NewPaperRef() string {
	return drawRef(paperRef)
}

const paperRef = "P-"

// IsPaperRef tells whether a reference is written like that of a sheet.
func IsPaperRef(ref string) bool { return strings.HasPrefix(ref, paperRef) }

// UntilChecked is when a request ends whose guardian sends a sheet now.
func (r GuardianRequest) UntilChecked(now time.Time) time.Time {
	return between(r.Until, now.Add(PaperChecked), r.At.Add(PaperLatest))
}

// UntilAgain is until when a request waits, and an account where it waits at all, whose sheet ends now without a yes.
func (r GuardianRequest) UntilAgain(now time.Time) time.Time {
	return between(r.At.Add(WaitForGuardian), now.Add(PaperAgain), r.At.Add(PaperLatest))
}

// between is a time, but not before least, and in no case after most.
func between(at, least, most time.Time) time.Time {
	if at.Before(least) {
		at = least
	}
	if at.After(most) {
		return most
	}
	return at
}

// FieldSheet is the field with the photo of a sheet.
const FieldSheet = "sheet"

// OneSheet returns the one photo of a form, or an Invalid that names 'sheet': what was signed stands on one page.
func OneSheet(files []SentFile) (SentFile, error) {
	switch len(files) {
	case 0:
		return SentFile{}, Invalid{FieldSheet: FaultMissing}
	case 1:
		return files[0], nil
	}
	return SentFile{}, Invalid{FieldSheet: FaultFull}
}

// Verdict is what an officer reads from a sheet.
type Verdict string

// The verdicts.
const (
	SheetYes   Verdict = "yes"
	SheetNo    Verdict = "no"
	SheetUnfit Verdict = "unfit" // it cannot be accepted
)

// Verdicts are all there are, in the order in which the desk offers them.
var Verdicts = []Verdict{SheetYes, SheetNo, SheetUnfit}

// SheetFault is why a sheet cannot be accepted, as its guardian is told.
type SheetFault string

// Why a sheet cannot be accepted.
const (
	SheetUnreadable SheetFault = "unreadable"
	SheetUnsigned   SheetFault = "unsigned"
	SheetIncomplete SheetFault = "incomplete"
	SheetOther      SheetFault = "other"    // its reference is not that of this request
	SheetOutdated   SheetFault = "outdated" // the agreement or the rules for children have changed since it was printed
	SheetNoForm     SheetFault = "no_form"  // a picture of something else
)

// SheetFaults are all there are, in the order in which the desk offers them.
var SheetFaults = []SheetFault{SheetUnreadable, SheetUnsigned, SheetIncomplete, SheetOther, SheetOutdated, SheetNoForm}

// Names of the fields of the form in which an officer writes down what is on a sheet.
const (
	FieldVerdict       = "verdict"
	FieldSheetRef      = "sheet_ref"
	FieldSheetRelation = "sheet_relation"
	FieldSheetName     = "sheet_name"
	FieldSheetGrownUp  = "sheet_grown_up"
	FieldSheetSigned   = "sheet_signed"
	FieldSheetFault    = "sheet_fault"
	FieldSheetNote     = "sheet_note"
)

// SheetForm is what an officer read from a sheet, as they typed it, and proves.
type SheetForm struct {
	Verdict        string
	Ref            string // that is printed on the sheet
	Relation, Name string
	GrownUp        bool                      // the sheet says that whoever signed is of age
	Signed         bool                      // by hand
	Answers        map[PermissionKind]string // 'yes' or 'no'; what is not ticked is a no
	Fault          string                    // why it cannot be accepted
	Note           string                    // to the guardian, in the officer's words
	Password       string
}

// CheckedSheet is a SheetForm that was read.
type CheckedSheet struct {
	Verdict  Verdict
	Printed  int // which of the references that a sheet of this request may bear; it tells what its guardian was shown
	Decision GuardianDecision
	Fault    SheetFault
	Note     string
}

// Read returns what is on the sheet, or an Invalid. printed are the references that a sheet of this request may bear now: each
// stands for a language, the rules for children and the agreement in force, so that no sheet of another child, or from before a
// change, is taken for this one. To decline nothing else has to be told, as on the page.
func (f SheetForm) Read(printed []string) (c CheckedSheet, err error) {
	wrong := Invalid{}
	c.Verdict, c.Fault, c.Note = Verdict(f.Verdict), SheetFault(f.Fault), strings.TrimSpace(f.Note)
	switch {
	case f.Verdict == "":
		wrong[FieldVerdict] = FaultMissing
	case !slices.Contains(Verdicts, c.Verdict):
		wrong[FieldVerdict] = FaultUnknown
	case c.Verdict == SheetUnfit:
		f.checkUnfit(wrong)
	default:
		c.Printed = f.readRef(printed, wrong)
	}
	if c.Verdict == SheetYes {
		c.Decision = f.readYes(wrong)
	}
	wrong.add("password", checkTypedPassword(f.Password))
	return c, wrong.OrNil()
}

func (f SheetForm) checkUnfit(wrong Invalid) {
	switch {
	case f.Fault == "":
		wrong[FieldSheetFault] = FaultMissing
	case !slices.Contains(SheetFaults, SheetFault(f.Fault)):
		wrong[FieldSheetFault] = FaultUnknown
	}
	if strings.TrimSpace(f.Note) != "" {
		wrong.add(FieldSheetNote, checkLookNote(f.Note))
	}
}

// readRef finds the reference among those that the sheet may bear.
func (f SheetForm) readRef(printed []string, wrong Invalid) int {
	typed := strings.ToUpper(strings.TrimSpace(f.Ref))
	i := slices.Index(printed, typed)
	switch {
	case typed == "":
		wrong[FieldSheetRef] = FaultMissing
	case i < 0:
		wrong[FieldSheetRef] = FaultUnknown
	}
	return i
}

func (f SheetForm) readYes(wrong Invalid) GuardianDecision {
	d, err := NewGuardianDecision(GuardianForm{
		Approve: true, Relation: f.Relation, Name: f.Name, Signature: f.Name, GrownUp: f.GrownUp, Answers: f.Answers,
	}, "")
	if invalid, is := err.(Invalid); is {
		for on, onSheet := range map[string]string{
			FieldRelation: FieldSheetRelation, FieldGuardianName: FieldSheetName, FieldGrownUp: FieldSheetGrownUp,
		} {
			wrong.add(onSheet, invalid[on])
		}
		for _, kind := range GuardianChoices {
			wrong.add(string(kind), invalid[string(kind)])
		}
	}
	if !f.Signed {
		wrong[FieldSheetSigned] = FaultMissing
	}
	return d
}
