// Package i18n speaks to people: sentences, figures and dates in the language of the page. The English sentence is the
// key; other languages are catalogues in locales/. Every word that a person reads comes through here.
package i18n

import (
	"context"
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"

	"jolara.com/privacy/models"
)

// language is all it takes to speak one; it does not change after it was loaded, so that requests share it.
type language struct {
	locale    models.Locale
	sentences *gotext.Po // empty for English, whose sentences are the keys
	dates     dateStyle
}

//go:embed locales
var catalogues embed.FS

var (
	english   = &language{models.English, gotext.NewPo(), dateStyles[models.English]}
	languages = load(catalogues)
)

// load knows English and one language for each catalogue locales/<locale>.po, which is read when the language is first spoken: a start
// does not wait for it.
func load(files fs.FS) map[models.Locale]func() *language {
	paths, err := fs.Glob(files, "locales/*.po")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	known := map[models.Locale]func() *language{models.English: func() *language { return english }}
	for _, file := range paths {
		locale := models.Locale(strings.TrimSuffix(path.Base(file), ".po"))
		known[locale] = sync.OnceValue(func() *language {
			sentences := gotext.NewPoFS(files)
			sentences.ParseFile(file)
			return &language{locale, sentences, dateStyles[locale]}
		})
	}
	return known
}

type languageKey struct{}

// WithLocale returns a context in which everything is said in that language, or in English where there is no catalogue
// for it.
func WithLocale(ctx context.Context, locale models.Locale) context.Context {
	spoken := english
	if speak, known := languages[locale]; known {
		spoken = speak()
	}
	return context.WithValue(ctx, languageKey{}, spoken)
}

// ownNames are what those who read a language call it, whatever the language of the page.
var ownNames = map[models.Locale]string{models.English: "English", models.Chinese: "简体中文"}

// OwnName returns what those who read a language call it.
func OwnName(locale models.Locale) string { return ownNames[locale] }

// LocaleOf returns the language in which the context speaks; English where nobody chose.
func LocaleOf(ctx context.Context) models.Locale { return languageOf(ctx).locale }

func languageOf(ctx context.Context) *language {
	if spoken, ok := ctx.Value(languageKey{}).(*language); ok {
		return spoken
	}
	return english
}
