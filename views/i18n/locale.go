// Package i18n speaks to people: sentences, figures and dates in the language of the page. The English sentence is the
// key; other languages are catalogues in locales/. Every word that a person reads comes through here.
package i18n

import (
	"context"
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// Locale is a language as BCP 47 writes it, fit for an HTML lang attribute.
type Locale string

// The languages that the portal is made for.
const (
	English Locale = "en"
	Chinese Locale = "zh-Hans"
)

// language is all it takes to speak one; it does not change after it was loaded, so that requests share it.
type language struct {
	locale    Locale
	sentences *gotext.Po // empty for English, whose sentences are the keys
	dates     dateStyle
}

//go:embed locales
var catalogues embed.FS

var (
	english   = &language{English, gotext.NewPo(), dateStyles[English]}
	languages = load(catalogues)
)

// load reads English and one language for each catalogue locales/<locale>.po.
func load(files fs.FS) map[Locale]*language {
	paths, err := fs.Glob(files, "locales/*.po")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	loaded := map[Locale]*language{English: english}
	for _, file := range paths {
		locale := Locale(strings.TrimSuffix(path.Base(file), ".po"))
		sentences := gotext.NewPoFS(files)
		sentences.ParseFile(file)
		loaded[locale] = &language{locale, sentences, dateStyles[locale]}
	}
	return loaded
}

type languageKey struct{}

// WithLocale returns a context in which everything is said in that language, or in English where there is no catalogue
// for it.
func WithLocale(ctx context.Context, locale Locale) context.Context {
	spoken, ok := languages[locale]
	if !ok {
		spoken = english
	}
	return context.WithValue(ctx, languageKey{}, spoken)
}

// LocaleOf returns the language in which the context speaks; English where nobody chose.
func LocaleOf(ctx context.Context) Locale { return languageOf(ctx).locale }

func languageOf(ctx context.Context) *language {
	if spoken, ok := ctx.Value(languageKey{}).(*language); ok {
		return spoken
	}
	return english
}
