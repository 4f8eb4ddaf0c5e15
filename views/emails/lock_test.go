package emails_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

func TestTheLettersAboutADoubtedYesTellFromWhenItCountsAndThatItIsNone(t *testing.T) {
	l := models.NewLock("p", models.LockDoubted, models.Band8To13, time.Date(2026, time.November, 20, 2, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		news            models.LockNews
		guardian, child string
		leads           bool // the guardian back to what they decided
	}{
		{models.LockBegan, "from Sat 21 Nov 2026, 10:00:00, China Standard Time (UTC+8) at the latest", "from Sat 21 Nov 2026, 10:00:00, China Standard Time (UTC+8) at the latest", true},
		{models.LockFound, "this address is not asked again", "it does not count and everything is off", false},
	} {
		toGuardian, err := emails.LockToGuardian(t.Context(), "Lin Mei", "G-ABCD-EFGH", models.WordYes, l, c.news, models.Progress{}, "https://privacy.example/guardian")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(toGuardian.Text, c.guardian) || !strings.Contains(toGuardian.Subject, "G-ABCD-EFGH") ||
			strings.Contains(toGuardian.HTML, "<a ") != c.leads {
			t.Errorf("%s: the guardian reads %q: %s", c.news, toGuardian.Subject, toGuardian.Text)
		}
		toChild, err := emails.LockToChild(t.Context(), "Owl", l, c.news, models.Progress{}, "https://privacy.example/family")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(toChild.Text, c.child) || !strings.Contains(toChild.Text, "/family") {
			t.Errorf("%s: the child reads %q: %s", c.news, toChild.Subject, toChild.Text)
		}
	}
}

func TestTheLettersOfTwoGuardiansTellEachWhatTheirWordComesToAndNothingOfTheOther(t *testing.T) {
	at := time.Date(2026, time.November, 20, 2, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		kind            models.LockKind
		news            models.LockNews
		word            models.GuardianWord
		guardian, child string
		leads           bool // the guardian back to what they decided
	}{
		"one says no":                       {models.LockDiffer, models.LockBegan, models.WordYes, "one of you does not say yes", "nothing is deleted while we find out whose word holds", true},
		"the yes holds, to whoever said no": {models.LockDiffer, models.LockEnded, models.WordOver, "you decide for this child no longer", "Nothing was erased.", false},
		"the yes holds, to whoever said it": {models.LockDiffer, models.LockEnded, models.WordYes, "no longer locked", "Nothing was erased.", true},
		"the no holds, to whoever said yes": {models.LockWithdrawn, models.LockBegan, models.WordYes, "another guardian’s no holds", "Save your pictures before", true},
		"the no holds, to whoever said no":  {models.LockWithdrawn, models.LockBegan, models.WordNo, "Until then you can stop that", "Save your pictures before", true},
		"they differ about a permission":    {models.LockAnswers, models.LockBegan, models.WordYes, "Until you answer alike", "it is off until both say yes", true},
		"they answer alike":                 {models.LockAnswers, models.LockEnded, models.WordYes, "everything can be changed again", "What both allow can be on", true},
	} {
		l := models.NewLock("p", c.kind, models.Band8To13, at)
		toGuardian, err := emails.LockToGuardian(t.Context(), "Lin Mei", "G-ABCD-EFGH", c.word, l, c.news, models.Progress{}, "https://privacy.example/guardian")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(toGuardian.Text, c.guardian) || !strings.Contains(toGuardian.Subject, "G-ABCD-EFGH") || strings.Contains(toGuardian.HTML, "<a ") != c.leads {
			t.Errorf("%s: the guardian reads %q: %s", name, toGuardian.Subject, toGuardian.Text)
		}
		toChild, err := emails.LockToChild(t.Context(), "Owl", l, c.news, models.Progress{}, "https://privacy.example/family")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(toChild.Text, c.child) || !strings.Contains(toChild.Text, "/family") {
			t.Errorf("%s: the child reads %q: %s", name, toChild.Subject, toChild.Text)
		}
	}
}
