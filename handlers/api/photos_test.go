package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// part is one part of a multipart body: a text, or a file where it is the field 'file'.
type part struct{ name, value, fileName string }

// parts writes a multipart body.
func parts(list ...part) (contentType, body string) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, p := range list {
		parameters := map[string]string{"name": p.name}
		if p.fileName != "" {
			parameters["filename"] = p.fileName
		}
		to, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {mime.FormatMediaType("form-data", parameters)}})
		if err == nil {
			_, err = to.Write([]byte(p.value))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	_ = form.Close()
	return form.FormDataContentType(), b.String()
}

// aPhoto is a right upload, in which other parts stand for those of their names; one that is only a name is left out.
func aPhoto(other ...part) []part {
	list := []part{{"id", "1", ""}, {"functions", "printing", ""}, {"file", string(storetest.Picture(60, 40, 1)), "sunset.jpg"}}
	for _, o := range other {
		list = slices.DeleteFunc(list, func(p part) bool { return p.name == o.name })
	}
	return append(list, slices.DeleteFunc(other, func(p part) bool { return p == part{name: p.name} })...)
}

func (w *world) upload(person string, list ...part) answer {
	w.t.Helper()
	contentType, body := parts(list...)
	return w.call(http.MethodPost, "/api/v1/people/"+person+"/photos", body, func(r *http.Request) { r.Header.Set("Content-Type", contentType) })
}

// allowing returns a person who allows the upload of photos.
func (w *world) allowing() models.Person {
	w.t.Helper()
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	return p
}

func photoFile(person, photo, function string) string {
	return "/api/v1/people/" + person + "/photos/" + url.PathEscape(photo) + "/file?function=" + function
}

func TestAPhotoIsUploadedAndReadForWhatItWasChosenFor(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	picture := string(storetest.Telling(storetest.Picture(60, 40, 1), time.Date(2024, 5, 3, 8, 0, 0, 0, models.Shanghai)))
	sent := aPhoto(part{"id", "photo/1", ""}, part{"file", picture, "sunset.jpg"},
		part{"functions", "printing", ""}, part{"functions", "keeping", ""})
	var first string
	for range 2 {
		a := w.upload(p.ExternalID, sent...)
		var photo struct {
			ID, MediaType        string
			Width, Height, Bytes int
			Functions, Removed   []string
			TakenAt              time.Time `json:"taken_at"`
		}
		if err := json.Unmarshal([]byte(a.Body), &photo); err != nil || a.Status != http.StatusCreated {
			t.Fatalf("answered %d, %v: %s", a.Status, err, a.Body)
		}
		if photo.ID != "photo/1" || photo.Width != 60 || photo.Height != 40 || photo.Bytes == 0 || photo.Bytes >= len(picture) ||
			!slices.Equal(photo.Functions, []string{"keeping", "printing"}) || !slices.Contains(photo.Removed, "location") ||
			models.DateOf(photo.TakenAt).String() != "2024-05-03" || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("answered %s", a.Body)
		}
		if first == "" {
			first = a.Body
		}
		if a.Body != first {
			t.Errorf("the second time answered %s", a.Body)
		}
	}
	w.upload(p.ExternalID, aPhoto(part{"id", "photo/1", ""})...).isProblem(http.StatusConflict)

	a := w.call(http.MethodGet, photoFile(p.ExternalID, "photo/1", "printing"), "")
	if a.Status != http.StatusOK || a.Header.Get("Content-Type") != "image/jpeg" || a.Header.Get("Content-Length") != fmt.Sprint(len(a.Body)) ||
		a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Content-Disposition") != `attachment; filename=sunset.jpg` ||
		a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("answered %d, %v", a.Status, a.Header)
	}
	if !strings.HasPrefix(a.Body, "\xff\xd8") || strings.Contains(a.Body, "Camera Works") {
		t.Error("the file is not the picture alone")
	}
	if got := w.call(http.MethodGet, photoFile(p.ExternalID, "photo/1", "advertising"), "").isProblem(http.StatusForbidden); got.Code != "not_chosen" {
		t.Errorf("refused for %s", got.Code)
	}
	if n := w.Count(`select count(*) filter (where allowed) * 10 + count(*) from photo_uses`); n != 12 {
		t.Errorf("recorded: %d", n)
	}
	w.loggedNothing()
}

func TestAnUploadThatThePersonDoesNotAllowSaysWhy(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	w.upload(p.ExternalID, aPhoto()...)
	w.Clock.Advance(time.Minute)
	if _, _, err := w.Store.SwitchPermission(t.Context(), p, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	never, child := w.Adult().ExternalID, w.Minor(12).ExternalID
	w.unchanged(func() {
		for who, code := range map[string]string{p.ExternalID: "not_granted", never: "not_granted", child: "guardian_needed"} {
			if got := w.upload(who, aPhoto(part{"id", "2", ""})...).isProblem(http.StatusForbidden); got.Code != code {
				t.Errorf("%s: refused for %s, not %s", who, got.Code, code)
			}
		}
		if got := w.call(http.MethodGet, photoFile(p.ExternalID, "1", "printing"), "").isProblem(http.StatusForbidden); got.Code != "not_granted" {
			t.Errorf("reading is refused for %s", got.Code)
		}
		w.upload("nobody", aPhoto()...).isProblem(http.StatusNotFound)
	})
	if a := w.upload(p.ExternalID, aPhoto()...); a.Status != http.StatusCreated { // what was taken before is answered as then
		t.Errorf("answered %d: %s", a.Status, a.Body)
	}
	w.loggedNothing()
}

func TestWhatMayNotBeOfAnUploadIsNamed(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	for name, row := range map[string]struct {
		parts []part
		field string
		fault models.Fault
	}{
		"no id":                {aPhoto(part{name: "id"}), "id", missing},
		"two ids":              {append(aPhoto(), part{"id", "2", ""}), "id", malformed},
		"a long id":            {aPhoto(part{"id", strings.Repeat("长", 201), ""}), "id", tooLong},
		"a very long id":       {aPhoto(part{"id", strings.Repeat("a", 2000), ""}), "id", tooLong},
		"an id with a NUL":     {aPhoto(part{"id", "a\x00", ""}), "id", malformed},
		"an id in Latin-1":     {aPhoto(part{"id", "caf\xe9", ""}), "id", malformed},
		"an id as a file":      {aPhoto(part{"id", "1", "id.txt"}), "id", malformed},
		"no function":          {aPhoto(part{name: "functions"}), "functions", missing},
		"an empty function":    {append(aPhoto(part{name: "functions"}), part{"functions", "", ""}), "functions", malformed},
		"functions in a list":  {aPhoto(part{"functions", "printing,keeping", ""}), "functions", malformed},
		"functions as JSON":    {aPhoto(part{"functions", `["printing"]`, ""}), "functions", malformed},
		"a function in shout":  {aPhoto(part{"functions", "Printing", ""}), "functions", malformed},
		"21 functions":         {aPhoto(functions(21)...), "functions", models.FaultFull},
		"no file":              {aPhoto(part{name: "file"}), "file", missing},
		"an empty file":        {aPhoto(part{"file", "", "a.jpg"}), "file", missing},
		"two files":            {append(aPhoto(), part{"file", "x", "b.jpg"}), "file", malformed},
		"taken at noon":        {aPhoto(part{"taken_at", "noon", ""}), "taken_at", malformed},
		"taken on a day":       {aPhoto(part{"taken_at", "2024-05-03", ""}), "taken_at", malformed},
		"taken tomorrow":       {aPhoto(part{"taken_at", "2026-11-21T12:00:00+08:00", ""}), "taken_at", models.FaultFuture},
		"taken too early":      {aPhoto(part{"taken_at", "1800-01-01T00:00:00Z", ""}), "taken_at", models.FaultPast},
		"taken twice":          {append(aPhoto(), part{"taken_at", "2024-05-03T00:00:00Z", ""}, part{"taken_at", "2024-05-03T00:00:00Z", ""}), "taken_at", malformed},
		"an unknown field":     {append(aPhoto(), part{"colour", "blue", ""}), "colour", unknown},
		"another's field":      {append(aPhoto(), part{"person_id", "x", ""}), "person_id", unknown},
		"another file":         {append(aPhoto(), part{"thumbnail", "x", "b.jpg"}), "thumbnail", unknown},
		"a field in shout":     {append(aPhoto(), part{"ID", "2", ""}), "ID", unknown},
		"a field without name": {append(aPhoto(), part{"", "2", ""}), "", unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w.in(t).unchanged(func() { w.in(t).upload(p.ExternalID, row.parts...).names(row.field, row.fault) })
		})
	}
	problem := w.upload(p.ExternalID, part{"colour", "blue", ""}, part{"taken_at", "noon", ""}, part{"id", strings.Repeat("a", 2000), ""}).isProblem(http.StatusUnprocessableEntity)
	if len(problem.Errors) != 2 {
		t.Errorf("of what the form is not: %+v", problem.Errors)
	}
	w.loggedNothing()
}

func functions(n int) (list []part) {
	for i := range n {
		list = append(list, part{"functions", fmt.Sprintf("f%d", i), ""})
	}
	return list
}

func TestABodyThatIsNoFormIsRefused(t *testing.T) {
	w := newWorld(t)
	path := "/api/v1/people/" + w.allowing().ExternalID + "/photos"
	contentType, right := parts(aPhoto()...)
	_, boundary, _ := strings.Cut(contentType, "boundary=")
	send := func(contentType, body string) answer {
		return w.call(http.MethodPost, path, body, func(r *http.Request) { r.Header.Set("Content-Type", contentType) })
	}
	w.unchanged(func() {
		for _, other := range []string{"", "application/json", "text/plain", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "x", "image/jpeg"} {
			if p := send(other, right).isProblem(http.StatusUnsupportedMediaType); !strings.Contains(p.Detail, "multipart/form-data") {
				t.Errorf("%s: %s", other, p.Detail)
			}
		}
		for name, body := range map[string]string{
			"empty": "", "half": right[:len(right)/2], "without its end": strings.TrimSuffix(right, "--"+boundary+"--\r\n"),
			"JSON": `{"id": "1"}`,
		} {
			if a := send(contentType, body); a.Status != http.StatusBadRequest {
				t.Errorf("%s: answered %d", name, a.Status)
			}
		}
		w.upload("nobody", append(aPhoto(), functions(51)...)...).isProblem(http.StatusBadRequest)
		send("multipart/form-data", right).isProblem(http.StatusBadRequest) // no boundary
		send("multipart/form-data; boundary=other", right).isProblem(http.StatusBadRequest)
	})
	w.loggedNothing()
}

func TestAFileHasALimitOfItsOwn(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	w.unchanged(func() {
		for name, size := range map[string]int{"a byte too many": models.MaxFile + 1, "far too many": 2 * models.MaxFile} {
			got := w.upload(p.ExternalID, aPhoto(part{"file", strings.Repeat("a", size), "a.jpg"})...).isProblem(http.StatusRequestEntityTooLarge)
			if len(got.Errors) != 1 || got.Errors[0].Field != "file" || !strings.Contains(got.Detail, "20 MB") {
				t.Errorf("%s: %+v", name, got)
			}
		}
		// as many bytes as may be are read, and then looked at
		w.upload(p.ExternalID, aPhoto(part{"file", strings.Repeat("a", models.MaxFile), "a.jpg"})...).isProblem(http.StatusUnsupportedMediaType)
	})
}

// T25: the server's read timeout ends a body that trickles; nobody waits for the rest.
func TestWhoeverTricklesMeetsTheReadTimeout(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	server := httptest.NewUnstartedServer(w.api)
	const patience = 200 * time.Millisecond
	server.Config.ReadTimeout = patience
	server.Start()
	defer server.Close()
	contentType, body := parts(aPhoto()...)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "POST /api/v1/people/%s/photos HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
		p.ExternalID, w.key, contentType, len(body), body[:len(body)/2])
	_ = conn.SetReadDeadline(time.Now().Add(20 * patience))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusRequestTimeout {
		t.Errorf("answered %d", response.StatusCode)
	}
	if n := w.Count(`select count(*) from photos`); n != 0 || len(w.files()) != 0 {
		t.Errorf("kept: %d photos, %v", n, w.files())
	}
}

func TestWhichFunctionIsSaidOnceAndWell(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	w.upload(p.ExternalID, aPhoto()...)
	path := "/api/v1/people/" + p.ExternalID + "/photos/"
	w.unchanged(func() {
		for query, fault := range map[string]models.Fault{
			"": missing, "?function=": missing, "?Function=printing": missing,
			"?function=Printing": malformed, "?function=a%00": malformed, "?function=../x": malformed, "?function=" + strings.Repeat("a", 41): malformed,
			"?function=printing&function=printing": malformed, "?function=%F0%28": malformed,
		} {
			w.call(http.MethodGet, path+"1/file"+query, "").names("query.function", fault)
		}
		w.call(http.MethodGet, path+strings.Repeat("a", 201)+"/file?function=printing", "").names("path.photo", malformed)
		w.call(http.MethodGet, path+"a%00/file?function=printing", "").names("path.photo", malformed)
		w.call(http.MethodGet, path+"2/file?function=printing", "").isProblem(http.StatusNotFound)
		w.call(http.MethodGet, "/api/v1/people/nobody/photos/1/file?function=printing", "").isProblem(http.StatusNotFound)
		w.call(http.MethodGet, "/api/v1/people/"+w.World.Person(p.ExternalID).ExternalID+"/photos/1/file/?function=printing", "").isProblem(http.StatusNotFound)
	})
	if n := w.Count(`select count(*) from photo_uses`); n != 0 {
		t.Errorf("%d uses are recorded", n)
	}
	w.loggedNothing()
}

// T10: a name with which a file is sent is text, and the header under which the file is read has nothing of it that a
// reader could take for another header, folder or parameter.
func TestT10_AHostileFileNameIsSafeInTheHeader(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	names := []string{
		"sunset.jpg", "照片.jpg", "été.jpg", "a b.jpg", `a".jpg`, `a\".jpg`, "a'b.jpg", "a;b.jpg", "a=b.jpg", "a,b.jpg", "a%22.jpg", "a%0d%0ab.jpg",
		"<b>a</b>.jpg", "<script>alert(1)</script>", "../a.jpg", "../../etc/passwd", `..\a.jpg`, "/etc/passwd", `C:\a.jpg`, "a/b/c.jpg", ".", "..", "...",
		"a\x00.jpg", "a\r\nSet-Cookie: x=1", "a\nb.jpg", "a\rb.jpg", "a\tb.jpg", "a\x1b[2J.jpg", "a\u202egpj.exe", "a\u2066b\u2069.jpg", "a\u2028b.jpg",
		"CON", "nul.jpg", "COM1", "a.jpg.", " a.jpg ", strings.Repeat("a", 300) + ".jpg", strings.Repeat("照", 200), "caf\xe9.jpg",
		"a.exe", "a.svg", "-rf", "~", "$HOME", "`id`", "a|b", "a?b*c", "javascript:alert(1)", "data:text/html,x", "=cmd()", "👨‍👩‍👧.jpg",
	}
	for i, name := range names {
		id := fmt.Sprint(i)
		if a := w.upload(p.ExternalID, aPhoto(part{"id", id, ""}, part{"file", string(storetest.Picture(40, 30, 1)), name})...); a.Status != http.StatusCreated {
			t.Errorf("%q: answered %d: %s", name, a.Status, a.Body)
			continue
		}
		a := w.call(http.MethodGet, photoFile(p.ExternalID, id, "printing"), "")
		header := a.Header.Get("Content-Disposition")
		kind, parameters, err := mime.ParseMediaType(header)
		saved := parameters["filename"]
		if err != nil || kind != "attachment" || len(parameters) != 1 || len(a.Header.Values("Set-Cookie")) != 0 {
			t.Errorf("%q: %q, %v", name, header, err)
		}
		if filepath.Base(saved) != saved || !strings.HasSuffix(strings.ToLower(saved), ".jpg") || strings.ContainsAny(saved, "\r\n\x00\x1b\"\\/:<>|?*\u202e\u2066\u2028") || len(saved) > 255 {
			t.Errorf("%q is saved as %q", name, saved)
		}
		if strings.ContainsFunc(header, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q: the header is %q", name, header)
		}
	}
	w.loggedNothing()
}

// ../shared/photos is no part of the checkout. What it shows is also tested on files that tests make.
func TestT09_EveryFileOfTheSharedPhotosIsAnsweredAsItsListSays(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "photos")
	files, err := filepath.Glob(filepath.Join(folder, "*.*"))
	if err != nil || len(files) == 0 {
		t.Skip("../shared/photos is not there")
	}
	w := newWorld(t)
	p := w.allowing()
	seen := map[string]int{}
	for _, name := range files {
		base := filepath.Base(name)
		kind, _, _ := strings.Cut(base, "-")
		if base == "README.md" {
			continue
		}
		seen[kind]++
		t.Run(base, func(t *testing.T) {
			w := w.in(t)
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			before := len(w.files())
			a := w.upload(p.ExternalID, aPhoto(part{"id", base, ""}, part{"file", string(content), base})...)
			taken := a.Status == http.StatusCreated
			if kept := len(w.files()) - before; taken && kept != len(models.Sizes) || !taken && kept != 0 {
				t.Errorf("answered %d with %d files", a.Status, kept)
			}
			switch {
			case kind == "photo" || kind == "good":
				if !taken {
					t.Fatalf("answered %d: %s", a.Status, a.Body)
				}
				read := w.call(http.MethodGet, photoFile(p.ExternalID, base, "printing"), "")
				if read.Status != http.StatusOK || read.Body == "" || bytes.Contains([]byte(read.Body), []byte("GPSLatitude")) {
					t.Errorf("reading it answered %d", read.Status)
				}
			case kind == "bad":
				if !slices.Contains([]int{http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity}, a.Status) {
					t.Fatalf("answered %d: %s", a.Status, a.Body)
				}
				problem := a.isProblem(a.Status)
				if len(problem.Errors) != 1 || problem.Errors[0].Field != "file" {
					t.Errorf("the file is not named: %s", a.Body)
				}
				if strings.HasSuffix(base, ".heic") != strings.Contains(problem.Detail, "save as JPEG") {
					t.Errorf("told %s", problem.Detail)
				}
				if strings.HasSuffix(base, "mp.png") && a.Status != http.StatusRequestEntityTooLarge {
					t.Errorf("too many pixels are answered %d", a.Status)
				}
			case !taken:
				a.isProblem(http.StatusUnprocessableEntity)
			}
		})
	}
	if seen["good"] < 10 || seen["bad"] < 5 || seen["photo"] < 5 {
		t.Errorf("seen: %v", seen)
	}
	w.loggedNothing()
}

// T25: a body with a file lies in memory as a whole, so that only so many are read at once; others wait a little, and are
// told to come again.
func TestT25_OnlySoManyFilesAreReadAtOnce(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	contentType, body := parts(aPhoto()...)
	release := make(chan struct{})
	const places = 8
	held := make(chan struct{}, places)
	done := make(chan int, places)
	for range places {
		go func() {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/people/"+p.ExternalID+"/photos", nil)
			r.Header.Set("Authorization", "Bearer "+w.key)
			r.Header.Set("Content-Type", contentType)
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader(body[:10]), waiting{held, release}, strings.NewReader(body[10:])))
			recorder := httptest.NewRecorder()
			w.api.ServeHTTP(recorder, r)
			done <- recorder.Code
		}()
	}
	for range places {
		<-held
	}
	w.upload(p.ExternalID, aPhoto()...).isProblem(http.StatusTooManyRequests)
	close(release)
	for range places {
		if status := <-done; status != http.StatusCreated {
			t.Errorf("one that had a place was answered %d", status)
		}
	}
	if a := w.upload(p.ExternalID, aPhoto()...); a.Status != http.StatusCreated {
		t.Errorf("afterwards: %d: %s", a.Status, a.Body)
	}
}

// waiting is a part of a body that arrives only when it is released.
type waiting struct{ held, release chan struct{} }

func (b waiting) Read([]byte) (int, error) {
	select {
	case <-b.release:
		return 0, io.EOF
	default:
	}
	b.held <- struct{}{}
	<-b.release
	return 0, io.EOF
}

func TestAnUploadThatBreaksOffIsTheCallers(t *testing.T) {
	w := newWorld(t)
	p := w.allowing()
	contentType, body := parts(aPhoto()...)
	w.unchanged(func() {
		for what, err := range map[int]error{http.StatusBadRequest: errors.New("reset"), http.StatusRequestTimeout: os.ErrDeadlineExceeded} {
			w.call(http.MethodPost, "/api/v1/people/"+p.ExternalID+"/photos", "", func(r *http.Request) {
				r.Header.Set("Content-Type", contentType)
				r.Body = io.NopCloser(io.MultiReader(strings.NewReader(body[:len(body)/2]), broken{err}))
			}).isProblem(what)
		}
	})
	w.loggedNothing()
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
