package models

import (
	"regexp"
	"strings"
)

// Browser is what a browser tells of itself, cut down to what its owner knows it by: names of makers, no version.
type Browser struct {
	Name   string // such as Firefox; empty where it is none that we know
	System string // such as Windows; likewise
}

// String names both as the security log keeps them.
func (b Browser) String() string {
	if b.Name == "" || b.System == "" {
		return b.Name + b.System
	}
	return b.Name + ", " + b.System
}

// sign is a mark in what a browser tells, and what it stands for.
type sign struct{ mark, name string }

// browserSigns stand in the order in which they are looked for: most browsers also name those that they are built like.
var browserSigns = []sign{
	{"Edg/", "Edge"},
	{"EdgA/", "Edge"},
	{"EdgiOS/", "Edge"},
	{"OPR/", "Opera"},
	{"SamsungBrowser/", "Samsung Internet"},
	{"HuaweiBrowser/", "Huawei Browser"},
	{"ArkWeb/", "Huawei Browser"},
	{"MicroMessenger/", "WeChat"},
	{"FxiOS/", "Firefox"},
	{"Firefox/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
}

// systemSigns likewise: Android calls itself Linux, too.
var systemSigns = []sign{
	{"OpenHarmony", "HarmonyOS"},
	{"HarmonyOS", "HarmonyOS"},
	{"iPhone", "iPhone"},
	{"iPad", "iPad"},
	{"Android", "Android"},
	{"Windows", "Windows"},
	{"CrOS", "ChromeOS"},
	{"Macintosh", "Mac"},
	{"Linux", "Linux"},
}

// ParseBrowser reads the header by which a browser tells what it is (RFC 9110, 10.1.5).
func ParseBrowser(userAgent string) Browser {
	return Browser{Name: firstSign(browserSigns, userAgent), System: firstSign(systemSigns, userAgent)}
}

func firstSign(signs []sign, text string) string {
	for _, s := range signs {
		if strings.Contains(text, s.mark) {
			return s.name
		}
	}
	return ""
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$`)

// FirstLanguage reads the header in which a browser lists the languages that it asks for (RFC 9110, 12.5.4) and returns
// the first, such as zh-CN; empty where that is none.
func FirstLanguage(acceptLanguage string) string {
	first, _, _ := strings.Cut(acceptLanguage, ",")
	tag, _, _ := strings.Cut(first, ";")
	if tag = strings.TrimSpace(tag); languageTag.MatchString(tag) {
		return tag
	}
	return ""
}
