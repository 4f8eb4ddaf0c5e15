package components_test

import (
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
)

// each tells that every thing has words, and none the words of another.
func each[V any](t *testing.T, things []V, words func(V) string) {
	t.Helper()
	said := map[string]bool{}
	for _, thing := range things {
		got := words(thing)
		if got == "" || said[got] {
			t.Errorf("%v is called %q", thing, got)
		}
		said[got] = true
	}
}

func TestEveryKindOfActivityHasItsOwnWords(t *testing.T) {
	var kinds []models.ActivityKind
	for _, of := range models.ActivityKinds {
		kinds = append(kinds, of...)
	}
	each(t, kinds, func(k models.ActivityKind) string { return components.ActivityName(t.Context(), k) })
}

func TestEveryStateOfAPrintJobAndEveryKindOfTalkHasItsOwnWords(t *testing.T) {
	each(t, models.PrintStates, func(s models.PrintState) string { return components.PrintStateName(t.Context(), s) })
	each(t, models.TalkKinds, func(k models.TalkKind) string { return components.TalkKinds(t.Context(), k) })
	each(t, models.TalkKinds, func(k models.TalkKind) string { return string(components.TalkGlyph(k)) })
}

func TestALengthIsWrittenInWords(t *testing.T) {
	for seconds, want := range map[int]string{
		0: "0 seconds", 1: "1 second", 59: "59 seconds", 60: "1 minute", 252: "4 minutes 12 seconds",
		3599: "59 minutes 59 seconds", 3600: "1 hour", 5165: "1 hour 26 minutes 5 seconds", 86_400: "24 hours",
	} {
		if got := components.Length(t.Context(), seconds); got != want {
			t.Errorf("%d: %q, want %q", seconds, got, want)
		}
	}
}
