package models_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestASheetKeepsItsRequestOpenForAWhileAndNeverForLongerThanThirtyDays(t *testing.T) {
	const day = 24 * time.Hour
	asked := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		until, now, checked, again time.Duration // from the asking
	}{
		"on the first day":         {7 * day, 0, 14 * day, 7 * day},
		"on the last":              {7 * day, 7*day - 1, 21*day - 1, 10*day - 1},
		"while another is checked": {20 * day, 3 * day, 20 * day, 7 * day},
		"nearly a month later":     {29 * day, 29*day - 1, 30 * day, 30 * day},
	} {
		r := models.GuardianRequest{At: asked, Until: asked.Add(row.until)}
		now := asked.Add(row.now)
		if got := r.UntilChecked(now).Sub(asked); got != row.checked {
			t.Errorf("%s: it is checked until %s, want %s", name, got, row.checked)
		}
		if got := r.UntilAgain(now).Sub(asked); got != row.again {
			t.Errorf("%s: another may come until %s, want %s", name, got, row.again)
		}
	}
}

func TestAnOfficerWritesDownOnlyWhatStandsOnTheSheet(t *testing.T) {
	printed := []string{"S-AAAA-AAAA", "S-BBBB-BBBB"}
	yes := func(change func(*models.SheetForm)) models.SheetForm {
		f := models.SheetForm{
			Verdict: "yes", Ref: " s-bbbb-bbbb ", Relation: "father", Name: "  Lin   Bo ", GrownUp: true, Signed: true, Password: "a password",
			Answers: map[models.PermissionKind]string{models.Camera: "yes", models.Microphone: "no"},
		}
		change(&f)
		return f
	}
	read, err := yes(func(*models.SheetForm) {}).Read(printed)
	if err != nil || read.Printed != 1 || !read.Decision.Approve || read.Decision.Name != "Lin Bo" || read.Decision.Relation != models.RelationFather ||
		!slices.Equal(read.Decision.Yes, []models.PermissionKind{models.Camera}) {
		t.Errorf("a whole sheet is read as %+v, %v", read, err)
	}
	for name, row := range map[string]struct {
		form  models.SheetForm
		wrong models.Invalid
	}{
		"nothing":           {models.SheetForm{}, models.Invalid{models.FieldVerdict: models.FaultMissing, "password": models.FaultMissing}},
		"no such verdict":   {yes(func(f *models.SheetForm) { f.Verdict = "perhaps" }), models.Invalid{models.FieldVerdict: models.FaultUnknown}},
		"another request's": {yes(func(f *models.SheetForm) { f.Ref = "S-CCCC-CCCC" }), models.Invalid{models.FieldSheetRef: models.FaultUnknown}},
		"without a name and a signature": {yes(func(f *models.SheetForm) { f.Name, f.Signed = " ", false }), models.Invalid{
			models.FieldSheetName: models.FaultMissing, models.FieldSheetSigned: models.FaultMissing,
		}},
		"without age and relation": {yes(func(f *models.SheetForm) { f.GrownUp, f.Relation = false, "aunt" }), models.Invalid{
			models.FieldSheetGrownUp: models.FaultMissing, models.FieldSheetRelation: models.FaultUnknown,
		}},
		"another answer":         {yes(func(f *models.SheetForm) { f.Answers[models.Camera] = "perhaps" }), models.Invalid{string(models.Camera): models.FaultUnknown}},
		"a no without reference": {models.SheetForm{Verdict: "no", Password: "a password"}, models.Invalid{models.FieldSheetRef: models.FaultMissing}},
		"a no":                   {models.SheetForm{Verdict: "no", Ref: "S-AAAA-AAAA", Password: "a password"}, nil},
		"unfit without a why":    {models.SheetForm{Verdict: "unfit", Password: "a password"}, models.Invalid{models.FieldSheetFault: models.FaultMissing}},
		"unfit": {models.SheetForm{Verdict: "unfit", Fault: "unsigned", Note: "\x00", Password: "a password"}, models.Invalid{
			models.FieldSheetNote: models.FaultMalformed,
		}},
	} {
		_, err := row.form.Read(printed)
		var wrong models.Invalid
		if errors.As(err, &wrong); !maps.Equal(wrong, row.wrong) {
			t.Errorf("%s: %v, want %v", name, wrong, row.wrong)
		}
	}
}

func TestWhatIsOnPaperIsSignedWithTheRecord(t *testing.T) {
	record := models.GuardianRecord{Ref: "G-ABCD-EFGH", Guardian: "Lin Mei"}
	onPage := record.SignedText()
	record.Paper = &models.PaperProof{Ref: "P-ABCD-EFGH", Photo: "00ff", CheckedBy: "Li"}
	signed := map[string]bool{onPage: true, record.SignedText(): true}
	for _, change := range []func(*models.PaperProof){
		func(p *models.PaperProof) { p.Ref = "P-ABCD-EFGI" }, func(p *models.PaperProof) { p.At = p.At.Add(time.Second) },
		func(p *models.PaperProof) { p.Photo = "00fe" }, func(p *models.PaperProof) { p.CheckedBy = "Wu" },
	} {
		other := *record.Paper
		change(&other)
		changed := record
		changed.Paper = &other
		signed[changed.SignedText()] = true
	}
	if len(signed) != 6 {
		t.Errorf("of 6 records %d have texts of their own", len(signed))
	}
}
