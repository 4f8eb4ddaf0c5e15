package i18n

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"jolara.com/privacy/models"
)

// polish is a small catalogue of a language whose plurals and order of words differ from English.
const polish = `msgid ""
msgstr ""
"Language: pl\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "%s withdrew %s."
msgstr "Zgodę (%[2]s) wycofał(a) %[1]s."

msgid "%d photo"
msgid_plural "%d photos"
msgstr[0] "%d zdjęcie"
msgstr[1] "%d zdjęcia"
msgstr[2] "%d zdjęć"

msgctxt "button"
msgid "Open"
msgstr "Otwórz"

msgid "Open"
msgstr "Otwarte"

msgid "100%% yours"
msgstr "100%% Twoje"

msgid "Read <a>the receipt</a> of <b>%s</b>."
msgstr "<b>%s</b>: czytaj <a>potwierdzenie</a>."
`

// speaking returns a context in the language of a catalogue that the program does not ship.
func speaking(t *testing.T, locale models.Locale, catalogue string) context.Context {
	t.Helper()
	speak, ok := load(fstest.MapFS{"locales/" + string(locale) + ".po": {Data: []byte(catalogue)}})[locale]
	if !ok {
		t.Fatalf("the catalogue of %s was not loaded", locale)
	}
	return context.WithValue(t.Context(), languageKey{}, speak())
}

func TestWhoChoseNoLanguageReadsEnglish(t *testing.T) {
	if got := LocaleOf(t.Context()); got != models.English {
		t.Errorf("without a choice: %q", got)
	}
	for locale, want := range map[models.Locale]models.Locale{models.English: models.English, "": models.English, "tlh": models.English, "../messages": models.English} {
		if got := LocaleOf(WithLocale(t.Context(), locale)); got != want {
			t.Errorf("WithLocale(%q) speaks %q, want %q", locale, got, want)
		}
	}
	if got := LocaleOf(speaking(t, "pl", polish)); got != "pl" {
		t.Errorf("with a catalogue: %q", got)
	}
}

func TestEveryLanguageThatIsOfferedIsSpokenAndNamed(t *testing.T) {
	for _, locale := range models.Locales {
		if got := LocaleOf(WithLocale(t.Context(), locale)); got != locale {
			t.Errorf("%s is offered and has no catalogue: it speaks %s", locale, got)
		}
		if OwnName(locale) == "" {
			t.Errorf("%s has no name", locale)
		}
	}
}

func TestEveryShippedLanguageHasItsDates(t *testing.T) {
	for locale, speak := range languages {
		if spoken := speak(); spoken.dates.date == "" || spoken.dates.dayMonthYear == "" || spoken.dates.shortDay == "" || spoken.dates.dateTime == "" {
			t.Errorf("%s has a catalogue and no complete date style", locale)
		}
	}
}

func TestASentenceIsSaidInTheLanguageOfThePage(t *testing.T) {
	en, pl := t.Context(), speaking(t, "pl", polish)
	for _, c := range []struct{ got, want string }{
		{T(en, "%s withdrew %s.", "Li", "camera"), "Li withdrew camera."},
		{T(pl, "%s withdrew %s.", "Li", "camera"), "Zgodę (camera) wycofał(a) Li."},
		{T(pl, "Not translated, %s.", "Li"), "Not translated, Li."},
		{T(en, "100%% yours"), "100% yours"},
		{T(pl, "100%% yours"), "100% Twoje"},
		{T(en, "%s withdrew %s.", "50%d", "<b>"), "50%d withdrew <b>."},
		{C(en, "button", "Open"), "Open"},
		{C(pl, "button", "Open"), "Otwórz"},
		{C(pl, "state", "Open"), "Open"},
		{T(pl, "Open"), "Otwarte"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestASentenceAgreesWithItsNumber(t *testing.T) {
	en, pl := t.Context(), speaking(t, "pl", polish)
	for _, c := range []struct {
		n        int
		in, inPL string
	}{
		{0, "0 photos", "0 zdjęć"},
		{1, "1 photo", "1 zdjęcie"},
		{2, "2 photos", "2 zdjęcia"},
		{12, "12 photos", "12 zdjęć"},
		{4312, "4,312 photos", "4,312 zdjęć"},
		{1000000, "1,000,000 photos", "1,000,000 zdjęć"},
	} {
		if got := N(en, c.n, "%d photo", "%d photos"); got != c.in {
			t.Errorf("in English: %q, want %q", got, c.in)
		}
		if got := N(pl, c.n, "%d photo", "%d photos"); got != c.inPL {
			t.Errorf("in Polish: %q, want %q", got, c.inPL)
		}
	}
	if got := N(en, 12, "%d photo of %s", "%d photos of %s", "Li"); got != "12 photos of Li" {
		t.Errorf("with another argument: %q", got)
	}
}

func TestFiguresKeepTheirThousandsApart(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 4312: "4,312", 1234567: "1,234,567", -999: "-999", -4312: "-4,312"} {
		if got := Number(t.Context(), n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestASizeIsReadAtAGlance(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1\u00a0kB", 26_849: "26.8\u00a0kB", 840_000: "840\u00a0kB", 3_140_000: "3.1\u00a0MB",
		20 << 20: "21\u00a0MB", 412_400_000: "412\u00a0MB", 1_250_000_000: "1.2\u00a0GB", 1_234_567_000_000: "1,235\u00a0GB",
	} {
		if got := Bytes(t.Context(), n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

// TestManyRequestsSpeakAtOnce finds its races under go test -race.
func TestManyRequestsSpeakAtOnce(t *testing.T) {
	en, pl := t.Context(), speaking(t, "pl", polish)
	var requests sync.WaitGroup
	for range 32 {
		requests.Go(func() {
			for range 100 {
				var page bytes.Buffer
				if err := Rich(pl, "Read <a>the receipt</a> of <b>%s</b>.", Link("/receipts/R-7F1C-88"), "Li").Render(pl, &page); err != nil {
					t.Error(err)
				}
				said := []string{page.String(), T(pl, "100%% yours"), C(pl, "button", "Open"), N(pl, 22, "%d photo", "%d photos"), T(en, "Open")}
				want := []string{`<b>Li</b>: czytaj <a href="/receipts/R-7F1C-88">potwierdzenie</a>.`, "100% Twoje", "Otwórz", "22 zdjęcia", "Open"}
				if !slices.Equal(said, want) {
					t.Errorf("got %q, want %q", said, want)
				}
			}
		})
	}
	requests.Wait()
}
