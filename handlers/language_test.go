package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// asking asks for a page as a browser that is set to a language.
func asking(v *site.Visitor, path, language string) site.Page {
	r := v.Request(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", language)
	return v.Do(r)
}

// spoken is the language that a page is in, as it says itself.
func spoken(page site.Page) string { return page.Find("html").AttrOr("lang", "") }

func chooses(v *site.Visitor, language, next string) site.Page {
	return v.Post("/account/language", url.Values{"language": {language}, "next": {next}})
}

func TestAPageSpeaksWhatTheAccountSaysThenTheBrowsersChoiceThenWhatItAsksFor(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.Visitor()
	for asked, want := range map[string]string{"": "en", "de": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh-Hans", "en-GB,zh;q=0.9": "en"} {
		if got := spoken(asking(v, "/", asked)); got != want {
			t.Errorf("a browser that asks for %q is answered in %s", asked, got)
		}
	}
	chooses(v, "zh-Hans", "/")
	if page := asking(v, "/", "en"); spoken(page) != "zh-Hans" || page.Text("header .btn") != "登录" {
		t.Errorf("after the choice the page is in %s and offers to %q", spoken(page), page.Text("header .btn"))
	}

	chooses(s.SignedIn(adult), "en", "/home")
	v.Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}})
	if got := spoken(v.Get("/home")); got != "en" {
		t.Errorf("who chose English for their account reads %s in another's browser", got)
	}
	chooses(v, "zh-Hans", "/home")
	if got := spoken(s.SignedIn(adult).Get("/home")); got != "zh-Hans" {
		t.Errorf("in another browser the account speaks %s", got)
	}
	v.Post("/sign-out", nil)
	if page := v.Get("/sign-in"); spoken(page) != "zh-Hans" || page.Text("[role=status] b") != "您已退出登录。" {
		t.Errorf("signed out, the page is in %s and says %q", spoken(page), page.Text("[role=status] b"))
	}
}

func TestALanguageChosenBeforeSigningInGoesAlong(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.Visitor()
	chooses(v, "zh-Hans", "/sign-in")
	v.Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}})
	if got := spoken(s.SignedIn(adult).Get("/home")); got != "zh-Hans" {
		t.Errorf("in another browser the account speaks %s", got)
	}
	v.Post("/permissions/camera", url.Values{"state": {"on"}})
	if got := s.Letter(adult.Email).Subject; !strings.HasPrefix(got, "相机：开启（回执 R-") {
		t.Errorf("the receipt's letter is about %q", got)
	}
}

func TestWhoSignsUpOnAChinesePageIsWrittenToInChinese(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	chooses(v, "zh-Hans", "/sign-up")
	v.Post("/sign-up", signUpForm("mei@example.com"))
	letter := s.Letter("mei@example.com")
	if letter.Subject != "确认您的邮箱地址" || !strings.HasPrefix(letter.Text, "您好！") {
		t.Errorf("the letter is about %q: %s", letter.Subject, letter.Text)
	}
	follow(t, v, letter)
	v.Post("/verify", rightPassword)

	elsewhere := s.Visitor()
	elsewhere.Post("/sign-in", url.Values{"email": {"mei@example.com"}, "password": {storetest.Password}})
	if got := spoken(elsewhere.Get("/home")); got != "zh-Hans" {
		t.Errorf("in another browser the account speaks %s", got)
	}
	elsewhere.Post("/account/email", url.Values{"email": {"new@example.com"}, "password": {storetest.Password}})
	if got := s.Letter("new@example.com").Subject; got != "确认您的新邮箱" {
		t.Errorf("the letter to the new address is about %q", got)
	}
}

func TestALanguageIsChosenWhereOneStands(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult := s.CanSignIn(s.Adult())
	other := func(page site.Page) *goquery.Selection {
		return page.Find("header form[action='/account/language']").First()
	}
	for who, v := range map[string]*site.Visitor{"nobody": s.Visitor(), "an adult": s.SignedIn(adult)} {
		for _, path := range []string{"/policy", "/policy/versions/1.0", "/sign-in?next=%2Faccount", "/sign-up?sent=yes", "/data/log?kind=search&from=2026-01-01"} {
			page := v.Get(path)
			if page.Status != http.StatusOK {
				continue // the page of somebody else
			}
			form := other(page)
			if form.Find("button").AttrOr("lang", "") == spoken(page) || form.Find("button").Text() == "" {
				t.Errorf("%s: %s offers %q", who, path, form.Find("button").Text())
			}
			led := v.Post("/account/language", url.Values{
				"language": {form.Find("button").AttrOr("value", "")}, "next": {form.Find("input[name=next]").AttrOr("value", "")},
			})
			if got := led.Header.Get("Location"); led.Status != http.StatusSeeOther || got != path {
				t.Errorf("%s: from %s the choice leads to %s, %d", who, path, got, led.Status)
			}
		}
	}
	v := s.SignedIn(adult)
	for answered, want := range map[string]string{"/account/password": "/account/password", "/data/addresses/new": "/data/addresses/new"} {
		page := v.Post(answered, nil)
		if got := chooses(v, "en", other(page).Find("input").AttrOr("value", "")).Header.Get("Location"); page.Status != http.StatusUnprocessableEntity || got != want {
			t.Errorf("from the form at %s, answered with %d, the choice leads to %s", answered, page.Status, got)
		}
	}
	if page := chooses(v, "tlh", "/"); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a language that we don’t speak was answered with %d", page.Status)
	}
}

func TestT24_ChoosingALanguageLeadsToNoOtherPlace(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.Visitor()
	for next, want := range map[string]string{
		"/cookies": "/cookies", "/policy/data?x=1&y=%22": "/policy/data?x=1&y=%22", "/receipts/R-7F3K-20": "/receipts/R-7F3K-20",
		"/receipts/R-7F3K-20/notes": "/receipts/R-7F3K-20", "/permissions/camera": "/permissions", "/account/sessions/x/end": "/account/sessions",
		"/delete/x/stop": "/delete/x", "/data/addresses/x/follow": "/data", "/sign-out": "/",
		"": "/", "/nowhere": "/", "//evil.example": "/", "///evil.example": "/", "/\\evil.example": "/", "\\/evil.example": "/",
		"https://evil.example": "/", "https:/policy": "/", "https:policy": "/", "javascript:alert(1)": "/", "policy": "/", "./policy": "/",
		"//evil.example/policy": "/", "/policy/../../evil": "/", "/policy//evil.example": "/", "/policy/%2e%2e/x": "/", "/receipts/%2F%2Fevil.example": "/",
		"/policy#x": "/", "@evil.example": "/", "/policy\r\nSet-Cookie: a=b": "/", "/policy?a\r\nb": "/",
		"/static/app.css": "/", "/api/openapi.json": "/", "/healthz": "/", "/files/x": "/", "http://" + s.URL + "/policy": "/",
	} {
		if page := chooses(v, "en", next); page.Status != http.StatusSeeOther || page.Header.Get("Location") != want {
			t.Errorf("next=%q is answered with %d and leads to %q, want %q", next, page.Status, page.Header.Get("Location"), want)
		}
	}
}

func TestEveryErrorIsToldInTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.Visitor()
	chooses(v, "zh-Hans", "/")
	post := func(origin string) *http.Request {
		r := v.Request(http.MethodPost, "/sign-in", strings.NewReader("email=a"))
		r.Header.Set("Origin", origin)
		return r
	}
	another := v.Request(http.MethodGet, "/", nil)
	another.Host = "elsewhere.example" // where the browser has no cookie of ours
	another.Header.Set("Accept-Language", "zh-CN")
	for status, request := range map[int]*http.Request{
		http.StatusNotFound:             v.Request(http.MethodGet, "/nowhere", nil),
		http.StatusMethodNotAllowed:     v.Request(http.MethodGet, "/sign-out", nil),
		http.StatusGone:                 v.Request(http.MethodGet, "/verify/x", nil),
		http.StatusBadRequest:           v.Request(http.MethodGet, "/policy?a=%00", nil),
		http.StatusForbidden:            post("https://evil.example"),
		http.StatusUnsupportedMediaType: post(v.URL),
		http.StatusMisdirectedRequest:   another,
	} {
		page := v.Do(request)
		if page.Status != status || spoken(page) != "zh-Hans" || !strings.Contains(page.Text("main p.soft"), "错误") {
			t.Errorf("%d: answered with %d in %s: %s", status, page.Status, spoken(page), page.Text("main"))
		}
	}
}

// latin finds words in our own alphabet. In a Chinese page they are names, or they were not translated.
var (
	latin = regexp.MustCompile(`[A-Za-z]{2,}`)
	names = regexp.MustCompile(`R-[A-Z0-9]{4}-[A-Z0-9]{2}|[a-z0-9]+@[a-z.]+|Jolara( app)?|the print service|(Adult|Minor) \d+|red-panda-7|Changning Road|matte|paper|` +
		`JPEG|PNG|WebP|State Council notice of [0-9-]+|` + // as the list of a year says where it is from
		`iPhone|iPad|Safari|` + // whose settings the steps lead through
		`Cookie|HttpOnly|SameSite=Lax|UTC|[kMG]B|JavaScript|Chromium|WCAG|AA|axe-core|html-validate|argon2id|SHA-256`)
)

// A sentence that stands in a template, or a name that comes from a table, shows here.
func TestOnAChinesePageNothingIsLeftInEnglish(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.RealAgreement()
	adult := s.CanSignIn(s.Adult())
	s.Grant(adult, models.PhotoUpload)
	s.Grant(adult, models.Microphone)
	s.Grant(adult, models.KeepRecordings)
	app := s.App("Jolara app")
	s.Upload(app, adult, models.Upload{})
	ordered(s, adult, models.PrintDelivered, models.PrintOrdered)
	s.Record(adult, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: 61, File: storetest.Sound(1)})
	lettersSent(t, s, adult, 1)
	deletedTomorrow(t, s, adult, models.Selection{What: models.ScopePhotos, IDs: []string{s.Upload(app, adult, models.Upload{}).ID}})
	for who, v := range map[string]*site.Visitor{"nobody": s.Visitor(), "an adult": s.SignedIn(adult), "a minor": s.SignedIn(s.CanSignIn(s.Minor(12)))} {
		chooses(v, "zh-Hans", "/")
		for address, page := range walk(t, v, "/") {
			if page.Header.Get("Content-Type") != "text/html; charset=UTF-8" || strings.HasPrefix(address, "/dev/") {
				continue
			}
			page.Find("script, style, [lang=en], .ref, .hash").Remove()
			for _, node := range page.Find("*").Contents().FilterFunction(func(_ int, node *goquery.Selection) bool { return goquery.NodeName(node) == "#text" }).EachIter() {
				if left := names.ReplaceAllString(node.Text(), ""); latin.MatchString(left) {
					t.Errorf("%s: %s says %q", who, address, strings.TrimSpace(node.Text()))
				}
			}
			page.Find("[aria-label], [alt], [placeholder], meta[name=description]").Each(func(_ int, named *goquery.Selection) {
				for _, attribute := range []string{"aria-label", "alt", "placeholder", "content"} {
					if left := names.ReplaceAllString(named.AttrOr(attribute, ""), ""); latin.MatchString(left) {
						t.Errorf("%s: %s has the %s %q", who, address, attribute, named.AttrOr(attribute, ""))
					}
				}
			})
		}
	}
}
