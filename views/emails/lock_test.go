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
		toGuardian, err := emails.LockToGuardian(t.Context(), "Lin Mei", "G-ABCD-EFGH", l, c.news, models.Progress{}, "https://privacy.example/guardian")
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
