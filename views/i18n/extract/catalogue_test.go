package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"
)

// TestEveryCatalogueIsWhole holds for each language from the day its catalogue is there; English has none.
func TestEveryCatalogueIsWhole(t *testing.T) {
	messages, err := collect(views)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(views, "i18n", "locales", "*.po"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults(strings.TrimSuffix(filepath.Base(file), ".po"), text, messages) {
			t.Errorf("%s: %s", filepath.Base(file), fault)
		}
	}
}

var tag = regexp.MustCompile(`</?(?:b|a|ref)>`)

// tags returns the tags of a sentence, sorted.
func tags(sentence string) []string {
	found := tag.FindAllString(sentence, -1)
	slices.Sort(found)
	return found
}

// faults tells what a catalogue lacks, keeps for nobody, or says with other verbs or tags than its English.
func faults(locale string, catalogue []byte, messages []message) []string {
	var found []string
	fault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	po := gotext.NewPo()
	po.Parse(catalogue)
	if po.Language != locale {
		fault("its header calls it %q", po.Language)
	}
	if !strings.Contains(po.PluralForms, "plural=") {
		fault("its header has no Plural-Forms")
	}
	if strings.Contains(string(catalogue), "#, fuzzy") {
		fault("a translation is marked fuzzy")
	}

	stale := map[[2]string]bool{}
	for id := range po.GetDomain().GetTranslations() {
		stale[[2]string{"", id}] = id != "" // the header is no sentence
	}
	for context, translations := range po.GetDomain().GetCtxTranslations() {
		for id := range translations {
			stale[[2]string{context, id}] = id != "" // gotext leaves an empty one in every context
		}
	}

	for _, m := range messages {
		delete(stale, [2]string{m.context, m.id})
		for translation := range said(po, m) {
			if translation == "" {
				fault("%q is not translated", m.id)
				continue
			}
			english := m.sentenceOf(po)
			wanted, errWanted := verbs(english)
			got, errGot := verbs(translation)
			if errWanted != nil || errGot != nil || !slices.Equal(wanted, got) {
				fault("%q has other verbs than %q", translation, english)
			}
			if !slices.Equal(tags(translation), tags(m.id)) {
				fault("%q has other tags than %q", translation, m.id)
			} else if len(tags(m.id)) > 0 && checkTags(translation, strings.Count(m.id, "<a>")) != nil {
				fault("the tags of %q are not whole", translation)
			}
		}
	}
	for key, isStale := range stale {
		if isStale {
			fault("%q is not said any more", key[1])
		}
	}
	slices.Sort(found)
	return found
}

// sentenceOf returns the English that a catalogue's forms are held against: where a language has one form for every number,
// it must say the number as the plural does.
func (m message) sentenceOf(po *gotext.Po) string {
	if m.plural != "" && strings.Contains(po.PluralForms, "nplurals=1;") {
		return m.plural
	}
	return m.id
}

// said returns every form in which a catalogue says a message; "" stands for a form that it lacks.
func said(po *gotext.Po, m message) map[string]bool {
	var later []any
	forms := map[string]bool{}
	switch {
	case m.plural != "":
		for n := range 200 { // enough to meet every form of every language
			if po.IsTranslatedN(m.id, n) {
				forms[po.GetN(m.id, m.plural, n)] = true
			} else {
				forms[""] = true
			}
		}
	case m.context != "" && po.IsTranslatedC(m.id, m.context):
		forms[po.GetC(m.id, m.context)] = true
	case m.context == "" && po.IsTranslated(m.id):
		forms[po.Get(m.id, later...)] = true
	default:
		forms[""] = true
	}
	return forms
}

const header = `msgid ""
msgstr ""
"Language: pl\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"
`

// one is the header of a language without plurals.
const one = "msgid \"\"\nmsgstr \"\"\n\"Language: pl\\n\"\n\"Plural-Forms: nplurals=1; plural=0;\\n\"\n"

func TestAFaultyCatalogueIsFound(t *testing.T) {
	hello := message{id: "Hello, %s of %s"}
	photos := message{id: "%d photo", plural: "%d photos"}
	gone := message{id: "The photo", plural: "All %d photos"}
	open := message{context: "button", id: "Open"}
	link := message{id: "<a>Read</a> <b>all</b>"}
	for name, c := range map[string]struct {
		message   message
		catalogue string
		want      []string
	}{
		"whole":            {hello, header + "\nmsgid \"Hello, %s of %s\"\nmsgstr \"%[2]s: %[1]s!\"\n", nil},
		"whole plural":     {photos, header + "\nmsgid \"%d photo\"\nmsgid_plural \"%d photos\"\nmsgstr[0] \"%d zdjęcie\"\nmsgstr[1] \"%d zdjęcia\"\nmsgstr[2] \"%d zdjęć\"\n", nil},
		"whole context":    {open, header + "\nmsgctxt \"button\"\nmsgid \"Open\"\nmsgstr \"Otwórz\"\n", nil},
		"whole tags":       {link, header + "\nmsgid \"<a>Read</a> <b>all</b>\"\nmsgstr \"<b>Wszystko</b> <a>czytaj</a>\"\n", nil},
		"one form for all": {gone, one + "\nmsgid \"The photo\"\nmsgid_plural \"All %d photos\"\nmsgstr[0] \"全部 %d 张照片\"\n", nil},
		"number lost":      {gone, one + "\nmsgid \"The photo\"\nmsgid_plural \"All %d photos\"\nmsgstr[0] \"照片\"\n", []string{`"照片" has other verbs than "All %d photos"`}},
		"missing":          {hello, header, []string{`"Hello, %s of %s" is not translated`}},
		"empty":            {hello, header + "\nmsgid \"Hello, %s of %s\"\nmsgstr \"\"\n", []string{`"Hello, %s of %s" is not translated`}},
		"one form only":    {photos, header + "\nmsgid \"%d photo\"\nmsgid_plural \"%d photos\"\nmsgstr[0] \"%d zdjęcie\"\n", []string{`"%d photo" is not translated`}},
		"stale context":    {hello, header + "\nmsgid \"Hello, %s of %s\"\nmsgstr \"%s: %s\"\n\nmsgctxt \"button\"\nmsgid \"Open\"\nmsgstr \"Otwórz\"\n", []string{`"Open" is not said any more`}},
		"another context":  {open, header + "\nmsgid \"Open\"\nmsgstr \"Otwarte\"\n", []string{`"Open" is not said any more`, `"Open" is not translated`}},
		"verb lost":        {hello, header + "\nmsgid \"Hello, %s of %s\"\nmsgstr \"%s!\"\n", []string{`"%s!" has other verbs than "Hello, %s of %s"`}},
		"verb broken":      {hello, header + "\nmsgid \"Hello, %s of %s\"\nmsgstr \"%s % 。\"\n", []string{`"%s % 。" has other verbs than "Hello, %s of %s"`}},
		"tag lost":         {link, header + "\nmsgid \"<a>Read</a> <b>all</b>\"\nmsgstr \"<a>czytaj</a>\"\n", []string{`"<a>czytaj</a>" has other tags than "<a>Read</a> <b>all</b>"`}},
		"tags crossed":     {link, header + "\nmsgid \"<a>Read</a> <b>all</b>\"\nmsgstr \"<a>czytaj <b></a></b>\"\n", []string{`the tags of "<a>czytaj <b></a></b>" are not whole`}},
		"fuzzy":            {hello, header + "\n#, fuzzy\nmsgid \"Hello, %s of %s\"\nmsgstr \"%s: %s\"\n", []string{`a translation is marked fuzzy`}},
		"another name":     {hello, strings.Replace(header, "pl", "de", 1) + "\nmsgid \"Hello, %s of %s\"\nmsgstr \"%s: %s\"\n", []string{`its header calls it "de"`}},
	} {
		if got := faults("pl", []byte(c.catalogue), []message{c.message}); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
