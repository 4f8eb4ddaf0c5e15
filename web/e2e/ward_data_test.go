package e2e_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// A mother looks at everything of her daughter of six, without JavaScript, in both languages: mends a title, and deletes a picture, which
// the child brings back.
func TestWithoutScriptAMotherLooksAtThePicturesOfASixYearOld(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			lookAtAll(t, locale)
		})
	}
}

func lookAtAll(t *testing.T, locale models.Locale) {
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "ward-all-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	child := s.Allow(s.CanSignIn(s.Minor(6)), models.PhotoUpload, models.Microphone, models.KeepRecordings, models.VoiceCall)
	app, ward := s.App("Jolara app"), "/guardian/"+s.RecordOf(child)
	empty := s.Allow(s.CanSignIn(s.Minor(5)))
	hour := s.Clock.Now().Add(-time.Hour)
	photo := s.Upload(app, child, models.Upload{ID: "photo-1", FileName: "Lake.jpg"}).ID
	s.Album(app, child, 60)
	s.Print(app, child, models.PushedPrint{ID: "P-1", PhotoIDs: []string{"photo-1"}, OrderedAt: s.Clock.Now(), State: models.PrintPrinting})
	s.Record(child, models.PushedRecording{ID: "talk", StartedAt: hour, Seconds: 12, With: "Lin", File: storetest.Sound(12)})
	s.Call(child, models.PushedCall{ID: "call", At: hour, Seconds: 30, Direction: models.CallOut})
	s.Did(child, models.Activity{Kind: models.ActivityTransaction, At: hour, Detail: "An album, 12 yuan"})

	mother := s.Tab(phone)
	chooseLanguage(mother, locale)
	mother.Open("/guardian/sign-in")
	mother.Type("#email", storetest.Mother)
	mother.Click("form[action='/guardian/sign-in'] button")
	mother.Type("#code", s.NewestCodeOf(storetest.Mother))
	mother.Click("button[value=check]")
	mother.Open(ward)
	look(mother, "page")
	for _, list := range []string{"prints", "voice", "log", "consents", "recipients", "changes"} {
		mother.Open(ward + "/" + list)
		look(mother, list)
	}
	mother.Open(ward)
	mother.Click("a[href='" + ward + "/photos']")
	look(mother, "photos")
	mother.Click("button[form], .bulk button")
	look(mother, "nothing-chosen")
	mother.Open(ward + "/photos")
	mother.Click("a[href='" + ward + "/photos/" + photo + "']")
	look(mother, "photo")
	mother.Type("#title", "Lake")
	mother.Click("main form[method=post] button")
	look(mother, "mended")
	mother.Click("a[href^='" + ward + "/delete']")
	look(mother, "delete")
	mother.Click("form[action='" + ward + "/delete'] button")
	look(mother, "deleted")

	kid := s.Tab(phone)
	chooseLanguage(kid, locale)
	signIn(kid, child)
	kid.Open("/family")
	look(kid, "family")
	kid.Open("/delete")
	kid.Click("main a[href^='/delete/']")
	kid.Click("form[action$='/stop'] button")
	mother.Open(ward + "/photos/" + photo)
	if !strings.Contains(mother.Text("h1"), "Lake") {
		t.Errorf("what the child brought back is called %s", mother.Text("h1"))
	}

	none := "/guardian/" + s.RecordOf(empty)
	for _, list := range []string{"photos", "prints", "voice", "log", "recipients", "changes"} {
		mother.Open(none + "/" + list)
		look(mother, "empty-"+list)
	}
	s.Act(child, models.ActWithdraw)
	mother.Open(ward + "/photos/" + photo)
	look(mother, "photo-locked")
	site.ValidHTML(t, html)
}
