package pages_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

var (
	now     = time.Date(2026, time.November, 20, 10, 5, 0, 0, models.Shanghai)
	earlier = time.Date(2026, time.November, 20, 10, 4, 11, 0, models.Shanghai)
	spring  = time.Date(2026, time.March, 3, 9, 0, 0, 0, models.Shanghai)
)

func granted(kind models.PermissionKind) models.Permission {
	return models.Permission{Kind: kind, State: models.Granted, Since: spring, ChosenAt: spring, Receipt: "R-6KD1-72"}
}

func withdrawn(kind models.PermissionKind) models.Permission {
	return models.Permission{Kind: kind, State: models.Withdrawn, Since: earlier, ChosenAt: earlier, Receipt: "R-7F3K-20"}
}

func choice(kind models.PermissionKind, state models.State, by models.Actor) models.Consent {
	return models.Consent{ID: "1", Kind: kind, State: state, At: earlier, RecordedAt: earlier, By: by, PolicyVersion: "4.1", Receipt: "R-7F3K-20"}
}

func TestEveryPermissionHasItsCard(t *testing.T) {
	tests := []struct {
		name     string
		standing []models.Permission
		minor    bool
		want     []pages.PermissionCard
	}{
		{
			"nobody ever chose", nil, false,
			[]pages.PermissionCard{
				{Kind: models.Camera},
				{Kind: models.PhotoUpload},
				{Kind: models.Microphone, Days: 90},
				{Kind: models.VoiceCall, Days: 90},
			},
		},
		{
			"an adult's, in another order",
			[]models.Permission{withdrawn(models.Microphone), granted(models.Camera)},
			false,
			[]pages.PermissionCard{
				{Kind: models.Camera, On: true, Since: spring, Receipt: "R-6KD1-72"},
				{Kind: models.PhotoUpload},
				{Kind: models.Microphone, Since: earlier, Receipt: "R-7F3K-20", Days: 90},
				{Kind: models.VoiceCall, Days: 90},
			},
		},
		{
			"a minor's",
			[]models.Permission{granted(models.Camera), withdrawn(models.Microphone)},
			true,
			[]pages.PermissionCard{
				{Kind: models.Camera, On: true, Since: spring, Receipt: "R-6KD1-72"},
				{Kind: models.PhotoUpload, Waiting: true},
				{Kind: models.Microphone, Since: earlier, Receipt: "R-7F3K-20", Waiting: true, Days: 30},
				{Kind: models.VoiceCall, Waiting: true, Days: 90},
			},
		},
	}
	for _, test := range tests {
		got := pages.NewPermissions(test.standing, nil, 0, test.minor, models.Ward{Guarded: test.minor, Approved: test.minor}, now).Cards
		if len(got) != len(test.want) {
			t.Fatalf("%s: %d cards", test.name, len(got))
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: %+v, want %+v", test.name, got[i], test.want[i])
			}
		}
	}
}

func TestTheSwitchSaysHowItStandsAndWhatItDoes(t *testing.T) {
	tests := []struct {
		name       string
		standing   models.Permission
		says       string
		since      string
		sends      string
		word       string
		effectsNow string
	}{
		{"on", granted(models.Camera), "Camera is On. Turn it off", "On since 3 March 2026", "off", "On", "You can take a photo"},
		{"off", withdrawn(models.Camera), "Camera is Off. Turn it on", "Off since today, 10:04", "on", "Off", "Jolara won’t use the camera."},
		{"never", models.Permission{Kind: models.Camera, State: models.Never}, "Camera is Off. Turn it on", "Never turned on", "on", "Off", "Jolara won’t use the camera."},
	}
	for _, test := range tests {
		page := pages.NewPermissions([]models.Permission{test.standing}, nil, 0, false, models.Ward{}, now)
		card := draw(t, pages.Permissions(adultAt("/permissions"), page)).Find("#camera")
		button := card.Find(`form[method="post"][action="/permissions/camera"] button`)
		if got := button.AttrOr("aria-label", ""); got != test.says || !strings.Contains(got, test.word) {
			t.Errorf("%s: the switch says %q", test.name, got)
		}
		if got := strings.TrimSpace(button.Text()); got != test.word {
			t.Errorf("%s: the switch shows %q", test.name, got)
		}
		if got := card.Find(`input[name="state"]`).AttrOr("value", ""); got != test.sends {
			t.Errorf("%s: the switch sends %q", test.name, got)
		}
		if got := strings.TrimSpace(card.Find(".hint").Text()); got != test.since {
			t.Errorf("%s: %q", test.name, got)
		}
		effects := card.Find("#" + button.AttrOr("aria-describedby", "nothing"))
		if got := effects.Find("dd.is-now").Text(); !strings.HasPrefix(got, test.effectsNow) || effects.Find("dd").Length() != 2 {
			t.Errorf("%s: now %q of %d effects", test.name, got, effects.Find("dd").Length())
		}
		wantLink := test.standing.Receipt != ""
		if got := card.Find(`a[href="/receipts/`+test.standing.Receipt+`"]`).Length() == 1; got != wantLink {
			t.Errorf("%s: a link to the receipt: %t", test.name, got)
		}
	}
}

func TestAMinorWaitsForTheGuardianAndCanAlwaysTurnOff(t *testing.T) {
	page := pages.NewPermissions([]models.Permission{granted(models.Camera), withdrawn(models.Microphone)}, nil, 0, true, models.Ward{Guarded: true, Approved: true}, now)
	drawn := draw(t, pages.Permissions(adultAt("/permissions"), page))
	for kind, waits := range map[models.PermissionKind]bool{models.Camera: false, models.PhotoUpload: true, models.Microphone: true, models.VoiceCall: true} {
		card := drawn.Find("#" + string(kind))
		if buttons := card.Find("button").Length(); (buttons == 0) != waits {
			t.Errorf("%s: %d buttons", kind, buttons)
		}
		if says := strings.Contains(card.Text(), "Waits for your guardian"); says != waits {
			t.Errorf("%s: it says that it waits: %t", kind, says)
		}
	}
}

func TestHowLongAVoiceIsKeptDependsOnWhoseItIs(t *testing.T) {
	for minor, recordings := range map[bool]string{false: "for 90 days.", true: "for 30 days."} {
		drawn := draw(t, pages.Permissions(adultAt("/permissions"), pages.NewPermissions(nil, nil, 0, minor, models.Ward{Guarded: minor, Approved: minor}, now)))
		for card, want := range map[string]string{"#microphone": recordings, "#voice_call": "for 90 days."} {
			if got := drawn.Find(card + " dd").First().Text(); !strings.HasSuffix(got, want) {
				t.Errorf("minor %t, %s: %q", minor, card, got)
			}
		}
	}
}

func TestAllChoicesAreCounted(t *testing.T) {
	recent := []models.Consent{choice(models.Microphone, models.Withdrawn, models.ByPerson)}
	for total, want := range map[int]string{1: "All 1", 999: "All 999", 1000: "All 1,000", 1001: "All 1,001", 5_000_000: "All 5,000,000"} {
		drawn := draw(t, pages.Permissions(adultAt("/permissions"), pages.NewPermissions(nil, recent, total, false, models.Ward{}, now)))
		if got := drawn.Find(`aside a[href="/consents"]`).Text(); got != want {
			t.Errorf("%d: %q", total, got)
		}
	}
}

func TestTheLatestChoiceComesWithItsReceipt(t *testing.T) {
	recent := []models.Consent{
		choice(models.Microphone, models.Withdrawn, models.ByPerson),
		choice(models.Camera, models.Granted, models.ByGuardian),
	}
	drawn := draw(t, pages.Permissions(adultAt("/permissions"), pages.NewPermissions(nil, recent, 2, false, models.Ward{}, now)))
	if got := drawn.Find("aside .receipt .facts dd").First().Text(); strings.TrimSpace(got) != "Microphone off" {
		t.Errorf("the receipt is for %q", got)
	}
	entries := drawn.Find("aside .timeline > li")
	if entries.Length() != 2 || entries.Eq(1).Find("p").Text() != "Your guardian" || entries.Eq(0).Find("p").Length() != 0 {
		t.Errorf("the choices are %q", entries.Text())
	}
}

func TestNobodyChoseAnythingYet(t *testing.T) {
	drawn := draw(t, pages.Permissions(adultAt("/permissions"), pages.NewPermissions(nil, nil, 0, false, models.Ward{}, now)))
	aside := drawn.Find("aside")
	if aside.Find(".receipt, a").Length() != 0 || !strings.Contains(aside.Text(), "No choice yet.") {
		t.Errorf("%q", aside.Text())
	}
}
