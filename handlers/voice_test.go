package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const voicePage = "/data/voice"

// talker is an adult who signs in and may speak to support and ring it.
func talker(s *site.Site) models.Person {
	p := s.CanSignIn(s.Adult())
	s.Grant(p, models.Microphone)
	s.Grant(p, models.VoiceCall)
	return p
}

func TestAPersonChoosesToKeepRecordingsAndUndoesIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := talker(s)
	v := s.SignedIn(p)
	for _, test := range []struct {
		kind                      models.PermissionKind
		state, says, after, thing string
	}{
		{models.KeepRecordings, "on", "Keeping recordings is on.", "Keeping recordings is On. Turn it off", "Keeping recordings on"},
		{models.KeepRecordings, "off", "Keeping recordings is off.", "Keeping recordings is Off. Turn it on", "Keeping recordings off"},
		{models.ImproveSupport, "on", "Using recordings to improve support is on.", "Using recordings to improve support is On. Turn it off", "Recordings for better support on"},
	} {
		address := "/data/voice/choices/" + string(test.kind)
		answer := v.Post(address, url.Values{"state": {test.state}})
		if answer.Status != http.StatusSeeOther || answer.Header.Get("Location") != voicePage {
			t.Fatalf("%s %s is answered with %d to %q", test.kind, test.state, answer.Status, answer.Header.Get("Location"))
		}
		page := v.Get(voicePage)
		if got := page.Text("[role=status]"); !strings.Contains(got, test.says) {
			t.Errorf("the flash says %q", got)
		}
		if undo := page.Find("[role=status] form").AttrOr("action", ""); undo != address {
			t.Errorf("undo posts to %q", undo)
		}
		if got := page.Name("#" + string(test.kind) + " button"); got != test.after {
			t.Errorf("the switch is called %q", got)
		}
		receipt := v.Get(page.Find("[role=status] a").AttrOr("href", ""))
		if got := receipt.Text("#choice"); got != test.thing || receipt.Find(`main a[href="`+voicePage+`"]`).Length() != 1 {
			t.Errorf("the receipt is for %q", got)
		}
		if got := v.Get("/consents").Text(".timeline strong"); got != test.thing {
			t.Errorf("the history begins with %q", got)
		}
		if got := v.Get("/home").Text("[aria-labelledby=recent] strong"); got != test.thing {
			t.Errorf("the home page says %q last", got)
		}
		s.Clock.Advance(time.Minute)
	}
	if letter := s.Letter(p.Email); letter.Subject == "" {
		t.Error("no letter confirms it")
	}
}

func TestAChoiceThatMakesNoSenseChangesNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	v := s.SignedIn(p)
	for _, test := range []struct {
		path, state string
		status      int
	}{
		{"/data/voice/choices/keep_recordings", "maybe", http.StatusUnprocessableEntity},
		{"/data/voice/choices/keep_recordings", "", http.StatusUnprocessableEntity},
		{"/data/voice/choices/camera", "on", http.StatusNotFound},
		{"/data/voice/choices/none", "on", http.StatusNotFound},
		{"/permissions/keep_recordings", "on", http.StatusNotFound},
	} {
		if page := v.Post(test.path, url.Values{"state": {test.state}}); page.Status != test.status {
			t.Errorf("%s %q: %d, want %d", test.path, test.state, page.Status, test.status)
		}
	}
	if n := s.Count(`select count(*) from consents where person_id = $1`, p.ID); n != 0 {
		t.Errorf("%d choices were written", n)
	}
}

func TestAMinorsGuardianDecidesAboutRecordings(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Minor(12)))
	if buttons := v.Get(voicePage).Find(".perm button").Length(); buttons != 0 {
		t.Errorf("a minor is offered %d switches", buttons)
	}
	for _, kind := range models.ChoiceKinds {
		page := v.Post("/data/voice/choices/"+string(kind), url.Values{"state": {"on"}})
		if page.Status != http.StatusForbidden || !strings.Contains(page.Text("main"), "guardian") {
			t.Errorf("%s: a minor's own yes was answered with %d: %s", kind, page.Status, page.Text("main"))
		}
	}
}

func TestOnlyASoundThatThePersonKeepsIsHeardAndSaved(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := talker(s)
	s.Record(p, models.PushedRecording{ID: "lost", StartedAt: s.Clock.Now(), Seconds: 1, With: "Amir", File: storetest.Sound(1)})
	s.Grant(p, models.KeepRecordings)
	kept := s.Record(p, models.PushedRecording{ID: "kept", StartedAt: s.Clock.Now().Add(time.Second), Seconds: 2, File: storetest.Sound(2)})
	v := s.SignedIn(p)
	rows := v.Get(voicePage).Find(".talks > li")
	if rows.Length() != 2 || rows.Eq(0).Find("audio").Length() != 1 || !strings.Contains(rows.Eq(1).Text(), "No sound kept") {
		t.Fatalf("%d talks: %s", rows.Length(), rows.Text())
	}
	sound := v.Get(rows.Find("audio").AttrOr("src", ""))
	if sound.Status != http.StatusOK || sound.Header.Get("Content-Type") != "audio/wav" || int64(len(sound.Body)) != kept.Bytes {
		t.Errorf("hearing it: %d, %s, %d bytes", sound.Status, sound.Header.Get("Content-Type"), len(sound.Body))
	}
	r := v.Request(http.MethodGet, rows.Find("audio").AttrOr("src", ""), nil)
	r.Header.Set("Range", "bytes=0-3") // players ask for parts
	if part := v.Do(r); part.Status != http.StatusPartialContent || part.Body != "RIFF" {
		t.Errorf("a part of it: %d, %q", part.Status, part.Body)
	}
	saved := v.Get(rows.Find("a").AttrOr("href", ""))
	if got := saved.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") || !strings.Contains(got, ".wav") {
		t.Errorf("saving it: %q", got)
	}
	stranger := s.SignedIn(s.CanSignIn(s.Adult()))
	if page := stranger.Get("/files/" + kept.ID); page.Status != http.StatusNotFound {
		t.Errorf("another person hears it: %d", page.Status)
	}
}

func TestAPersonFiltersTheirTalks(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := talker(s)
	for i := range store.PageSize + 1 {
		s.Call(p, models.PushedCall{ID: fmt.Sprint(i), At: s.Clock.Now().Add(-time.Duration(i) * time.Minute), Seconds: i, Direction: models.CallOut})
	}
	s.Record(p, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now().AddDate(0, 0, -1), Seconds: 1, File: storetest.Sound(1)})
	v := s.SignedIn(p)
	for query, want := range map[string]string{
		"":                             "52 talks, newest first",
		"?kind=recording":              "1 talk",
		"?to=2026-11-19":               "1 talk",
		"?kind=call&to=2026-11-19":     "No talk in this filter",
		"?kind=call&from=2026-11-20":   "51 talks, newest first",
		"?kind=call&from=&to=&unknown": "51 talks, newest first",
	} {
		if page := v.Get(voicePage + query); page.Status != http.StatusOK || page.Text("#list") != want {
			t.Errorf("%s: %d, %q, want %q", query, page.Status, page.Text("#list"), want)
		}
	}
	for query, field := range map[string]string{"?from=soon": "from", "?from=2026-11-20&to=2026-11-19": "to", "?kind=song": "kind"} {
		page := v.Get(voicePage + query)
		if page.Status != http.StatusUnprocessableEntity || page.Find(`.summary a[href="#`+field+`"]`).Length() != 1 {
			t.Errorf("%s: %d, %q", query, page.Status, page.Text(".summary"))
		}
	}
	older := v.Get(v.Get(voicePage+"?kind=call").Find("a[rel=next]").AttrOr("href", ""))
	if n := older.Find(".talks > li").Length(); n != 1 || older.Find("#kind [selected]").AttrOr("value", "") != "call" {
		t.Errorf("%d talks on the older page", n)
	}
}

func TestAMicrophoneThatWasWithdrawnIsToldBesideTheTalks(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := talker(s)
	s.Record(p, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: 1, File: storetest.Sound(1)})
	v := s.SignedIn(p)
	v.Post("/permissions/microphone", url.Values{"state": {"off"}})
	page := v.Get(voicePage)
	if got := page.Text("section.notice"); !strings.Contains(got, "Off since 20 November 2026.") || page.Find(".talks > li").Length() != 1 {
		t.Errorf("%q beside %d talks", got, page.Find(".talks > li").Length())
	}
}
