package pages_test

import (
	"testing"

	"jolara.com/privacy/views/pages"
)

func TestTheStartPageLeadsToWhatThereIs(t *testing.T) {
	for version, links := range map[string]int{"": 0, "1.0": 1} {
		drawn := draw(t, pages.Start(strangerAt("/"), pages.NewStart(version, now)))
		if drawn.Find(`main a[href="/sign-in"]`).Length() != 1 {
			t.Error("nobody can sign in")
		}
		for _, path := range []string{"/sign-up", "/policy"} {
			if got := drawn.Find(`main a[href="` + path + `"]`).Length(); got != links {
				t.Errorf("version %q: %d links to %s", version, got, path)
			}
		}
	}
}
