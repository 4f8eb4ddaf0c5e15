package pages_test

import (
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/pages"
)

func sent(purpose string) models.Disclosure {
	return models.LetterSent(models.Letter{ID: "7"}, purpose, []models.Field{models.FieldEmail, models.FieldName}, now)
}

func TestWhoReceivedNothingIsNamedNobody(t *testing.T) {
	shell := adultAt("/data/recipients")
	drawn := draw(t, pages.Recipients(shell, pages.NewRecipients(components.Reader{}, nil, nil, "", "", now)))
	cards := drawn.Find(".cards > li")
	if cards.Length() != len(models.Recipients) {
		t.Fatalf("%d cards", cards.Length())
	}
	if got := cards.Find(".cards__n").First().Text(); got != "Nobody, as of Fri 20 Nov 2026, 10:05" {
		t.Errorf("%q", got)
	}
	if drawn.Find(".timeline, .pager, main a[href^='/policy']").Length() != 0 {
		t.Error("entries that are none, or a link to an agreement that is none")
	}
}

func TestEachDisclosureSaysWhatForWhichFieldsAndWhy(t *testing.T) {
	shell := adultAt("/data/recipients")
	shell.Policy = "1.0"
	received := []models.Received{{Recipient: models.RecipientMail, Times: 1001, First: spring, Latest: now}}
	page := pages.NewRecipients(components.Reader{}, received, []models.Disclosure{sent(models.ResetMail{}.Kind())}, "?before=x", "", now)
	drawn := draw(t, pages.Recipients(shell, page))
	entry := drawn.Find(".timeline > li")
	if got := plain(entry); !strings.Contains(got, "A letter to choose a new password") || !strings.Contains(got, "The mail server got: e-mail, name.") {
		t.Errorf("%q", got)
	}
	if entry.Find(`a[href="/policy#promise-61"]`).Length() != 1 {
		t.Error("it does not lead to the promise")
	}
	mail := drawn.Find(".cards > li").Last()
	if got := mail.Find(".cards__n").Text(); got != "more than 1,000 times" || mail.Find("time").Length() != 2 {
		t.Errorf("%q", got)
	}
	if got := drawn.Find(".pager a").AttrOr("href", ""); got != "/data/recipients?before=x" {
		t.Errorf("older ones are at %q", got)
	}
}

func TestAPrintJobThatIsHeldIsNamedToWhomItWentAndReached(t *testing.T) {
	job := models.PrintJob{ID: "6a", OrderedAt: now, State: models.PrintDelivered, Delivery: models.Address{Recipient: "Mei Lin"}}
	list := job.Disclosures()
	list[0].Job = "P-2026-0731"
	entries := draw(t, pages.Recipients(adultAt("/data/recipients"), pages.NewRecipients(components.Reader{}, nil, list, "", "", now))).Find(".timeline > li")
	for i, want := range []string{"Printing your order", "Delivering your order"} {
		if got := plain(entries.Eq(i).Find("strong")); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := plain(entries.Eq(0).Find(`a[href="/data/prints?job=6a"]`)); got != "Job P-2026-0731" {
		t.Errorf("the job is called %q", got)
	}
	if entries.Eq(1).Find("a").Length() != 0 {
		t.Error("something leads to a job that is no longer held")
	}
}

func TestEveryLetterHasAPurposeInWords(t *testing.T) {
	said := map[string]string{}
	for _, kind := range []string{
		models.ReceiptMail{}.Kind(), models.AccountExistsMail{}.Kind(), models.ResetMail{}.Kind(),
		models.PasswordChangedMail{}.Kind(), models.NewEmailMail{}.Kind(), models.EmailChangedMail{}.Kind(),
	} {
		words := components.DisclosurePurpose(t.Context(), sent(kind))
		if words == "" || said[words] != "" {
			t.Errorf("%s: %q, as %s", kind, words, said[words])
		}
		said[words] = kind
	}
}

func TestEveryRecipientHasItsOwnWords(t *testing.T) {
	said := map[string]bool{}
	for _, r := range models.Recipients {
		for _, words := range []string{
			components.RecipientName(t.Context(), r.Key), components.RecipientRunBy(t.Context(), r.Key),
			components.RecipientPurpose(t.Context(), r.Key), components.GivenFields(t.Context(), r.Fields),
		} {
			if words == "" || said[words] {
				t.Errorf("%s: %q", r.Key, words)
			}
			said[words] = true
		}
		if got := components.CountryName(t.Context(), r.Country); got != "Mainland China" {
			t.Errorf("%s is in %q", r.Key, got)
		}
	}
}
