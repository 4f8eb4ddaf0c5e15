package pages_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

var (
	keptTalk = models.Talk{ID: "1", Kind: models.TalkRecording, StartedAt: earlier, Seconds: 252, With: "Amir", MediaType: "audio/wav", Bytes: 2 << 20}
	lostTalk = models.Talk{ID: "2", Kind: models.TalkRecording, StartedAt: earlier, Seconds: 38}
	ourCall  = models.Talk{ID: "3", Kind: models.TalkCall, StartedAt: spring, Seconds: 3600, Direction: models.CallIn}
	missed   = models.Talk{ID: "5", Kind: models.TalkCall, StartedAt: spring, Direction: models.CallIn}
	theirs   = models.Talk{ID: "4", Kind: models.TalkCall, StartedAt: spring, Seconds: 60, Direction: models.CallOut}
)

func drawVoice(t *testing.T, page pages.VoicePage) *goquery.Document {
	t.Helper()
	page.Path, page.Now = "/data/voice", now
	return draw(t, pages.Voice(adultAt("/data/voice"), page))
}

func voiceWith(talks ...models.Talk) pages.VoicePage {
	return pages.VoicePage{Cards: pages.ChoiceCards(nil, false, models.Ward{}), Talks: talks, Found: len(talks), All: len(talks)}
}

func TestEachTalkSaysHowLongItWasAndUntilWhenItIsKept(t *testing.T) {
	rows := drawVoice(t, voiceWith(keptTalk, lostTalk, ourCall, theirs, missed)).Find(".talks > li")
	rows.Find(".pick").Remove()
	for i, want := range []string{
		"You spoke to Amir for 4 minutes 12 seconds Fri 20 Nov 2026, 10:04 Kept until 18 Feb 2027 Save it, 2.1 MB",
		"You spoke to support for 38 seconds Fri 20 Nov 2026, 10:04 Kept until 18 Feb 2027 No sound kept: keeping recordings was off.",
		"We rang you for 1 hour Tue 3 Mar 2026, 09:00 Kept until 1 Jun 2026 Of calls we keep no sound.",
		"You rang us for 1 minute Tue 3 Mar 2026, 09:00 Kept until 1 Jun 2026 Of calls we keep no sound.",
		"We rang you, and nobody answered Tue 3 Mar 2026, 09:00 Kept until 1 Jun 2026 Of calls we keep no sound.",
	} {
		if got := words(rows.Eq(i)); got != want {
			t.Errorf("talk %d reads %q, want %q", i+1, got, want)
		}
	}
}

func TestOnlyASoundThatIsKeptIsPlayedAndSaved(t *testing.T) {
	rows := drawVoice(t, voiceWith(keptTalk, lostTalk, theirs)).Find(".talks > li")
	if rows.Eq(0).Find(`audio[controls][preload="none"][src="/files/1"]`).Length() != 1 || rows.Eq(0).Find(`a[href="/files/1?download=1"]`).Length() != 1 {
		t.Error("a sound that is kept can't be heard or saved")
	}
	if n := rows.Slice(1, 3).Find("audio, a").Length(); n != 0 {
		t.Errorf("%d ways to what is not kept", n)
	}
}

func TestAMinorsRecordingsGoSooner(t *testing.T) {
	page := voiceWith(keptTalk, theirs)
	page.Minor, page.Cards = true, pages.ChoiceCards(nil, true, models.Ward{Guarded: true, Approved: true})
	drawn := drawVoice(t, page)
	for i, want := range []string{"Kept until 20 Dec 2026", "Kept until 1 Jun 2026"} {
		if got := plain(drawn.Find(".talks > li").Eq(i).Children().Filter(".hint")); got != want {
			t.Errorf("talk %d: %q", i+1, got)
		}
	}
	if n := drawn.Find(".perm button").Length(); n != 0 || strings.Count(drawn.Find(".pair").Text(), "Waits for your guardian") != 2 {
		t.Errorf("a minor is offered %d switches", n)
	}
}

func TestTheChoicesAboutRecordingsSayTheirEffectBeforeTheClick(t *testing.T) {
	page := voiceWith()
	page.Cards = pages.ChoiceCards([]models.Permission{granted(models.ImproveSupport)}, false, models.Ward{})
	drawn := drawVoice(t, page)
	for kind, want := range map[models.PermissionKind]struct{ name, sends, now string }{
		models.KeepRecordings: {"Keeping recordings is Off. Turn it on", "on", "You can speak to support all the same, and we keep no sound of it."},
		models.ImproveSupport: {"Using recordings to improve support is On. Turn it off", "off", "Jolara may also use your recordings to make its support better."},
	} {
		card := drawn.Find("#" + string(kind))
		form := card.Find(`form[method="post"][action="/data/voice/choices/` + string(kind) + `"]`)
		if got := form.Find("button").AttrOr("aria-label", ""); got != want.name || form.Find(`input[name="state"]`).AttrOr("value", "") != want.sends {
			t.Errorf("%s: the switch is called %q", kind, got)
		}
		if got := plain(card.Find("dd.is-now")); !strings.HasPrefix(got, want.now) || card.Find("dd").Length() != 2 {
			t.Errorf("%s: now %q", kind, got)
		}
	}
}

func TestAMicrophoneThatWasTurnedOffIsToldWhereThereAreTalks(t *testing.T) {
	page := voiceWith(keptTalk)
	for state, told := range map[models.State]int{models.Withdrawn: 1, models.Granted: 0, models.Never: 0} {
		page.Microphone = models.Permission{Kind: models.Microphone, State: state, Since: spring}
		notice := drawVoice(t, page).Find("section.notice")
		if notice.Length() != told {
			t.Errorf("%s: %d notices", state, notice.Length())
		}
		if told == 1 && !strings.HasPrefix(words(notice), "The microphone is off Off since 3 March 2026.") {
			t.Errorf("%s: %q", state, plain(notice))
		}
	}
}

func TestWhoNeverTalkedReadsSo(t *testing.T) {
	page := voiceWith()
	page.Microphone, page.Calls = granted(models.Microphone), models.Permission{Kind: models.VoiceCall, State: models.Never}
	drawn := drawVoice(t, page)
	if drawn.Find("form.filters, .talks").Length() != 0 || plain(drawn.Find("#none")) != "You haven’t talked to support" {
		t.Error("an empty list has a filter, or says nothing")
	}
	if got := words(drawn.Find(".links")); got != "Microphone On Voice calls Off" {
		t.Errorf("the switches stand at %q", got)
	}
}
