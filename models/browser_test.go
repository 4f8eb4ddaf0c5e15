package models_test

import (
	"strings"
	"testing"

	"jolara.com/privacy/models"
)

func TestABrowserIsKnownByItsNameAndItsSystem(t *testing.T) {
	const kit = "AppleWebKit/537.36 (KHTML, like Gecko)"
	for told, want := range map[string]models.Browser{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0":                  {"Firefox", "Windows"},
		"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0":                            {"Firefox", "Linux"},
		"Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0":                              {"Firefox", "Android"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + kit + " FxiOS/145.0 Safari/605.1.15":    {"Firefox", "iPhone"},
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + kit + " Chrome/142.0.0.0 Safari/537.36":              {"Chrome", "Windows"},
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + kit + " Chrome/142.0.0.0 Safari/537.36":               {"Chrome", "ChromeOS"},
		"Mozilla/5.0 (Linux; Android 10; K) " + kit + " Chrome/142.0.0.0 Mobile Safari/537.36":              {"Chrome", "Android"},
		"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) " + kit + " CriOS/142.0 Mobile Safari/604.1":         {"Chrome", "iPad"},
		"Mozilla/5.0 (Windows NT 10.0) " + kit + " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0":            {"Edge", "Windows"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + kit + " Chrome/142.0.0.0 Safari/537.36 OPR/99": {"Opera", "Mac"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + kit + " Version/18.1 Safari/605.1.15":          {"Safari", "Mac"},
		"Mozilla/5.0 (Linux; Android 14) " + kit + " SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36": {"Samsung Internet", "Android"},
		"Mozilla/5.0 (Linux; Android 10; HarmonyOS) " + kit + " Chrome/114 HuaweiBrowser/15.0 Safari/537":   {"Huawei Browser", "HarmonyOS"},
		"Mozilla/5.0 (Phone; OpenHarmony 5.0) " + kit + " Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1 Mobile": {"Huawei Browser", "HarmonyOS"},
		"Mozilla/5.0 (Linux; Android 14) " + kit + " Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50": {"WeChat", "Android"},
		"curl/8.5.0":                {},
		"":                          {},
		"<script>alert(1)</script>": {},
		"Windows":                   {"", "Windows"},
		strings.Repeat("x", 1<<16) + " Firefox/1": {"Firefox", ""},
	} {
		if got := models.ParseBrowser(told); got != want {
			t.Errorf("%.120q is read as %+v, want %+v", told, got, want)
		}
	}
}

func TestABrowserIsWrittenByWhatIsKnownOfIt(t *testing.T) {
	for want, b := range map[string]models.Browser{
		"Firefox, Windows": {Name: "Firefox", System: "Windows"}, "Firefox": {Name: "Firefox"}, "Windows": {System: "Windows"}, "": {},
	} {
		if got := b.String(); got != want {
			t.Errorf("%+v is written %q", b, got)
		}
	}
}

func TestTheLanguageThatABrowserAsksForFirstIsKept(t *testing.T) {
	for header, want := range map[string]string{
		"zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "en": "en", "zh-Hans-CN": "zh-Hans-CN", " de-CH ; q=1 , en": "de-CH",
		"": "", "*": "", "*;q=0.5, en": "", "<script>": "", "zh\x00": "", strings.Repeat("a", 100): "", "en-": "",
	} {
		if got := models.FirstLanguage(header); got != want {
			t.Errorf("%.40q: %q, want %q", header, got, want)
		}
	}
}
