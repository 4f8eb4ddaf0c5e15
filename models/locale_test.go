package models_test

import (
	"strings"
	"testing"

	"jolara.com/privacy/models"
)

func TestABrowserIsAnsweredInTheLanguageItAsksForFirst(t *testing.T) {
	for header, want := range map[string]models.Locale{
		"":                                    models.English,
		"*":                                   models.English,
		"zh":                                  models.Chinese,
		"zh-CN":                               models.Chinese,
		"ZH-hans-cn":                          models.Chinese,
		"zh-TW":                               models.Chinese,
		"zh-CN,zh;q=0.9,en;q=0.8":             models.Chinese,
		"en-GB,en;q=0.9,zh;q=0.8":             models.English,
		"en;q=0.5, zh;q=0.8":                  models.Chinese,
		"en;q=0.5, zh;q=0.5":                  models.English,
		"zh;q=0.5, en;q=0.5":                  models.Chinese,
		"de-DE,de;q=0.9,zh;q=0.3,en;q=0.2":    models.Chinese,
		"de, fr":                              models.English,
		"zh;q=0":                              models.English,
		"zh;q=0, en":                          models.English,
		"zh;q=2, en;q=0.1":                    models.English,
		"zh;q=NaN":                            models.English,
		"zh;x=1":                              models.English,
		"zh ; q=0.7 , en ; q=0.2":             models.Chinese,
		"zha, zh_CN":                          models.English, // other languages
		";;;,,,=":                             models.English,
		strings.Repeat("de,", 100_000) + "zh": models.English, // nobody reads that far
	} {
		if got := models.PreferredLocale(header); got != want {
			t.Errorf("%.60q: %s, want %s", header, got, want)
		}
	}
}

func TestATextIsInTheLanguageOfMostOfItsLetters(t *testing.T) {
	for text, want := range map[string]models.Locale{
		"": models.English, "#28": models.English, "We ask first.": models.English, "We ask first (个人信息保护法).": models.English,
		"我们先问您。": models.Chinese, "Jolara 先征得您的同意，再使用相机。": models.Chinese,
	} {
		if got := models.LocaleOfText(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestOnlyOurLanguagesAreChosen(t *testing.T) {
	for _, ours := range models.Locales {
		if got, err := models.ParseLocale(string(ours)); err != nil || got != ours {
			t.Errorf("%s: %s, %v", ours, got, err)
		}
	}
	for _, other := range []string{"", "zh", "zh-Hant", "EN", "en ", "tlh", "../zh-Hans"} {
		if _, err := models.ParseLocale(other); err == nil {
			t.Errorf("%q is taken", other)
		}
	}
}
