package models_test

import (
	"net/mail"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"jolara.com/privacy/models"
)

// FuzzEmail holds that what is taken for an address is one, for one mailbox, and stays as it is when it is read again (F8).
func FuzzEmail(f *testing.F) {
	for _, text := range []string{
		"", "mei@example.com", " Mei@Example.COM ", "mei+tag@example.com", "mei@localhost", "mei@[127.0.0.1]", "Mei <mei@example.com>", "a@b, c@d", "a@b;c@d",
		`"a b"@example.com`, "a@b\r\nBcc: c@d", "美@例え.jp", "ＭＥＩ@example.com", "İ@example.com", "a@exam\u00adple.com", "@", "a@", "a@@b", "a..b@c", ".a@b", "a@b.",
		"=?utf-8?q?a?=@example.com", "mei@example.com (a comment)", strings.Repeat("a", 200) + "@example.com", "mei@xn--fiqs8s",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		email, err := models.ParseEmail(text)
		if err != nil {
			return
		}
		if again, err := models.ParseEmail(email); err != nil || again != email {
			t.Errorf("%q became %q, and that %q, %v", text, email, again, err)
		}
		if parsed, err := mail.ParseAddressList(email); err != nil || len(parsed) != 1 || parsed[0].Name != "" {
			t.Errorf("%q is the mailboxes %v, %v", email, parsed, err)
		}
		if strings.ContainsFunc(email, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
			t.Errorf("%q holds what an address does not", email)
		}
	})
}

// FuzzName holds that a name is taken as one line that turns nothing around it, and stays as it is when it is read again (F8).
func FuzzName(f *testing.F) {
	for _, name := range []string{
		"", "Mei", " Mei Lin ", "梅林", "O'Hara", "e\u0301", "👨‍👩‍👧", "Mei\u202eniL", "a\nb", "a\x00b", "\u2028", "\u2066a\u2069", "\xff", "\u200fمي", "<b>Mei</b>",
		strings.Repeat("长", 200), strings.Repeat("长", 201), "\u200b", "\ufeff", "\u00a0",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		read := func(name string) (string, error) {
			s, err := models.NewSignUp(models.SignUpForm{
				BirthDate: "1990-03-27", Email: "mei@example.com", Name: name, Password: "correct horse battery staple", Accepted: &models.Acceptance{},
			}, signingUp)
			return s.Name, err
		}
		taken, err := read(name)
		if err != nil {
			return
		}
		if again, err := read(taken); err != nil || again != taken {
			t.Errorf("%q became %q, and that %q, %v", name, taken, again, err)
		}
		if taken == "" || strings.ContainsFunc(taken, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\u202e' }) {
			t.Errorf("%q is taken for a name", taken)
		}
	})
}

// FuzzSelection holds that what is to be deleted is read or refused, and that its own address says the same again (F11).
func FuzzSelection(f *testing.F) {
	for _, query := range []string{
		"", "what=photos", "what=photos&all=yes", "what=photos&item[]=a&item[]=b", "what=photos&from=2026-11-01&to=2026-11-20&function=printing&with=App",
		"what=print_jobs&state=delivered", "what=log&kind=search&kind=behaviour", "what=voice&kind=call", "what=behaviour&kind=transactions", "what=thoughts&all=yes",
		"what=photos&state=ordered", "what=photos&from=2026-02-30", "what=photos&all=no", "what=photos&item[]=&all=yes", "what=log&kind=&all=yes",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		selection, err := models.ParseSelection(form)
		if err != nil {
			return
		}
		again, err := models.ParseSelection(selection.Query())
		if err != nil || !reflect.DeepEqual(again, selection) {
			t.Errorf("%q is %+v, which says %q and is then %+v, %v", query, selection, selection.Query().Encode(), again, err)
		}
		if len(selection.IDs) > models.MaxChosen {
			t.Errorf("%d are chosen", len(selection.IDs))
		}
	})
}
