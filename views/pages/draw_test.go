package pages_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/static"
	"jolara.com/privacy/views/layout"
)

// draw renders a page and checks what holds on all of them: one title, one heading, nothing inline (the pages' content
// security policy would refuse it), every icon drawn, every id once and every reference to one kept.
func draw(t *testing.T, page templ.Component) *goquery.Document {
	t.Helper()
	var html bytes.Buffer
	if err := page.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	drawn, err := goquery.NewDocumentFromReader(&html)
	if err != nil {
		t.Fatal(err)
	}
	icons := httptest.NewRecorder()
	static.Handler().ServeHTTP(icons, httptest.NewRequest(http.MethodGet, static.Path("icons.svg"), nil))
	if title, h1 := drawn.Find("head title").Length(), drawn.Find("main h1").Length(); title != 1 || h1 != 1 {
		t.Errorf("%d titles, %d headings", title, h1)
	}
	if got := drawn.Find("html").AttrOr("lang", ""); got != "en" {
		t.Errorf("lang %q", got)
	}
	if n := drawn.Find("[style], style, script:not([src]), [onclick], [onload]").Length(); n != 0 {
		t.Errorf("%d inline styles or scripts", n)
	}
	drawn.Find("svg use").Each(func(_ int, s *goquery.Selection) {
		if _, id, _ := strings.Cut(s.AttrOr("href", ""), "#"); !strings.Contains(icons.Body.String(), `id="`+id+`"`) {
			t.Errorf("the icon %q is not drawn", id)
		}
	})
	drawn.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); drawn.Find(`[id="`+id+`"]`).Length() != 1 {
			t.Errorf("the id %q stands twice", id)
		}
	})
	for _, attribute := range []string{"for", "aria-describedby", "aria-labelledby", "popovertarget"} {
		drawn.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
			for id := range strings.FieldsSeq(s.AttrOr(attribute, "")) {
				if drawn.Find(`[id="`+id+`"]`).Length() != 1 {
					t.Errorf("%s names %q, which is not there", attribute, id)
				}
			}
		})
	}
	return drawn
}

func title(drawn *goquery.Document) string { return drawn.Find("head title").Text() }

func adultAt(path string) layout.Shell {
	return layout.Shell{Path: path, Person: layout.NewPerson(models.Person{Name: "Mei Lin"}, models.Ward{}, spring, spring), Now: now}
}

func strangerAt(path string) layout.Shell { return layout.Shell{Path: path, Now: now} }
