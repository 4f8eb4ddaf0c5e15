package models_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestAGrownUpsAddressIsNotTheChildsOwnInAnotherDress(t *testing.T) {
	for _, row := range []struct {
		own, typed string
		same       bool
	}{
		{"bo@example.com", "bo@example.com", true},
		{"bo@example.com", "BO@Example.com", true},
		{"bo@example.com", "bo+mum@example.com", true},
		{"bo+child@example.com", "bo+mum@example.com", true},
		{"bo.lin@gmail.com", "bolin@gmail.com", true},
		{"bolin@gmail.com", "b.o.l.i.n@googlemail.com", true},
		{"bo@example.com", "bo@example.org", false},
		{"bo@example.com", "mum@example.com", false},
		{"", "mum@example.com", false},
	} {
		got, err := models.ParseGuardianEmail(row.typed, row.own)
		var invalid models.Invalid
		errors.As(err, &invalid)
		if refused := invalid[models.FieldGuardianEmail] == models.FaultOwn; refused != row.same {
			t.Errorf("of %q, %q is taken as %q, %v", row.own, row.typed, got, err)
		}
	}
	for typed, want := range map[string]models.Fault{"": models.FaultMissing, " ": models.FaultMissing, "mum": models.FaultMalformed, "a@b@c": models.FaultMalformed} {
		var invalid models.Invalid
		if _, err := models.ParseGuardianEmail(typed); !errors.As(err, &invalid) || invalid[models.FieldGuardianEmail] != want {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestAGuardianIsRemindedOnTheThirdAndTheSixthDay(t *testing.T) {
	asked := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	r := models.GuardianRequest{State: models.GuardianWaiting, At: asked, Until: asked.Add(models.WaitForGuardian)}
	for _, row := range []struct {
		after time.Duration
		done  int
		want  int
	}{
		{0, 0, 0},
		{3*24*time.Hour - time.Second, 0, 0},
		{3 * 24 * time.Hour, 0, 1},
		{4 * 24 * time.Hour, 1, 0},
		{6 * 24 * time.Hour, 1, 2},
		{6 * 24 * time.Hour, 0, 2}, // the portal stood still on the third day: one letter, not two
		{6 * 24 * time.Hour, 2, 0},
		{7 * 24 * time.Hour, 0, 0},
	} {
		if got := r.Reminder(row.done, asked.Add(row.after)); got != row.want {
			t.Errorf("after %s, with %d sent: %d, want %d", row.after, row.done, got, row.want)
		}
	}
	r.State = models.GuardianDeclined
	if got := r.Reminder(0, asked.Add(4*24*time.Hour)); got != 0 {
		t.Error("who has declined is reminded")
	}
}

// signed is a yes that may be.
func signed() models.GuardianForm {
	return models.GuardianForm{
		Approve: true, Relation: "mother", Name: " Lin  Mei ", Signature: "lin mei", GrownUp: true, Policy: "1.1.0",
		Answers: map[models.PermissionKind]string{models.PhotoUpload: "yes", models.Camera: "no"},
	}
}

func TestAGuardianSignsAYesAndWhatIsNotAnsweredIsANo(t *testing.T) {
	d, err := models.NewGuardianDecision(signed(), "1.1.0")
	if err != nil || d.Name != "Lin Mei" || !slices.Equal(d.Yes, []models.PermissionKind{models.PhotoUpload}) {
		t.Errorf("%+v, %v", d, err)
	}
	for name, row := range map[string]struct {
		change func(*models.GuardianForm)
		field  string
		fault  models.Fault
	}{
		"without a relation":         {func(f *models.GuardianForm) { f.Relation = "" }, models.FieldRelation, models.FaultMissing},
		"as an aunt":                 {func(f *models.GuardianForm) { f.Relation = "aunt" }, models.FieldRelation, models.FaultUnknown},
		"without a name":             {func(f *models.GuardianForm) { f.Name = " " }, models.FieldGuardianName, models.FaultMissing},
		"who does not say their age": {func(f *models.GuardianForm) { f.GrownUp = false }, models.FieldGrownUp, models.FaultMissing},
		"without a signature":        {func(f *models.GuardianForm) { f.Signature = "" }, models.FieldSignature, models.FaultMissing},
		"with another's signature":   {func(f *models.GuardianForm) { f.Signature = "Wu Mei" }, models.FieldSignature, models.FaultDiffers},
		"under an agreement before":  {func(f *models.GuardianForm) { f.Policy = "1.0.0" }, models.FieldSignature, models.FaultOutdated},
		"with an answer of their own": {
			func(f *models.GuardianForm) { f.Answers[models.Camera] = "perhaps" }, string(models.Camera), models.FaultUnknown,
		},
	} {
		form := signed()
		row.change(&form)
		var invalid models.Invalid
		if _, err := models.NewGuardianDecision(form, "1.1.0"); !errors.As(err, &invalid) || invalid[row.field] != row.fault {
			t.Errorf("a guardian %s: %v", name, err)
		}
	}
	if d, err := models.NewGuardianDecision(models.GuardianForm{Answers: map[models.PermissionKind]string{models.Camera: "yes"}}, "1.1.0"); err != nil || d.Approve || len(d.Yes) != 0 {
		t.Errorf("to decline takes %v, and says %+v", err, d)
	}
}

func TestOfTwoDifferentRecordsTheSignedTextIsNeverTheSame(t *testing.T) {
	record := models.GuardianRecord{Ref: "G-1234-5678", At: time.Date(2026, 11, 20, 2, 0, 0, 1000, time.UTC), Child: "Bo", Guardian: "Lin Mei", Relation: models.RelationMother}
	changed := map[string]models.GuardianRecord{"as it is": record}
	for name, change := range map[string]func(*models.GuardianRecord){
		"a line break in a name": func(r *models.GuardianRecord) { r.Child, r.Guardian = "Bo\nguardian: Lin Mei", "" },
		"another child":          func(r *models.GuardianRecord) { r.Child = "Ko" },
		"a microsecond later":    func(r *models.GuardianRecord) { r.At = r.At.Add(time.Microsecond) },
		"a yes":                  func(r *models.GuardianRecord) { r.Yes = []models.PermissionKind{models.Camera} },
		"a no":                   func(r *models.GuardianRecord) { r.No = []models.PermissionKind{models.Camera} },
		"other rules":            func(r *models.GuardianRecord) { r.RulesHash = "0" },
	} {
		other := record
		change(&other)
		changed[name] = other
	}
	texts := map[string]string{}
	for name, r := range changed {
		text := r.SignedText()
		if before, taken := texts[text]; taken {
			t.Errorf("%s and %s are signed alike", name, before)
		}
		texts[text] = name
		if lines := strings.Count(text, "\n"); lines != 14 {
			t.Errorf("%s: %d lines", name, lines)
		}
	}
}

func TestHowAnAccountBeginsDependsOnWhomItIsFor(t *testing.T) {
	ways := map[models.SignUpFor]map[models.Band]models.SignUpWay{
		models.ForMe: {
			models.BandUnder8: models.WayGrownUp, models.Band8To13: models.WayChild, models.Band14To17: models.WayOwn, models.BandAdult: models.WayOwn,
		},
		models.ForMyChild: {
			models.BandUnder8: models.WayChild, models.Band8To13: models.WayChild, models.Band14To17: models.WayChild, models.BandAdult: models.WayNoChild,
		},
	}
	for whom, of := range ways {
		for band, want := range of {
			if got := models.WayOf(whom, band); got != want {
				t.Errorf("for %s, %s: %s, want %s", whom, band, got, want)
			}
		}
	}
}

func TestAnAccountNameIsReadInOneFormAndNeverLooksLikeAnAddress(t *testing.T) {
	for typed, want := range map[string]string{"red-panda-7": "red-panda-7", " Red.Panda_7 ": "red.panda_7", "007": "007"} {
		if got, err := models.NewAccountName(typed); err != nil || got != want {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
	faults := map[string]models.Fault{
		"": models.FaultMissing, "ab": models.FaultTooShort, strings.Repeat("a", 31): models.FaultTooLong, "bo@example.com": models.FaultMalformed,
		"-bo-": models.FaultMalformed, "bo lin": models.FaultMalformed, "小熊猫": models.FaultMalformed, "bo\x00lin": models.FaultMalformed,
	}
	for _, typed := range slices.Sorted(maps.Keys(faults)) {
		var invalid models.Invalid
		if _, err := models.NewAccountName(typed); !errors.As(err, &invalid) || invalid[models.FieldNewName] != faults[typed] {
			t.Errorf("%q: %v, want %s", typed, err, faults[typed])
		}
	}
}

func TestASettingLetsThoseFrom14DecideForThemselves(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	born := func(age int) models.Person { return models.Person{Birth: models.DateOf(now.AddDate(-age, 0, 0))} }
	for _, row := range []struct {
		age     int
		upTo    models.GuardianAge
		guarded bool
	}{
		{13, models.GuardianTo18, true},
		{14, models.GuardianTo18, true},
		{17, models.GuardianTo18, true},
		{13, models.GuardianTo14, true},
		{14, models.GuardianTo14, false},
		{17, models.GuardianTo14, false},
		{7, models.GuardianTo14, true},
	} {
		if got := born(row.age).Ward(now, row.upTo); got.Guarded != row.guarded || got.Approved {
			t.Errorf("at %d, up to %d: %+v", row.age, row.upTo, got)
		}
	}
	approved := born(12)
	approved.Guardian = models.GuardianApproved
	if got := approved.Ward(now, models.GuardianTo18); got.Waits() || !got.Approved {
		t.Errorf("with a guardian's yes: %+v", got)
	}
	withdrawn := born(12)
	withdrawn.Guardian = models.GuardianWithdrawn
	if got := withdrawn.Ward(now, models.GuardianTo18); !got.Waits() {
		t.Errorf("after it was taken back: %+v", got)
	}
}
