package models_test

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
)

func TestATalkNeedsThePermissionOfItsKind(t *testing.T) {
	for kind, want := range map[models.TalkKind]models.PermissionKind{models.TalkRecording: models.Microphone, models.TalkCall: models.VoiceCall} {
		if got := kind.Permission(); got != want {
			t.Errorf("a %s needs %s", kind, got)
		}
	}
}

func TestWhatIsNotGrantedIsNotCollected(t *testing.T) {
	for _, state := range []models.State{models.Granted, models.Withdrawn, models.Never} {
		for _, of := range []models.Ward{{}, {Guarded: true}, {Guarded: true, Approved: true}} {
			var want error
			switch {
			case of.Waits(), state != models.Granted && of.Guarded:
				want = models.Refused{Reason: models.ReasonGuardianNeeded}
			case state != models.Granted:
				want = models.Refused{Reason: models.ReasonNotGranted}
			}
			if got := (models.Permission{State: state}).MayCollect(of); !errors.Is(got, want) {
				t.Errorf("%s, of %+v: %v", state, of, got)
			}
		}
	}
}

func TestARecordingOfAMinorGoesSoonerThanACall(t *testing.T) {
	for kind, want := range map[models.TalkKind][2]int{models.TalkRecording: {90, 30}, models.TalkCall: {90, 90}} {
		if got := [2]int{models.RetentionOfTalk(kind, false).Days, models.RetentionOfTalk(kind, true).Days}; got != want {
			t.Errorf("a %s is kept %v days", kind, got)
		}
	}
}

func TestAChoiceIsNoPermissionAndAPermissionNoChoice(t *testing.T) {
	for _, kind := range append(models.PermissionKinds, models.ChoiceKinds...) {
		_, noPermission := models.ParsePermission(string(kind))
		_, noChoice := models.ParseChoice(string(kind))
		if (noPermission == nil) == (noChoice == nil) {
			t.Errorf("%s: %v, %v", kind, noPermission, noChoice)
		}
	}
	for _, name := range []string{"", "Keep_recordings", "camera\x00", "location"} {
		if _, err := models.ParseChoice(name); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%q is a choice", name)
		}
	}
}
