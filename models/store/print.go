package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// printPersonal is what a print job says about a person beside its photos.
type printPersonal struct {
	SentID      string
	Preferences map[string]string `json:",omitempty"`
	Delivery    models.Address    `json:",omitzero"`
}

// printsSQL selects print jobs without their photos, as scanPrints reads them.
const printsSQL = `select id, at, state, personal, null::text[], null::bytea[] from print_jobs`

// printsWithPhotosSQL selects print jobs with the ids of their photos and what these say, null of those that are no longer
// held.
const printsWithPhotosSQL = `select id, at, state, personal,
	array(select photo_id::text from printed_photos x where x.person_id = j.person_id and x.print_id = j.id order by position),
	array(select p.personal from printed_photos x left join photos p on p.person_id = x.person_id and p.id = x.photo_id
		where x.person_id = j.person_id and x.print_id = j.id order by position)
	from print_jobs j`

// printsOfPhotoSQL selects the latest print jobs that a photo is in.
const printsOfPhotoSQL = printsSQL + ` where person_id = $1
	and id in (select print_id from printed_photos where person_id = $1 and photo_id = $2) order by at desc, id desc limit $3`

func (s *Store) scanPrints(into *[]models.PrintJob) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var j models.PrintJob
		var personal []byte
		var photos []string
		var titles [][]byte
		if err := rows.Scan(&j.ID, &j.OrderedAt, &j.State, &personal, &photos, &titles); err != nil {
			return err
		}
		var held printPersonal
		if err := s.vault.Open(personal, &held); err != nil {
			return fmt.Errorf("open a print job: %w", err)
		}
		j.Reference, j.Preferences, j.Delivery = held.SentID, held.Preferences, held.Delivery
		for i, id := range photos {
			var photo photoPersonal
			if err := s.vault.Open(titles[i], &photo); err != nil {
				return fmt.Errorf("open a photo: %w", err)
			}
			j.Photos = append(j.Photos, models.PrintedPhoto{ID: id, Name: models.ListedPhoto{Title: photo.Title, FileName: photo.FileName}.Name(), Gone: titles[i] == nil})
		}
		*into = append(*into, j)
		return nil
	})
}

// PrintFilter narrows the print jobs; the zero value leaves nothing out.
type PrintFilter struct {
	Period models.Period
	State  models.PrintState // empty: any
	Job    string            // one job's id; empty: any
}

func (f PrintFilter) where() (w where) {
	w.within(f.Period)
	if f.State != "" {
		w.and(`state = `, f.State)
	}
	if f.Job != "" {
		w.and(`id = `, f.Job)
	}
	return w
}

// PrintsPage is one page of a person's print jobs, newest first.
type PrintsPage struct {
	Jobs               []models.PrintJob
	HasNewer, HasOlder bool
	Found              int // in the filter, counted up to CountCap and one more
	All                int
}

// Prints returns the page of a person's print jobs on one side of key, in one round trip; a zero key is the newest end. A
// filter for a job by what is no id is ErrNotFound.
func (s *Store) Prints(ctx context.Context, person models.PersonID, f PrintFilter, key Key, side Side) (page PrintsPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	if f.Job != "" && !isID(f.Job) {
		return page, models.ErrNotFound
	}
	var found []models.PrintJob
	var all models.Tally
	where := f.where()
	reads := []read{
		narrowedRead(printsWithPhotosSQL, person, where, key, side, s.scanPrints(&found)),
		tallyRead(&all, person, entryPrint),
	}
	if len(where.args) > 0 {
		reads = append(reads, countRead(&page.Found, `print_jobs`, person, where))
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read print jobs: %w", err)
	}
	page.Jobs, page.HasNewer, page.HasOlder = fold(found, key, side)
	page.All = all.Count
	if len(where.args) == 0 {
		page.Found = min(page.All, CountCap+1)
	}
	return page, nil
}

// PushPrint writes down a print job that one of Jolara's systems tells of, with what its printer and courier got (#19, #61),
// and returns it. The same id with the same content answers as the first time; with other content it is ErrConflict,
// and ErrDeleted where the person deleted it. It is ErrNotFound where there is no such person, an Invalid that names what may not be stored, and Refused where a photo may not
// be printed: that attempt is recorded as a use of each such photo.
func (s *Store) PushPrint(ctx context.Context, client models.ClientID, externalID string, pushed models.PushedPrint) (job models.PrintJob, err error) {
	now := s.Now()
	person, err := s.personOf(s.db.WithContext(ctx), externalID)
	if err == nil {
		err = pushed.Check(person.Band(now), now)
	}
	if err != nil {
		return job, fmt.Errorf("push a print job: %w", err)
	}
	pushed.OrderedAt = sentTime(pushed.OrderedAt)
	var refused error
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		job, refused, err = s.pushPrint(ctx, tx, client, person, pushed, now)
		return err
	})
	if err := errors.Join(err, refused); err != nil {
		return models.PrintJob{}, fmt.Errorf("push a print job: %w", err)
	}
	return job, nil
}

// pushPrint writes a print job, or the attempt where it is refused, which is no error: that record stays.
func (s *Store) pushPrint(ctx context.Context, tx pgx.Tx, client models.ClientID, person models.Person, pushed models.PushedPrint, now time.Time) (job models.PrintJob, refused, err error) {
	id, digest := s.entryID(entryPrint, person.ID, pushed.ID), s.digest(pushed)
	upload, err := sharePermission(ctx, tx, person.ID, models.PhotoUpload)
	if err != nil {
		return job, nil, err
	}
	if job, err := s.sentPrint(ctx, tx, person.ID, id, digest); !errors.Is(err, models.ErrNotFound) {
		return job, nil, err
	}
	photos, all, err := s.photosToPrint(ctx, tx, person.ID, pushed.PhotoIDs)
	if err != nil {
		return job, nil, err
	}
	unfit, refused := models.Printable(photos, upload, s.ward(person, now), pushed.OrderedAt)
	switch {
	case refused != nil:
		return job, refused, recordUses(ctx, tx, person.ID, photoUse{now, client, models.FunctionPrinting, false}, unfit...)
	case !all:
		return job, nil, models.Invalid{"photo_ids": models.FaultUnknown}
	}
	if err := s.insertPrint(ctx, tx, person.ID, id, digest, pushed); err != nil {
		return job, nil, err
	}
	job, err = s.sentPrint(ctx, tx, person.ID, id, digest)
	return job, nil, err
}

// sentPrint returns the print job that was sent before with this content, ErrConflict where its content was another,
// ErrDeleted where the person deleted it, and ErrNotFound where there never was one.
func (s *Store) sentPrint(ctx context.Context, tx pgx.Tx, person models.PersonID, id string, digest []byte) (job models.PrintJob, err error) {
	var known []byte
	err = tx.QueryRow(ctx, `select digest from print_jobs where person_id = $1 and id = $2`, person, id).Scan(&known)
	switch {
	case err != nil:
		return job, goneOrNever(ctx, tx, person, id, notFound(err))
	case !bytes.Equal(known, digest):
		return job, models.ErrConflict
	}
	var found []models.PrintJob
	rows, err := tx.Query(ctx, printsWithPhotosSQL+` where person_id = $1 and id = $2`, person, id)
	if err == nil {
		err = s.scanPrints(&found)(rows)
	}
	if err != nil {
		return job, err
	}
	return found[0], nil
}

// photosToPrint returns the photos that a sender names, each once, and keeps them until the transaction ends; all tells
// whether every one of them is held.
func (s *Store) photosToPrint(ctx context.Context, tx pgx.Tx, person models.PersonID, sent []string) (photos []models.Photo, all bool, err error) {
	ids := s.photoIDs(person, sent)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	rows, err := tx.Query(ctx, `select id, functions from photos where person_id = $1 and id = any($2) order by id for share`, person, ids)
	if err == nil {
		err = each(func(rows pgx.Rows) error {
			var p models.Photo
			err := rows.Scan(&p.ID, &p.Functions)
			photos = append(photos, p)
			return err
		})(rows)
	}
	return photos, len(photos) == len(ids), err
}

// photoIDs returns the portal's ids of photos that a sender names.
func (s *Store) photoIDs(person models.PersonID, sent []string) []string {
	ids := make([]string, len(sent))
	for i, id := range sent {
		ids[i] = s.entryID(entryPhoto, person, id)
	}
	return ids
}

// insertPrint writes a print job with its photos, and what its printer and courier got; or nothing, where another push of it
// was faster.
func (s *Store) insertPrint(ctx context.Context, tx pgx.Tx, person models.PersonID, id string, digest []byte, pushed models.PushedPrint) error {
	sealed, err := s.vault.Seal(printPersonal{SentID: pushed.ID, Preferences: pushed.Preferences, Delivery: pushed.Delivery})
	if err != nil {
		return err
	}
	done, err := tx.Exec(ctx, `insert into print_jobs (person_id, at, id, state, digest, personal) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		person, pushed.OrderedAt, id, pushed.State, digest, sealed)
	if err != nil || done.RowsAffected() == 0 {
		return err
	}
	if err := arrived(ctx, tx, person, id, pushed.OrderedAt); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into printed_photos (person_id, print_id, photo_id, position)
		select $1, $2, photo, n from unnest($3::uuid[]) with ordinality as listed (photo, n)`, person, id, s.photoIDs(person, pushed.PhotoIDs))
	if err != nil {
		return err
	}
	job := models.PrintJob{ID: id, OrderedAt: pushed.OrderedAt, State: pushed.State, Preferences: pushed.Preferences, Delivery: pushed.Delivery}
	for _, d := range job.Disclosures() {
		if err := recordDisclosure(ctx, tx, person, d); err != nil {
			return err
		}
	}
	return nil
}
