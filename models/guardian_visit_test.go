package models_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestAGuardianSeesLessAsTheChildGrowsAndNoPictureWhileTheYesIsDoubted(t *testing.T) {
	all := models.GuardianSight{Titles: true, Details: true, All: true}
	apart := models.GuardianSight{Titles: true, Details: true}
	titles, nothing := models.GuardianSight{Titles: true}, models.GuardianSight{}
	birth := models.DateOf(time.Date(2019, 3, 1, 12, 0, 0, 0, time.UTC))
	eight, fourteen, grown := birth.AddYears(8).Start(), birth.AddYears(14).Start(), birth.AddYears(18).Start()
	for _, c := range []struct {
		at       time.Time
		guardian models.GuardianState
		lock     models.LockKind
		want     models.GuardianSight
	}{
		{eight.Add(-time.Second), models.GuardianApproved, "", all},
		{eight, models.GuardianApproved, "", titles},
		{fourteen.Add(-time.Second), models.GuardianApproved, "", titles},
		{fourteen, models.GuardianApproved, "", nothing},
		{grown, models.GuardianApproved, "", nothing},
		{eight.Add(-time.Second), models.GuardianWithdrawn, models.LockWithdrawn, all},
		{eight.Add(-time.Second), models.GuardianApproved, models.LockDisputed, apart},
		{eight.Add(-time.Second), models.GuardianApproved, models.LockDoubted, apart},
		{eight.Add(-time.Second), models.GuardianApproved, models.LockBirthDate, apart},
		{eight.Add(-time.Second), models.GuardianWaiting, "", nothing},
		{eight.Add(-time.Second), models.GuardianDeclined, "", nothing},
	} {
		child := models.Person{Birth: birth, Guardian: c.guardian, Lock: c.lock}
		if got := child.SeenByGuardian(c.at); got != c.want {
			t.Errorf("at %s, %s, %s: %+v", c.at, c.guardian, c.lock, got)
		}
	}
	one := models.Selection{What: models.ScopePhotos, IDs: []string{"one"}}
	kind := models.Selection{What: models.ScopePhotos, All: true}
	if !all.MayDelete(one) || titles.MayDelete(one) || !titles.MayDelete(kind) || nothing.MayDelete(models.Selection{What: models.ScopeSecurity, All: true}) {
		t.Error("who sees no more than kinds deletes something else than kinds, or who sees everything does not delete one")
	}
}
