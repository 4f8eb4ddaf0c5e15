package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// A body of more than a megabyte is read where a file is sent, and nowhere else; no route reads much more than 20.
func TestABodyMayBeLargeOnlyWhereAFileIsSent(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.Adult()
	s.Grant(adult, models.PhotoUpload)
	key := s.Client()
	sent := func(route string, size int) int {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		file, err := form.CreateFormFile("file", "a.jpg")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = file.Write(make([]byte, size))
		_ = form.Close()
		v := s.Visitor()
		r := v.Request(http.MethodPost, "/api/v1/people/"+adult.ExternalID+route, &body)
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Content-Type", form.FormDataContentType())
		return v.Do(r).Status
	}
	const read, tooLarge = http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge // read: the other fields are missing
	for route, want := range map[string][3]int{
		"/photos": {read, read, tooLarge}, "/recordings": {read, read, tooLarge},
		"/consents": {http.StatusUnsupportedMediaType, tooLarge, tooLarge}, "/prints": {http.StatusUnsupportedMediaType, tooLarge, tooLarge},
	} {
		for i, size := range []int{1 << 10, 2 << 20, models.MaxFile + 1<<20} {
			if got := sent(route, size); got != want[i] {
				t.Errorf("%s with %d bytes: answered %d, not %d", route, size, got, want[i])
			}
		}
	}
	v := s.Visitor()
	if page := v.Do(v.Request(http.MethodPost, "/photos", strings.NewReader(strings.Repeat("a", 2<<20)))); page.Status != tooLarge {
		t.Errorf("a page's address that ends alike: answered %d", page.Status)
	}
}
