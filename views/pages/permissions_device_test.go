package pages_test

import (
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func TestEveryPlatformHasStepsForAllFourPermissionsAndLeadsToTheOthers(t *testing.T) {
	titles := map[string]bool{}
	for _, on := range models.Platforms {
		path := "/permissions/device/" + string(on)
		drawn := draw(t, pages.DeviceSteps(adultAt(path), on))
		titles[drawn.Find("h1").Text()] = true
		if here := drawn.Find("main nav [aria-current=page]"); here.Length() != 1 || here.AttrOr("href", "") != path {
			t.Errorf("%s: the page itself is %q among the platforms", on, here.AttrOr("href", ""))
		}
		for _, kind := range models.PermissionKinds {
			card := drawn.Find("#" + string(kind))
			if steps := card.Find("ol > li").Length(); steps < 2 || steps > 3 {
				t.Errorf("%s, %s: %d steps", on, kind, steps)
			}
			for _, other := range models.Platforms {
				link := `a[href="/permissions/device/` + string(other) + "#" + string(kind) + `"]`
				if leads := card.Find(link).Length() == 1; leads != (other != on) {
					t.Errorf("%s, %s: it leads to %s: %t", on, kind, other, leads)
				}
			}
		}
		if drawn.Find(`main a[href="/permissions"]`).Length() != 1 || drawn.Find("main button, main form").Length() != 0 {
			t.Errorf("%s: no way back, or something to press", on)
		}
		if says := drawn.Find(".lede").Text(); !strings.Contains(says, "Only you can change these settings") || !strings.Contains(says, "haven’t changed them") {
			t.Errorf("%s: whose settings they are: %q", on, says)
		}
	}
	if len(titles) != len(models.Platforms) {
		t.Errorf("the pages are called %v", titles)
	}
}

// No phone keeps an app from a call by a switch for calls: what a call needs is the microphone, and the page says so.
func TestOfCallsThePageSaysWhatADeviceCanReallyBlock(t *testing.T) {
	for _, on := range models.Platforms {
		drawn := draw(t, pages.DeviceSteps(adultAt("/permissions/device/"+string(on)), on))
		if says := drawn.Find("#voice_call .perm__steps > p").Text(); !strings.Contains(says, "needs the microphone") {
			t.Errorf("%s: %q", on, says)
		}
	}
}

func TestEachPermissionLeadsToItsStepsAndAChoiceAboutRecordingsToNone(t *testing.T) {
	cards := draw(t, pages.Permissions(adultAt("/permissions"), pages.NewPermissions(nil, nil, 0, false, models.Ward{}, now)))
	for _, kind := range models.PermissionKinds {
		link := cards.Find("#" + string(kind) + " dd:last-of-type a")
		if got := link.AttrOr("href", ""); got != "/permissions/device/ios#"+string(kind) {
			t.Errorf("%s leads to %q", kind, got)
		}
	}
	voice := pages.VoicePage{Cards: pages.ChoiceCards(nil, false, models.Ward{}), Now: now}
	if n := draw(t, pages.Voice(adultAt("/data/voice"), voice)).Find(`a[href^="/permissions/device"]`).Length(); n != 0 {
		t.Errorf("choices about recordings lead to %d steps on a device", n)
	}
}
