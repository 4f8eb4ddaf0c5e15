package models

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Locale is a language in which the portal speaks, as BCP 47 writes it.
type Locale string

// The languages.
const (
	English Locale = "en"
	Chinese Locale = "zh-Hans" // in simplified characters
)

// Locales lists the languages in the order in which they are offered.
var Locales = []Locale{English, Chinese}

// ParseLocale reads a language, or returns an Invalid.
func ParseLocale(text string) (Locale, error) {
	if l := Locale(text); slices.Contains(Locales, l) {
		return l, nil
	}
	return "", Invalid{"language": FaultUnknown}
}

// LocaleOfText returns the language in which a text is written: Chinese where it has more Chinese characters than Latin ones.
func LocaleOfText(text string) Locale {
	chinese, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			chinese++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	if chinese > latin {
		return Chinese
	}
	return English
}

// languagesRead is how many languages of a browser's list are looked at. No browser sends as many.
const languagesRead = 20

// PreferredLocale returns the language of ours that a browser asks for before all others, by the header in which it lists
// them with their weights (RFC 9110, 12.5.4); English where it asks for none of ours. Whoever reads any Chinese reads ours
// rather than English.
func PreferredLocale(acceptLanguage string) Locale {
	best, most := English, 0.0
	for i, entry := range strings.SplitN(acceptLanguage, ",", languagesRead+1) {
		if i == languagesRead {
			break
		}
		tag, weight := weighed(entry)
		language, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, ours := range Locales {
			known, _, _ := strings.Cut(string(ours), "-")
			if language == known && weight > most { // of two with the same weight the first counts
				best, most = ours, weight
			}
		}
	}
	return best
}

// weighed parts an entry of the list into its language and its weight, which is 1 where none is named and 0 where it is none.
func weighed(entry string) (tag string, weight float64) {
	tag, parameter, found := strings.Cut(entry, ";")
	tag = strings.TrimSpace(tag)
	if !found {
		return tag, 1
	}
	name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
	weight, err := strconv.ParseFloat(value, 64)
	if !strings.EqualFold(name, "q") || err != nil || !(weight >= 0 && weight <= 1) { // NaN is neither
		return tag, 0
	}
	return tag, weight
}
