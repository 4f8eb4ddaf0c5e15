package components_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/static"
	"jolara.com/privacy/views/components"
)

func draw(t *testing.T, component templ.Component) *goquery.Document {
	t.Helper()
	var html bytes.Buffer
	if err := component.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	drawn, err := goquery.NewDocumentFromReader(&html)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

// drawings returns the ids in the file of icons that the program serves.
func drawings(t *testing.T) []string {
	t.Helper()
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, static.Path("icons.svg"), nil))
	icons, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return icons.Find("symbol").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("id", "") })
}

func TestEveryGlyphIsDrawnAndEveryDrawingIsAGlyph(t *testing.T) {
	glyphs := []string{}
	for _, g := range []components.Glyph{
		components.GlyphMark, components.GlyphAlert, components.GlyphCamera, components.GlyphCheck, components.GlyphClock, components.GlyphMail,
		components.GlyphGo, components.GlyphLock, components.GlyphScreen,
		components.GlyphMenu, components.GlyphMic, components.GlyphPage, components.GlyphParcel, components.GlyphPhone, components.GlyphPhoto,
		components.GlyphPrinter, components.GlyphUndo, components.GlyphDown, components.GlyphUp, components.GlyphHide, components.GlyphTrash,
		components.GlyphBag, components.GlyphHeadset, components.GlyphHeart, components.GlyphLook, components.GlyphSay, components.GlyphSearch, components.GlyphSound, components.GlyphTap,
	} {
		glyphs = append(glyphs, string(g))
		want := static.Path("icons.svg") + "#" + string(g)
		if got := draw(t, components.Icon(g)).Find(`svg[aria-hidden="true"] use`).AttrOr("href", ""); got != want {
			t.Errorf("%s is at %q", g, got)
		}
	}
	drawn := drawings(t)
	slices.Sort(glyphs)
	slices.Sort(drawn)
	if !slices.Equal(glyphs, drawn) {
		t.Errorf("glyphs %q, drawings %q", glyphs, drawn)
	}
}

func TestEveryPermissionHasItsOwnWords(t *testing.T) {
	said := map[string]bool{}
	tell := func(words string) {
		if words == "" || said[words] {
			t.Errorf("%q is said of two", words)
		}
		said[words] = true
	}
	for _, kind := range slices.Concat(models.PermissionKinds, models.ChoiceKinds) {
		tell(components.PermissionName(t.Context(), kind))
		tell(string(components.PermissionGlyph(kind)))
		for _, state := range []models.State{models.Granted, models.Withdrawn} {
			tell(components.Choice(t.Context(), kind, state))
		}
		for _, on := range []bool{true, false} {
			tell(draw(t, components.Switch(components.SwitchAddress(kind), kind, on, "effect")).Find("button").AttrOr("aria-label", ""))
		}
	}
}
