package emails_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

func TestALetterAboutADeletionSaysWhatBecameOfHowMany(t *testing.T) {
	const link = "https://privacy.example.com/delete/1"
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	waits := models.Deletion{
		ID: "1", Receipt: "R-7F1C-88", What: models.ScopePhotos, By: models.ByPerson, At: at, DueAt: at.Add(models.Cooling),
		State: models.DeletionWaiting, Items: 60,
	}
	done := models.Deletion{
		ID: "1", Receipt: "R-7F1C-88", What: models.ScopeLog, By: models.ByPerson, At: at, DueAt: at, DoneAt: at.Add(time.Hour), State: models.DeletionDone, Items: 4,
	}
	photos := done
	photos.What, photos.Items = models.ScopePhotos, 12
	locked := models.Locked{Category: models.CategoryOrders, Count: 1, First: at.AddDate(3, 0, 0), Last: at.AddDate(3, 0, 0)}
	fellDue := photos
	fellDue.By = models.ByRetention
	for _, c := range []struct {
		write func() (models.Letter, error)
		says  []string
		not   []string
	}{
		{
			func() (models.Letter, error) {
				return emails.Deleted(t.Context(), "Mei <b>Lin", fellDue, models.Progress{Erased: 12}, link)
			},
			[]string{"We deleted 12 photos, as their time was over.", "12 entries are erased here."},
			[]string{"somebody else"},
		},
		{
			func() (models.Letter, error) { return emails.DeletionScheduled(t.Context(), "Mei <b>Lin", waits, link) },
			[]string{"Hello Mei <b>Lin,", "60 photos", "Sat 21 Nov 2026, 10:00", "stop it", "R-7F1C-88"},
			[]string{"erased here", "confirmed"},
		},
		{
			func() (models.Letter, error) {
				return emails.Deleted(t.Context(), "Mei <b>Lin", photos, models.Progress{Erased: 12}, link)
			},
			[]string{
				"You deleted 12 photos.", "12 entries are erased here.", "Jolara’s app: not yet confirmed.", "Jolara’s print service: not yet confirmed.",
				"Our backups are overwritten by Fri 25 Dec 2026.", "Receipt: R-7F1C-88",
			},
			[]string{"locked", "no longer point"},
		},
		{
			func() (models.Letter, error) {
				return emails.Deleted(t.Context(), "", done, models.Progress{Erased: 2, Anonymised: 1, Locked: []models.Locked{locked}}, link)
			},
			[]string{"Hello,", "2 entries are erased here.", "1 entry no longer points to you.", "locked until Tue 20 Nov 2029: E-Commerce Law, article 31."},
			[]string{"print service"},
		},
	} {
		letter, err := c.write()
		if err != nil {
			t.Fatal(err)
		}
		html, err := goquery.NewDocumentFromReader(strings.NewReader(letter.HTML))
		if err != nil {
			t.Fatal(err)
		}
		page := html.Find("main").Text()
		for _, words := range c.says {
			if !strings.Contains(letter.Text, words) || !strings.Contains(page, words) {
				t.Errorf("%s: text and HTML do not both say %q:\n%s", letter.Subject, words, letter.Text)
			}
		}
		for _, words := range c.not {
			if strings.Contains(letter.Text, words) || strings.Contains(page, words) {
				t.Errorf("%s: says %q", letter.Subject, words)
			}
		}
		if strings.Count(letter.Text, link) != 1 || html.Find(`a[href="`+link+`"]`).Length() != 1 {
			t.Errorf("%s: the link does not stand once in text and HTML", letter.Subject)
		}
	}
}
