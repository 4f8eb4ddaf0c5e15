package site

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// fields are the JSON of a call's body by their names.
type fields map[string]any

// Tell tells the portal all that one of Jolara's systems may tell of a person, with words of the caller's in every field that
// takes words; word is asked by a name for the field. What the portal refuses as a whole is told again field by field.
// It returns which routes it called, as the API's document names them.
func (s *Site) Tell(p models.Person, key string, word func(field string) string) (routes []string) {
	s.t.Helper()
	v, at := s.Visitor(), s.Clock.Now().Add(-time.Minute).Format(time.RFC3339)
	call := func(method, route, kind string, body io.Reader) (refused bool) {
		s.t.Helper()
		routes = append(routes, method+" "+route)
		path := strings.NewReplacer("{id}", p.ExternalID, "{photo}", url.PathEscape(word("photo.id"))).Replace(route)
		r := v.Request(method, "/api/v1"+path, body)
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Content-Type", kind)
		page := v.Do(r)
		if page.Status >= http.StatusInternalServerError || page.Status == http.StatusUnauthorized {
			s.t.Errorf("%s %s is answered with %d", method, route, page.Status)
		}
		return page.Status == http.StatusUnprocessableEntity || strings.Contains(page.Body, `"status":422`) // of a row
	}
	tell := func(method, route, kind string, needed, more fields) {
		s.t.Helper()
		all := fields{}
		maps.Copy(all, needed)
		maps.Copy(all, more)
		if !call(method, route, kind, written(all)) {
			return
		}
		for name, value := range more {
			one := fields{name: value}
			maps.Copy(one, needed)
			for _, id := range []string{"id", "event_id"} {
				if text, has := needed[id].(string); has {
					one[id] = text + name // one that was not used
				}
			}
			call(method, route, kind, written(one))
		}
	}
	const jsonType = "application/json"
	tell(http.MethodPut, "/people/{id}", jsonType, nil, fields{
		"name": word("name"), "nickname": word("nickname"), "account_name": word("account_name"), "gender": word("gender"),
		"email": word("email"), "phone": word("phone"), "birth_date": word("birth_date"),
		"preferences": fields{word("preferences.name"): word("preferences.value")},
		"addresses": []fields{{
			"id": word("addresses.id"), "recipient": word("addresses.recipient"), "phone": word("addresses.phone"), "lines": []string{word("addresses.lines")},
		}},
	})
	for _, kind := range models.PermissionKinds {
		tell(http.MethodPost, "/people/{id}/consents", jsonType,
			fields{"id": word("consents.id") + string(kind), "permission": kind, "state": models.Granted, "at": at},
			fields{"policy_version": word("consents.policy_version"), "device": word("consents.device")})
	}
	call(http.MethodGet, "/people/{id}/permissions", jsonType, nil)
	s.tellFile(call, "/people/{id}/photos", storetest.Picture(60, 40, len(word(""))), word("photo.file_name"),
		url.Values{"id": {word("photo.id")}, "functions": {"printing"}})
	call(http.MethodGet, "/people/{id}/photos/{photo}/file", jsonType, nil)
	tell(http.MethodPost, "/people/{id}/prints", jsonType,
		fields{"id": word("prints.id"), "photo_ids": []string{word("photo.id")}, "ordered_at": at, "state": models.PrintDelivered},
		fields{
			"preferences": fields{word("prints.preferences.name"): word("prints.preferences.value")},
			"delivery":    fields{"recipient": word("prints.recipient"), "phone": word("prints.phone"), "lines": []string{word("prints.lines")}},
		})
	s.tellFile(call, "/people/{id}/recordings", storetest.Sound(1), word("recordings.file_name"),
		url.Values{"id": {word("recordings.id")}, "started_at": {at}, "seconds": {"1"}, "with": {word("recordings.with")}})
	tell(http.MethodPost, "/people/{id}/calls", jsonType, fields{"id": word("calls.id"), "at": at, "seconds": 1, "direction": "in"}, nil)
	for _, kind := range []models.ActivityKind{models.ActivitySearch, models.ActivityTransaction, models.ActivitySignIn} {
		tell(http.MethodPost, "/activity", "application/x-ndjson",
			fields{"event_id": word("activity.event_id") + string(kind), "person": p.ExternalID, "kind": kind, "at": at},
			fields{
				"detail": word("activity.detail"), "browser": word("activity.browser"),
				"operator": word("activity.operator"), "language": word("activity.language"),
			})
	}
	call(http.MethodPost, "/people/{id}/link-code", jsonType, nil)
	return routes
}

func written(body fields) io.Reader {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // texts, numbers and lists of them can be written
	}
	return bytes.NewReader(append(text, '\n'))
}

// tellFile sends a file under a name, with other parts beside it.
func (s *Site) tellFile(call func(method, route, kind string, body io.Reader) bool, route string, file []byte, name string, beside url.Values) {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for part, values := range beside {
		if err := form.WriteField(part, values[0]); err != nil {
			s.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	call(http.MethodPost, route, form.FormDataContentType(), &body)
}
