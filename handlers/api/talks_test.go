package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// recording sends a recording: its fields, of which the file is one.
func (w *world) recording(person string, fields map[string]string) answer {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		disposition := fmt.Sprintf("form-data; name=%q", name)
		if name == "file" {
			disposition += `; filename="talk.wav"`
		}
		part, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}})
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = part.Write([]byte(value))
	}
	_ = form.Close()
	return w.call(http.MethodPost, "/api/v1/people/"+person+"/recordings", body.String(), func(r *http.Request) {
		r.Header.Set("Content-Type", form.FormDataContentType())
	})
}

// aTalk is a right recording, with one field as given; an empty value leaves the field out.
func aTalk(change ...string) map[string]string {
	fields := map[string]string{
		"id": "r1", "started_at": "2026-11-20T09:00:00+08:00", "seconds": "95", "with": "Support, Lan", "file": string(storetest.Sound(1)),
	}
	for i := 0; i < len(change); i += 2 {
		fields[change[i]] = change[i+1]
		if change[i+1] == "" {
			delete(fields, change[i])
		}
	}
	return fields
}

func TestARecordingIsSentAndItsSoundKeptWhereThePersonChoseThat(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult()
	id := adult.ExternalID
	if p := w.recording(id, aTalk()).isProblem(http.StatusForbidden); p.Code != "not_granted" {
		t.Errorf("refused for %s", p.Code)
	}
	if p := w.recording(w.Minor(12).ExternalID, aTalk()).isProblem(http.StatusForbidden); p.Code != "guardian_needed" {
		t.Errorf("a minor's is refused for %s", p.Code)
	}
	w.recording("nobody", aTalk()).isProblem(http.StatusNotFound)

	w.Grant(adult, models.Microphone)
	w.recording(id, aTalk()).is(http.StatusCreated, `{"id": "r1", "kept": false}`)
	w.Grant(adult, models.KeepRecordings)
	w.recording(id, aTalk()).is(http.StatusCreated, `{"id": "r1", "kept": false}`) // as the first time
	w.recording(id, aTalk("id", "r2")).is(http.StatusCreated, `{"id": "r2", "kept": true}`)
	w.recording(id, aTalk("id", "r3", "with", "")).is(http.StatusCreated, `{"id": "r3", "kept": true}`)
	w.recording(id, aTalk("with", "Support, Wei")).isProblem(http.StatusConflict)
	w.loggedNothing()
}

func TestWhatMayNotBeOfARecordingIsNamed(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult()
	w.Grant(adult, models.Microphone)
	for _, row := range slices.Concat(
		each("id", missing, ""), each("id", tooLong, strings.Repeat("a", 201)), each("id", malformed, "a\x00b", "a\nb", "\xff"),
		each("started_at", missing, ""), each("started_at", malformed, "noon", "2026-11-20"), each("started_at", models.FaultFuture, "2026-11-20T12:00:00+08:00"),
		each("seconds", missing, ""), each("seconds", malformed, "-1", "1.5", "a minute", "86401", "99999999999999999999"),
		each("with", malformed, "a\nb", "\u202e"), each("with", tooLong, strings.Repeat("a", 201)),
		each("file", missing, ""), each("colour", unknown, "blue"), each("person_id", unknown, "x"),
	) {
		t.Run(fmt.Sprintf("%s %.20q", row.field, row.value), func(t *testing.T) {
			w := w.in(t)
			w.unchanged(func() { w.recording(adult.ExternalID, aTalk(row.field, row.value)).names(row.named, row.fault) })
		})
	}
	for file, status := range map[string]int{
		"no sound": http.StatusUnsupportedMediaType, "\xff\xd8\xff\xe0": http.StatusUnsupportedMediaType, "<script>": http.StatusUnsupportedMediaType,
		string(storetest.Sound(1)[:100]): http.StatusUnprocessableEntity, strings.Repeat("a", 20<<20+1): http.StatusRequestEntityTooLarge,
	} {
		w.unchanged(func() {
			if p := w.recording(adult.ExternalID, aTalk("file", file)).isProblem(status); len(p.Errors) != 1 || p.Errors[0].Field != "file" {
				t.Errorf("%.8q: %+v", file, p)
			}
		})
	}
	w.loggedNothing()
}

func (w *world) pushCall(person, body string) answer {
	w.t.Helper()
	return w.call(http.MethodPost, "/api/v1/people/"+person+"/calls", body)
}

const aCall = `{"id": "c1", "at": "2026-11-20T09:00:00+08:00", "seconds": 0, "direction": "in"}`

func TestACallIsTold(t *testing.T) {
	w := newWorld(t)
	adult, child := w.Adult(), w.Minor(12)
	id := adult.ExternalID
	w.unchanged(func() {
		if p := w.pushCall(id, aCall).isProblem(http.StatusForbidden); p.Code != "not_granted" {
			t.Errorf("refused for %s", p.Code)
		}
		if p := w.pushCall(child.ExternalID, aCall).isProblem(http.StatusForbidden); p.Code != "guardian_needed" {
			t.Errorf("a minor's is refused for %s", p.Code)
		}
	})
	w.Grant(adult, models.VoiceCall)
	w.pushCall(id, aCall).is(http.StatusCreated, `{"id": "c1"}`)
	w.pushCall(id, aCall).is(http.StatusCreated, `{"id": "c1"}`)
	w.pushCall(id, strings.Replace(aCall, "in", "out", 1)).isProblem(http.StatusConflict)
	if n := w.Count(`select count(*) from voice`); n != 1 {
		t.Errorf("%d talks are kept", n)
	}
	w.loggedNothing()
}

func TestWhatMayNotBeOfACallIsNamed(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult()
	w.Grant(adult, models.VoiceCall)
	right := route{right: map[string]string{"id": `"c"`, "at": `"2026-11-20T01:00:00Z"`, "seconds": "60", "direction": `"out"`}}
	for _, row := range slices.Concat(
		fieldsOfOthers(), wrongTypes("id", "at", "direction"), wrongTexts("id"), each("id", missing, `""`),
		each("seconds", malformed, `"60"`, `1.5`, `-1`, `86401`, `1e99`, `true`),
		each("direction", unknown, `"up"`, `""`, `"IN"`, `"in\u0000"`),
		each("at", malformed, `""`, `null`, `"noon"`), each("at", models.FaultFuture, `"2026-11-20T02:05:01Z"`), each("at", models.FaultPast, `"1999-12-31T23:59:59Z"`),
	) {
		t.Run(fmt.Sprintf("%s %.20s", row.field, row.value), func(t *testing.T) {
			w := w.in(t)
			w.unchanged(func() { w.pushCall(adult.ExternalID, right.with(row.field, row.value)).names(row.named, row.fault) })
		})
	}
	for _, field := range []string{"id", "at", "seconds", "direction"} {
		w.pushCall(adult.ExternalID, `{}`).names(field, missing)
	}
	w.loggedNothing()
}

func TestTheChoicesAboutRecordingsAreToldApart(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult()
	w.Grant(adult, models.KeepRecordings)
	w.permissions(adult.ExternalID).is(http.StatusOK, `{
		"permissions": {
			"camera": {"state": "never", "policy_version": ""}, "photo_upload": {"state": "never", "policy_version": ""},
			"microphone": {"state": "never", "policy_version": ""}, "voice_call": {"state": "never", "policy_version": ""}},
		"choices": {
			"keep_recordings": {"state": "granted", "since": "2026-11-20T02:00:00Z", "policy_version": ""},
			"improve_support": {"state": "never", "policy_version": ""}}}`)
	w.consent(adult.ExternalID, `{"id": "c", "permission": "keep_recordings", "state": "granted", "at": "2026-11-20T01:00:00Z"}`).names("permission", unknown)
}
