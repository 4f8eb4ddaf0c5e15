package api_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// formWith makes a body of parts, one of them a file.
func formWith(t *testing.T, file []byte, fields map[string]string) (body string, change func(*http.Request)) {
	t.Helper()
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := parts.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := parts.CreateFormFile("file", "file")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = parts.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), func(r *http.Request) { r.Header.Set("Content-Type", parts.FormDataContentType()) }
}

func TestWhatThePersonDeletedIsGoneForEverySystem(t *testing.T) {
	w := newWorld(t)
	p := w.Adult()
	for _, kind := range []models.PermissionKind{models.PhotoUpload, models.Microphone, models.VoiceCall} {
		w.Grant(p, kind)
	}
	at := `"` + w.Clock.Now().Format("2006-01-02T15:04:05Z07:00") + `"`
	people := "/api/v1/people/" + p.ExternalID
	photo := func(id string) func() answer {
		body, change := formWith(t, storetest.Picture(9, 6, 1), map[string]string{"id": id, "functions": "printing"})
		return func() answer { return w.call(http.MethodPost, people+"/photos", body, change) }
	}
	sound, soundChange := formWith(t, storetest.Sound(1), map[string]string{"id": "sound", "seconds": "1", "started_at": at[1 : len(at)-1]})
	event := `{"event_id": "event", "person": "` + p.ExternalID + `", "kind": "search", "at": ` + at + `}`
	sends := map[string]func() answer{
		"a photo": photo("photo"),
		"a print job": func() answer {
			return w.call(http.MethodPost, people+"/prints", `{"id": "print", "photo_ids": ["photo"], "ordered_at": `+at+`, "state": "ordered"}`)
		},
		"a recording": func() answer { return w.call(http.MethodPost, people+"/recordings", sound, soundChange) },
		"a call": func() answer {
			return w.call(http.MethodPost, people+"/calls", `{"id": "call", "at": `+at+`, "seconds": 60, "direction": "in"}`)
		},
		"a photo's file": func() answer { return w.call(http.MethodGet, people+"/photos/photo/file?function=printing", "") },
	}
	log := func() (status int, code string) {
		a := w.call(http.MethodPost, "/api/v1/activity", event+"\n"+event, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-ndjson") })
		var rows []struct {
			Status int
			Code   string
		}
		if err := json.Unmarshal([]byte(a.Body), &rows); err != nil || a.Status != http.StatusOK || len(rows) != 2 || rows[0] != rows[1] {
			t.Fatalf("%d %s, %v", a.Status, a.Body, err)
		}
		return rows[0].Status, rows[0].Code
	}
	for _, name := range []string{"a photo", "a print job", "a recording", "a call", "a photo's file"} {
		if a := sends[name](); a.Status >= http.StatusMultipleChoices {
			t.Fatalf("%s, the first time: %d %s", name, a.Status, a.Body)
		}
	}
	if status, code := log(); status != http.StatusCreated {
		t.Fatalf("an entry of the log: %d %s", status, code)
	}

	for _, scope := range []models.Scope{models.ScopePhotos, models.ScopePrints, models.ScopeVoice, models.ScopeBehaviour} {
		sel := models.Selection{What: scope, Period: models.Period{From: models.DateOf(w.Clock.Now())}} // no password is asked for
		plan, err := w.Store.PlanDeletion(t.Context(), p.ID, sel)
		if err != nil {
			t.Fatal(err)
		}
		order := models.DeletionOrder{Selection: sel, When: models.WhenTomorrow, Asked: plan.At, Shown: plan.Count}
		if d, err := w.Store.Delete(t.Context(), p, order, models.Caller{}); err != nil || d.Items == 0 {
			t.Fatalf("%s: %+v, %v", scope, d, err)
		}
	}
	for name, send := range sends {
		a := send()
		if problem := a.isProblem(http.StatusGone); problem.Code != "gone" {
			t.Errorf("%s: %s", name, a.Body)
		}
	}
	if status, code := log(); status != http.StatusGone || code != "gone" {
		t.Errorf("an entry of the log: %d %s", status, code)
	}
	if a := photo("another id")(); a.Status != http.StatusCreated {
		t.Errorf("the same picture as a new photo: %d %s", a.Status, a.Body)
	}
	w.loggedNothing()
}
