package api_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// grant is a choice as the app reports it, made at the world's first hour.
func grant(id, permission string) string {
	return choice(id, permission, models.Granted, storetest.Morning)
}

func choice(id, permission string, state models.State, at time.Time) string {
	return fmt.Sprintf(`{"id": %q, "permission": %q, "state": %q, "at": %q, "policy_version": "2026-1", "device": "iPhone 15"}`,
		id, permission, state, at.Format(time.RFC3339Nano))
}

// standsAt fails unless the person's permission stands so, by the answer that Jolara's systems get.
func (w *world) standsAt(person, permission string, state models.State) {
	w.t.Helper()
	a := w.permissions(person)
	if got := a.permission(permission).State; a.Status != 200 || got != state {
		w.t.Errorf("%s stands at %q, not %q", permission, got, state)
	}
}

// noChoices is what is told of the choices about recordings before the person makes any.
const noChoices = `"choices": {"keep_recordings": {"state": "never", "policy_version": ""}, "improve_support": {"state": "never", "policy_version": ""}}`

func TestAChoiceMadeInTheAppCountsInTheNextAnswer(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	w.permissions(adult).is(200, `{"permissions": {
		"camera": {"state": "never", "policy_version": ""}, "photo_upload": {"state": "never", "policy_version": ""},
		"microphone": {"state": "never", "policy_version": ""}, "voice_call": {"state": "never", "policy_version": ""}}, `+noChoices+`}`)

	w.consent(adult, choice("c-1", "microphone", models.Granted, storetest.Morning)).is(200,
		`{"permission": "microphone", "state": "granted", "since": "2026-11-20T02:00:00Z", "policy_version": "2026-1"}`)
	w.permissions(adult).is(200, `{"permissions": {
		"camera": {"state": "never", "policy_version": ""}, "photo_upload": {"state": "never", "policy_version": ""},
		"microphone": {"state": "granted", "since": "2026-11-20T02:00:00Z", "policy_version": "2026-1"},
		"voice_call": {"state": "never", "policy_version": ""}}, `+noChoices+`}`)

	w.consent(adult, choice("c-2", "microphone", models.Withdrawn, storetest.Morning.Add(time.Minute))).is(200,
		`{"permission": "microphone", "state": "withdrawn", "since": "2026-11-20T02:01:00Z", "policy_version": "2026-1"}`)
	w.standsAt(adult, "microphone", models.Withdrawn)
	if got := w.permissions(adult).Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the answer may be kept: %q", got)
	}
}

func TestTheSwitchOnThePortalCountsInTheNextAnswer(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult()
	for _, state := range []models.State{models.Granted, models.Withdrawn} {
		if _, _, err := w.Store.SwitchPermission(t.Context(), adult, models.Camera, state); err != nil {
			t.Fatal(err)
		}
		w.standsAt(adult.ExternalID, "camera", state)
		w.Clock.Advance(time.Minute)
	}
}

func TestTheSameChoiceTwiceIsOneChoice(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	first := w.consent(adult, grant("c-1", "camera"))
	w.unchanged(func() {
		w.consent(adult, grant("c-1", "camera")).is(200, first.Body)
		// the same instant, told in another zone
		w.consent(adult, choice("c-1", "camera", models.Granted, storetest.Morning.UTC())).is(200, first.Body)
	})
}

func TestManyOfTheSameChoiceAtOnceAreOneChoice(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	var callers sync.WaitGroup
	answers := make([]answer, 20)
	for i := range answers {
		callers.Go(func() { answers[i] = w.consent(adult, grant("c-1", "camera")) })
	}
	callers.Wait()
	for _, a := range answers {
		a.is(200, answers[0].Body)
	}
	if consents, letters := w.Count(`select count(*) from consents`), w.Count(`select count(*) from river_job`); consents != 1 || letters != 1 {
		t.Errorf("%d choices and %d letters were written", consents, letters)
	}
}

func TestAnIDUsedForAnotherChoiceIsRefused(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	w.consent(adult, grant("c-1", "camera"))
	w.unchanged(func() {
		for _, other := range []string{
			grant("c-1", "microphone"),
			choice("c-1", "camera", models.Withdrawn, storetest.Morning),
			choice("c-1", "camera", models.Granted, storetest.Morning.Add(time.Second)),
			`{"id": "c-1", "permission": "camera", "state": "granted", "at": "2026-11-20T02:00:00Z", "policy_version": "2026-2", "device": "iPhone 15"}`,
			`{"id": "c-1", "permission": "camera", "state": "granted", "at": "2026-11-20T02:00:00Z", "policy_version": "2026-1"}`,
		} {
			w.consent(adult, other).isProblem(409)
		}
	})
	// the same id is free for somebody else
	w.consent(w.Adult().ExternalID, grant("c-1", "camera")).is(200,
		`{"permission": "camera", "state": "granted", "since": "2026-11-20T02:00:00Z", "policy_version": "2026-1"}`)
}

func TestALateGrantNeverBeatsALaterWithdrawal(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	hour := func(n int) time.Time { return storetest.Morning.Add(time.Duration(n-10) * time.Hour) }
	w.consent(adult, choice("at-8", "camera", models.Granted, hour(8)))
	w.consent(adult, choice("at-10", "camera", models.Withdrawn, hour(10)))

	stands := `{"permission": "camera", "state": "withdrawn", "since": "2026-11-20T02:00:00Z", "policy_version": "2026-1"}`
	w.consent(adult, choice("at-9", "camera", models.Granted, hour(9))).is(200, stands)
	w.consent(adult, choice("at-10-too", "camera", models.Granted, hour(10))).is(200, stands) // of two at the same time the withdrawal wins
	w.standsAt(adult, "camera", models.Withdrawn)

	w.Clock.Advance(time.Hour)
	w.consent(adult, choice("at-11", "camera", models.Granted, hour(11))).is(200,
		`{"permission": "camera", "state": "granted", "since": "2026-11-20T03:00:00Z", "policy_version": "2026-1"}`)
}

func TestAMinorsGrantIsTheGuardians(t *testing.T) {
	w := newWorld(t)
	minor := w.Minor(13).ExternalID
	w.unchanged(func() {
		if p := w.consent(minor, grant("c-1", "camera")).isProblem(403); p.Code != "guardian_needed" {
			t.Errorf("refused for %s", p.Code)
		}
	})
	w.standsAt(minor, "camera", models.Never)
	w.consent(minor, choice("c-2", "camera", models.Withdrawn, storetest.Morning)).is(200,
		`{"permission": "camera", "state": "withdrawn", "since": "2026-11-20T02:00:00Z", "policy_version": "2026-1"}`)
}

func TestAPhonesClockMayRunFiveMinutesAhead(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	w.unchanged(func() {
		w.consent(adult, choice("late", "camera", models.Granted, storetest.Morning.Add(5*time.Minute+time.Second))).names("at", models.FaultFuture)
	})
	if a := w.consent(adult, choice("ahead", "camera", models.Granted, storetest.Morning.Add(5*time.Minute))); a.Status != 200 {
		t.Errorf("answered %d: %s", a.Status, a.Body)
	}
}

func TestNobodyIsNotFound(t *testing.T) {
	w := newWorld(t)
	w.unchanged(func() {
		w.permissions("nobody").isProblem(404)
		w.consent("nobody", grant("c-1", "camera")).isProblem(404)
	})
}
