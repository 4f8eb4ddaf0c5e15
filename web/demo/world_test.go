package demo_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/sound"
	"jolara.com/privacy/web/demo"
)

// world is the tests' demo world with an album of one colour.
func world() demo.World {
	w := demo.World{Person: "demo-adult", Day: day, Photos: demo.Album(day)}
	for i := range w.Photos {
		w.Photos[i].File = func() ([]byte, error) { return []byte("a picture"), nil }
	}
	return w
}

func body(t *testing.T, c demo.Call) demo.Body {
	t.Helper()
	b, err := c.Body()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheServiceLogHasTenThousandEntriesThatMayBeStored(t *testing.T) {
	events, kinds, hours := map[string]bool{}, map[models.ActivityKind]int{}, map[int]int{}
	china := time.FixedZone("", 8*60*60)
	for _, c := range world().Calls() {
		if c.Path != "/activity" {
			continue
		}
		lines := bytes.Split(bytes.TrimSpace(body(t, c).Content), []byte("\n"))
		if len(lines) > models.MaxActivity {
			t.Errorf("a call has %d rows", len(lines))
		}
		for _, line := range lines {
			var r struct {
				EventID string `json:"event_id"`
				Person  string
				Kind    models.ActivityKind
				At      time.Time
				models.Activity
			}
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			r.Activity.Kind, r.Activity.At = r.Kind, r.At
			sent := models.SentActivity{EventID: r.EventID, Person: r.Person, Activity: r.Activity}
			if err := sent.Check(models.BandAdult, models.BehaviourKept{}, day); err != nil {
				t.Errorf("%s: %v", line, err)
			}
			if end := models.RetentionOf(r.Kind.Category()).End(r.At); end.Before(day.AddDate(0, 0, 7)) {
				t.Errorf("%s falls due within a week: %s", line, end)
			}
			if r.At.After(day) || events[r.EventID] {
				t.Errorf("%s is of the future, or there twice", line)
			}
			events[r.EventID] = true
			kinds[r.Kind]++
			hours[r.At.In(china).Hour()]++
		}
	}
	if len(events) != 10_000 {
		t.Errorf("%d entries", len(events))
	}
	for _, kind := range []models.ActivityKind{
		models.ActivityBrowse, models.ActivityClick, models.ActivitySearch, models.ActivityFavourite, models.ActivityTransaction,
		models.ActivityAfterSales, models.ActivitySignIn, models.ActivitySignInFailed,
	} {
		if kinds[kind] == 0 {
			t.Errorf("none is of the kind %s", kind)
		}
	}
	if hours[3]*10 > hours[20] {
		t.Errorf("%d at three in the night, %d in the evening", hours[3], hours[20])
	}
}

func TestAnOrderIsToldAfterItsPhotos(t *testing.T) {
	told, orders := map[string]bool{}, 0
	for _, c := range world().Calls() {
		b := body(t, c)
		switch {
		case strings.HasSuffix(c.Path, "/photos"):
			told[field(b, "id")] = true
		case strings.HasSuffix(c.Path, "/prints"):
			var o struct {
				PhotoIDs  []string  `json:"photo_ids"`
				OrderedAt time.Time `json:"ordered_at"`
			}
			if err := json.Unmarshal(b.Content, &o); err != nil {
				t.Fatal(err)
			}
			orders++
			for _, id := range o.PhotoIDs {
				if !told[id] {
					t.Errorf("%s is printed before it was uploaded", id)
				}
			}
			if o.OrderedAt.After(day) {
				t.Errorf("ordered at %s", o.OrderedAt)
			}
		}
	}
	if orders != 14 {
		t.Errorf("%d orders", orders)
	}
}

// field is the text of a field in a multipart body.
func field(b demo.Body, name string) string {
	_, rest, _ := strings.Cut(string(b.Content), `name="`+name+`"`+"\r\n\r\n")
	value, _, _ := strings.Cut(rest, "\r\n")
	return value
}

func TestARecordingIsASoundOfItsLength(t *testing.T) {
	const sampleRate, sampleBytes = 16000, 2
	recordings := 0
	for _, c := range world().Calls() {
		if !strings.HasSuffix(c.Path, "/recordings") {
			continue
		}
		recordings++
		b := body(t, c)
		start := bytes.Index(b.Content, []byte("RIFF"))
		end := bytes.LastIndex(b.Content, []byte("\r\n--"))
		kept, err := sound.Read(b.Content[start:end])
		if err != nil {
			t.Fatal(err)
		}
		var seconds int
		if err := json.Unmarshal([]byte(field(b, "seconds")), &seconds); err != nil {
			t.Fatal(err)
		}
		if got := len(kept.File) / (sampleRate * sampleBytes); got != seconds {
			t.Errorf("%d seconds of sound, said to be %d", got, seconds)
		}
	}
	if recordings != 2 {
		t.Errorf("%d recordings", recordings)
	}
}

func TestTheSameWorldIsToldAlike(t *testing.T) {
	first, again := world().Calls(), world().Calls()
	if len(first) != len(again) {
		t.Fatalf("%d calls, then %d", len(first), len(again))
	}
	for i := range first {
		a, b := body(t, first[i]), body(t, again[i])
		_, boundary, form := strings.Cut(a.MediaType, "boundary=")
		_, other, _ := strings.Cut(b.MediaType, "boundary=")
		if form {
			b.Content = bytes.ReplaceAll(b.Content, []byte(other), []byte(boundary))
		}
		if first[i].Path != again[i].Path || !bytes.Equal(a.Content, b.Content) {
			t.Errorf("call %d to %s differs", i, first[i].Path)
		}
	}
}

func TestAFoldersPhotosAreTheSameWhereverTheyLie(t *testing.T) {
	ids := func() (list []string) {
		folder := t.TempDir()
		for name, content := range map[string]string{"a.jpg": "one", "b.PNG": "two", "copy of a.jpg": "one", "notes.txt": "three"} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			age := day.Add(time.Duration(content[0]) * time.Second)
			if err := os.Chtimes(filepath.Join(folder, name), age, age); err != nil {
				t.Fatal(err)
			}
		}
		photos, err := demo.Folder(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range photos {
			list = append(list, p.ID)
		}
		return list
	}
	first, again := ids(), ids()
	if len(first) != 2 || first[0] != again[0] || first[1] != again[1] {
		t.Errorf("%v, then %v", first, again)
	}
}
