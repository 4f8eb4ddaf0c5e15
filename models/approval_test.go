package models_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestASecondPersonIsAnotherThanWhoAsksAndAnswersOnce(t *testing.T) {
	amir, sara := models.Staff{ID: "amir", Role: models.RoleAgent}, models.Staff{ID: "sara", Role: models.RoleOfficer}
	now := shanghai(t, "2026-11-20 10:00")
	asked := models.Approval{By: amir, At: now}
	yes, err := asked.Answered(sara, models.ApprovalYes, now)
	if err != nil || !yes.Holds() || yes.Waits() || yes.AnsweredBy != sara || !yes.AnsweredAt.Equal(now) {
		t.Errorf("a yes: %+v, %v", yes, err)
	}
	no, err := asked.Answered(sara, models.ApprovalNo, now)
	if err != nil || no.Holds() || no.Waits() || !no.EndedAt.Equal(now) {
		t.Errorf("a no: %+v, %v", no, err)
	}
	if _, err := asked.Answered(amir, models.ApprovalYes, now); !errors.Is(err, models.Refused{Reason: models.ReasonOwnApproval}) {
		t.Errorf("who asked says yes: %v", err)
	}
	ended := models.Approval{By: amir, EndedAt: now}
	for what, over := range map[string]models.Approval{"a yes": yes, "a no": no, "a closed case": ended} {
		if _, err := over.Answered(sara, models.ApprovalYes, now); !errors.Is(err, models.ErrConflict) {
			t.Errorf("after %s: %v", what, err)
		}
	}
	if ended.Waits() || ended.Holds() {
		t.Error("what has ended waits, or holds")
	}
}

func TestACaseIsAMinorsUntilTheirEighteenthBirthday(t *testing.T) {
	born := models.Date{Year: 2010, Month: time.March, Day: 5}
	for what, c := range map[string]struct {
		of    models.Complaint
		whose models.Person
		at    string
		want  bool
	}{
		"the day before":         {whose: models.Person{Birth: born}, at: "2028-03-04 23:59", want: true},
		"the birthday":           {whose: models.Person{Birth: born}, at: "2028-03-05 00:00"},
		"an adult":               {at: "2026-11-20 10:00"},
		"an adult about a child": {of: models.Complaint{Minor: true}, at: "2026-11-20 10:00", want: true},
		"a birth date in doubt":  {whose: models.Person{Lock: models.LockBirthDate}, at: "2026-11-20 10:00", want: true},
	} {
		if got := c.of.OfMinor(c.whose, shanghai(t, c.at)); got != c.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}

func TestWhatIsAboutAChildIsMergedWithNothingElse(t *testing.T) {
	confirmed := []models.Round{{Number: 1, VerifiedAt: shanghai(t, "2026-11-20 10:00")}}
	about := models.Complaint{ID: "1", State: models.CaseOpen, PersonID: "mei", Rounds: confirmed, Minor: true}
	also, other := about, about
	also.ID, other.ID, other.Minor = "2", "3", false
	if !about.MayMerge(also) || about.MayMerge(other) || other.MayMerge(about) {
		t.Error("a case about a child moves where one alone may open it")
	}
}
