package storetest

import (
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"jolara.com/privacy/models"
)

// Album gives a person that many photos, a minute apart, with their files, and much faster than uploads do: nothing is
// looked at, and nothing can be looked at.
func (w *World) Album(app models.Client, p models.Person, photos int) {
	w.t.Helper()
	names := make([]string, photos)
	for i := range names {
		names[i] = uuid.NewString()
		for _, size := range models.Sizes {
			w.file(filepath.Join("photos", string(size)), names[i])
		}
	}
	_, err := w.DB.Exec(w.ctx(), `insert into photos
		(person_id, at, id, client_id, functions, media_type, width, height, bytes, receipt, file, digest, personal)
		select $1, $2::timestamptz - n * interval '1 minute', gen_random_uuid(), $3, '{printing}', 'image/jpeg', 6, 4, 7, '', name, '',
			convert_to(jsonb_build_object('SentID', 'album ' || n, 'Title', 'Photo ' || n)::text, 'utf8')
		from unnest($4::uuid[]) with ordinality as made (name, n)`, p.ID, w.Clock.Now(), app.ID, names)
	if err != nil {
		w.t.Fatal(err)
	}
}

// file puts a file into the file store behind the store's back.
func (w *World) file(folder, name string) {
	w.t.Helper()
	folder = filepath.Join(w.Files, folder)
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name), []byte("picture"), 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}
