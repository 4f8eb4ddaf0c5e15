package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// photoPersonal is what a photo says about a person beside its picture.
type photoPersonal struct {
	SentID    string
	FileName  string         `json:",omitempty"`
	Title     string         `json:",omitempty"`
	TakenAt   time.Time      `json:",omitzero"`
	TakenFrom models.Source  `json:",omitempty"`
	Removed   []models.Trace `json:",omitempty"`
}

// listedPhotosSQL selects photos for a list, as scanListedPhotos reads them.
const listedPhotosSQL = `select id, at, functions, personal from photos`

// scanListedPhotos reads photos for a list.
func (s *Store) scanListedPhotos(into *[]models.ListedPhoto) func(pgx.Rows) error {
	var functions []string
	var personal pgtype.DriverBytes
	var held struct { // what a list shows of photoPersonal
		FileName, Title string
		TakenAt         time.Time
	}
	return each(func(rows pgx.Rows) error {
		p := grow(into)
		if err := rows.Scan(&p.ID, &p.UploadedAt, &functions, &personal); err != nil {
			return err
		}
		held.FileName, held.Title, held.TakenAt = "", "", time.Time{}
		if err := s.vault.Open(personal, &held); err != nil {
			return fmt.Errorf("open a photo: %w", err)
		}
		p.Functions = functionsOf(functions)
		p.FileName, p.Title, p.TakenAt = held.FileName, held.Title, held.TakenAt
		return nil
	})
}

// functionsOf makes functions of texts: pgx takes many times as long to read a list of a type of ours.
func functionsOf(names []string) []models.Function {
	functions := make([]models.Function, len(names))
	for i, name := range names {
		functions[i] = models.Function(name)
	}
	return functions
}

// photosSQL selects photos with all that is held of them, as scanPhotos reads them.
const photosSQL = `select id, at, client_id, functions, media_type, width, height, bytes, receipt, personal from photos`

// scanPhotos reads photos whose clients were read before.
func (s *Store) scanPhotos(into *[]models.Photo, from *photoGroups) func(pgx.Rows) error {
	var client models.ClientID
	var functions []string
	var personal pgtype.DriverBytes
	var held photoPersonal
	return each(func(rows pgx.Rows) error {
		p := grow(into)
		err := rows.Scan(&p.ID, &p.UploadedAt, &client, &functions, &p.MediaType, &p.Width, &p.Height, &p.Bytes, &p.Receipt, &personal)
		if err != nil {
			return err
		}
		held = photoPersonal{}
		if err := s.vault.Open(personal, &held); err != nil {
			return fmt.Errorf("open a photo: %w", err)
		}
		p.Functions, p.UploadedWith = functionsOf(functions), from.clients[client]
		p.FileName, p.Title, p.TakenAt, p.TakenFrom, p.Removed = held.FileName, held.Title, held.TakenAt, held.TakenFrom, held.Removed
		return nil
	})
}

// photoGroups are what a person's photos were chosen for and uploaded with.
type photoGroups struct {
	functions map[models.Function]bool
	clients   map[models.ClientID]string
}

// read is the question that fills them.
func (g *photoGroups) read(person models.PersonID) read {
	g.functions, g.clients = map[models.Function]bool{}, map[models.ClientID]string{}
	return read{
		`select function, client_id, name from photo_groups join clients on clients.id = client_id where person_id = $1 and count > 0`,
		[]any{person},
		each(func(rows pgx.Rows) error {
			var f models.Function
			var client models.ClientID
			var name string
			err := rows.Scan(&f, &client, &name)
			g.functions[f], g.clients[client] = true, name
			return err
		}),
	}
}

// PhotoFilter narrows the photos; the zero value leaves nothing out.
type PhotoFilter struct {
	Period   models.Period
	Function models.Function // that they were chosen for
	With     string          // the name of the client that sent them
}

// where is the filter in SQL.
func (f PhotoFilter) where() (w where) {
	w.within(f.Period)
	if f.Function != "" {
		w.and(`functions @> `, []models.Function{f.Function})
	}
	if f.With != "" {
		w.args = append(w.args, f.With)
		w.sql += fmt.Sprintf(` and client_id = (select id from clients where name = $%d)`, argsBefore+len(w.args))
	}
	return w
}

// PhotosPage is one page of a person's photos, newest first.
type PhotosPage struct {
	Photos             []models.ListedPhoto
	HasNewer, HasOlder bool
	Found              int // in the filter, counted up to CountCap and one more
	All                int
	Bytes              int64             // of all originals
	Functions          []models.Function // that any was chosen for
	Clients            []string          // that any was uploaded with
	Upload             models.Permission
}

// Photos returns the page of a person's photos on one side of key, in one round trip; a zero key is the newest end.
func (s *Store) Photos(ctx context.Context, person models.PersonID, f PhotoFilter, key Key, side Side) (page PhotosPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	found := make([]models.ListedPhoto, 0, PageSize+1)
	var groups photoGroups
	var all models.Tally
	where := f.where()
	reads := []read{
		groups.read(person),
		narrowedRead(listedPhotosSQL, person, where, key, side, s.scanListedPhotos(&found)),
		tallyRead(&all, person, entryPhoto),
		permissionRead(&page.Upload, person, models.PhotoUpload),
	}
	if len(where.args) > 0 {
		reads = append(reads, countRead(&page.Found, `photos`, person, where))
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read photos: %w", err)
	}
	page.Photos, page.HasNewer, page.HasOlder = fold(found, key, side)
	page.All, page.Bytes = all.Count, all.Bytes
	if len(where.args) == 0 {
		page.Found = min(page.All, CountCap+1)
	}
	page.Functions = slices.Sorted(maps.Keys(groups.functions))
	page.Clients = slices.Sorted(maps.Values(groups.clients))
	return page, nil
}

// WholePhotos returns some of a person's photos with all that is held of them, from the newest below key on, and whether there are more.
func (s *Store) WholePhotos(ctx context.Context, person models.PersonID, key Key) (photos []models.Photo, more bool, err error) {
	var groups photoGroups
	err = s.batch(ctx, groups.read(person), historyRead(photosSQL, person, key, Older, s.scanPhotos(&photos, &groups)))
	if err != nil {
		return nil, false, fmt.Errorf("read photos: %w", err)
	}
	photos, _, more = fold(photos, key, Older)
	return photos, more, nil
}

// PhotoPage is a photo with its life.
type PhotoPage struct {
	Photo  models.Photo
	Uses   []models.Uses     // by function, allowed ones first
	Prints []models.PrintJob // the latest that it is in, newest first, without their photos
	Upload models.Permission
}

// Photo returns one of a person's photos with its life, in one round trip, or ErrNotFound.
func (s *Store) Photo(ctx context.Context, person models.PersonID, id string) (page PhotoPage, err error) {
	if !isID(id) {
		return page, models.ErrNotFound
	}
	var found []models.Photo
	var groups photoGroups
	err = s.batch(ctx,
		groups.read(person),
		read{photosSQL + ` where person_id = $1 and id = $2`, []any{person, id}, s.scanPhotos(&found, &groups)},
		read{usesSQL, []any{person, id, CountCap + 1}, scanUses(&page.Uses)},
		read{printsOfPhotoSQL, []any{person, id, PageSize}, s.scanPrints(&page.Prints)},
		permissionRead(&page.Upload, person, models.PhotoUpload),
	)
	switch {
	case err != nil:
		return page, fmt.Errorf("read a photo: %w", err)
	case len(found) == 0:
		return PhotoPage{}, models.ErrNotFound
	}
	page.Photo = found[0]
	return page, nil
}

// EditPhoto writes what the person changed in the form of a photo (#78). It is ErrNotFound where they have no such photo,
// an Invalid that names what may not be stored, or Overtaken, and then nothing is written.
func (s *Store) EditPhoto(ctx context.Context, person models.PersonID, id string, edit models.PhotoEdit) error {
	if !isID(id) {
		return models.ErrNotFound
	}
	err := s.tx(ctx, func(tx *gorm.DB) error { return s.editPhoto(tx, person, id, edit, models.ByPerson) })
	if err != nil {
		return fmt.Errorf("edit a photo: %w", err)
	}
	return nil
}

// editPhoto is EditPhoto in a transaction, by the person or their guardian.
func (s *Store) editPhoto(tx *gorm.DB, person models.PersonID, id string, edit models.PhotoEdit, by models.Actor) error {
	var personal []byte
	err := tx.Raw(`select personal from photos where person_id = ? and id = ? for update`, person, id).Row().Scan(&personal)
	if err != nil {
		return notFound(err)
	}
	var held photoPersonal
	if err := s.vault.Open(personal, &held); err != nil {
		return err
	}
	photo := models.Photo{ListedPhoto: models.ListedPhoto{ID: id, Title: held.Title, TakenAt: held.TakenAt}, TakenFrom: held.TakenFrom}
	edited, changes, err := photo.Edited(edit, by, s.Now())
	if err != nil || len(changes) == 0 {
		return err
	}
	held.Title, held.TakenAt, held.TakenFrom = edited.Title, edited.TakenAt, edited.TakenFrom
	sealed, err := s.vault.Seal(held)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update photos set personal = ? where person_id = ? and id = ?`, sealed, person, id).Error; err != nil {
		return err
	}
	return s.noteChanges(tx, person, changes)
}
