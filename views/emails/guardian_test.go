package emails_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

func TestALetterAboutAChildSaysTheSameInTextAndHTML(t *testing.T) {
	const link = "https://privacy.example.com/g/token"
	const mother = "Lin <b>Mei"
	ctx := t.Context()
	request := models.GuardianRequest{Until: time.Date(2026, 12, 5, 9, 0, 0, 0, time.UTC), Locale: models.English, Words: [3]int{1, 2, 3}}
	ask := func(madeHere bool, reminder int) func() (models.Letter, error) {
		return func() (models.Letter, error) {
			return emails.Guardian(ctx, request, madeHere, reminder, emails.GuardianLinks{Decide: link, Remove: link + "/remove"})
		}
	}
	second := request
	second.Second = true
	askSecond := func() (models.Letter, error) {
		return emails.Guardian(ctx, second, false, 0, emails.GuardianLinks{Decide: link, Remove: link + "/remove"})
	}
	toldOfSecond := func(state models.GuardianState) func() (models.Letter, error) {
		return func() (models.Letter, error) {
			return emails.ChildTold(ctx, mother, models.ChildToldMail{State: state, Second: true}, link)
		}
	}
	told := func(state models.GuardianState) func() (models.Letter, error) {
		return func() (models.Letter, error) {
			return emails.ChildTold(ctx, mother, models.ChildToldMail{State: state}, link)
		}
	}
	decided := func(yes, no []models.PermissionKind) func() (models.Letter, error) {
		record := models.GuardianRecord{Ref: "G-1234-5678", At: request.Until, Guardian: mother, Yes: yes, No: no}
		return func() (models.Letter, error) { return emails.GuardianSaidYes(ctx, record, link) }
	}
	refused := func(fault models.SheetFault, adds string) func() (models.Letter, error) {
		return func() (models.Letter, error) { return emails.PaperRefused(ctx, request, fault, adds, link) }
	}
	some, others := []models.PermissionKind{models.PhotoUpload}, []models.PermissionKind{models.Camera}
	for name, row := range map[string]struct {
		write   func() (models.Letter, error)
		subject string
		says    []string
		hides   string
	}{
		"the first": {
			ask(true, 0), "A child asks you to decide about Jolara",
			[]string{"Until you decide we keep four things", "ends on Sat 5 Dec 2026, 17:00", "or do nothing: we delete it"},
			"still waits",
		},
		"a reminder of a child whom the app knows": {
			ask(false, 1), "A child still waits for you to decide about Jolara", []string{"we use nothing that Jolara’s app holds"}, "four things",
		},
		"to a second guardian": {
			askSecond, "A child asks you to decide about Jolara", []string{"beside another guardian, who said yes before", "neither sees the other’s address"}, "four things",
		},
		"the first guardian, whether a second one is asked": {
			func() (models.Letter, error) {
				return emails.SecondAsked(ctx, models.GuardianRecord{Ref: "G-1234-5678", Guardian: mother}, link)
			}, "May a second guardian decide with you? Record G-1234-5678", []string{"only with your yes, or after our privacy desk has checked"}, "@",
		},
		"a child told that a second one is asked":       {toldOfSecond(models.GuardianWaiting), "A second grown-up is asked to decide with you", []string{"the three words"}, "@"},
		"a child told of a second yes":                  {toldOfSecond(models.GuardianApproved), "Your second grown-up has decided, too", []string{"both your grown-ups allow"}, "wrong"},
		"a child told that no second one is asked":      {toldOfSecond(models.GuardianDeclined), "No second grown-up is asked", []string{"You have not done anything wrong"}, "because"},
		"a child told that a second one did not answer": {toldOfSecond(models.GuardianEnded), "Your second grown-up did not answer", []string{"everything stays as it is"}, "wrong"},
		"a code": {
			func() (models.Letter, error) { return emails.GuardianCode(ctx, "012345") }, "012345 is your code for Jolara",
			[]string{"Type this code there: 012345", "It counts for 15 minutes, once."},
			"https://",
		},
		"a yes to something": {
			decided(some, others), "What you decided for a child at Jolara: G-1234-5678",
			[]string{"Hello " + mother, "You said yes to: Photo upload.", "You said no to: Camera.", "3 years more"},
			"yes to nothing",
		},
		"a yes to nothing": {
			decided(nil, others), "What you decided for a child at Jolara: G-1234-5678", []string{"You said yes to nothing but the account itself."}, "Photo upload",
		},
		"a yes to all": {decided(some, nil), "What you decided for a child at Jolara: G-1234-5678", []string{"You said yes to: Photo upload."}, "You said no"},
		"a sheet that can’t be read": {
			refused(models.SheetUnreadable, ""), "We can’t accept your sheet for Jolara",
			[]string{"The photo can’t be read.", "so nothing was decided", "until Sat 5 Dec 2026, 17:00"},
			"adds",
		},
		"a sheet that is not signed": {
			refused(models.SheetUnsigned, "The <b>line is empty."), "We can’t accept your sheet for Jolara",
			[]string{"not signed by hand", "Our privacy desk adds: The <b>line is empty."},
			"can’t be read",
		},
		"a sheet on which something is missing": {refused(models.SheetIncomplete, ""), "We can’t accept your sheet for Jolara", []string{"Something is missing"}, "adds"},
		"a sheet of another request":            {refused(models.SheetOther, ""), "We can’t accept your sheet for Jolara", []string{"belongs to another request"}, "adds"},
		"a sheet from before a change":          {refused(models.SheetOutdated, ""), "We can’t accept your sheet for Jolara", []string{"have changed since"}, "adds"},
		"a picture of something else":           {refused(models.SheetNoForm, ""), "We can’t accept your sheet for Jolara", []string{"doesn’t show the form’s last page"}, "adds"},
		"a child told yes":                      {told(models.GuardianApproved), "Your grown-up said yes", []string{"Hello " + mother, "turn each thing off yourself"}, "wrong"},
		"a child told no":                       {told(models.GuardianDeclined), "Your grown-up said: not this time", []string{"You have not done anything wrong."}, "because"},
		"a child told that nobody answered": {
			told(models.GuardianEnded), "Your grown-up did not answer", []string{"Nobody said yes or no in time."}, "wrong",
		},
	} {
		letter, err := row.write()
		if err != nil {
			t.Fatal(err)
		}
		html, err := goquery.NewDocumentFromReader(strings.NewReader(letter.HTML))
		if err != nil {
			t.Fatal(err)
		}
		if letter.Subject != row.subject || html.Find("h1").Text() != row.subject {
			t.Errorf("%s: the subject is %q, and %q in HTML", name, letter.Subject, html.Find("h1").Text())
		}
		main := html.Find("main").Text()
		for _, words := range row.says {
			if !strings.Contains(letter.Text, words) || !strings.Contains(main, words) {
				t.Errorf("%s: text and HTML do not both say %q: %s", name, words, letter.Text)
			}
		}
		if strings.Contains(letter.Text+main, row.hides) {
			t.Errorf("%s says %q", name, row.hides)
		}
		if !strings.HasSuffix(name, "code") && html.Find(`a[href="`+link+`"]`).Length() != 1 {
			t.Errorf("%s: the link does not stand once", name)
		}
		if html.Find("main b").Length() != 0 {
			t.Errorf("%s takes a name for markup", name)
		}
	}
}
