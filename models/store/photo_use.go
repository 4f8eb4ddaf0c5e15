package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// UsePhoto opens a photo's original for one of Jolara's systems, which says for which function (#22 to #24). Each use is
// recorded before the file is read, refused ones too. It is Refused where the photo was not chosen for the function or the
// permission is off, ErrDeleted where the person deleted the photo, and ErrNotFound where there is no such person or photo;
// photo is the sender's own id.
func (s *Store) UsePhoto(ctx context.Context, client models.ClientID, externalID, photo string, f models.Function) (file File, err error) {
	now := s.Now()
	person, err := s.personOf(s.db.WithContext(ctx), externalID)
	if err != nil {
		return file, fmt.Errorf("use a photo: %w", err)
	}
	var used usedPhoto
	var refused error
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		upload, err := sharePermission(ctx, tx, person.ID, models.PhotoUpload)
		if err != nil {
			return err
		}
		if used, err = s.photoToUse(ctx, tx, person.ID, s.entryID(entryPhoto, person.ID, photo)); err != nil {
			return err
		}
		refused = used.MayUse(f, upload, s.ward(person, now))
		return recordUses(ctx, tx, person.ID, photoUse{now, client, f, refused == nil}, used.Photo)
	})
	if err := errors.Join(err, refused); err != nil {
		return file, fmt.Errorf("use a photo: %w", err)
	}
	return s.openPhoto(ctx, used.Photo, used.file, models.SizeOriginal)
}

// usedPhoto is a photo with the name of its files.
type usedPhoto struct {
	models.Photo
	file string
}

func (s *Store) photoToUse(ctx context.Context, tx pgx.Tx, person models.PersonID, id string) (p usedPhoto, err error) {
	var personal []byte
	err = tx.QueryRow(ctx, `select id, at, functions, media_type, file, personal from photos where person_id = $1 and id = $2 for share`, person, id).
		Scan(&p.ID, &p.UploadedAt, &p.Functions, &p.MediaType, &p.file, &personal)
	if err != nil {
		return p, goneOrNever(ctx, tx, person, id, notFound(err))
	}
	var held photoPersonal
	err = s.vault.Open(personal, &held)
	p.FileName = held.FileName
	return p, err
}

// photoUse is one time that a client used photos, or tried to.
type photoUse struct {
	at       time.Time
	client   models.ClientID
	function models.Function
	allowed  bool
}

func recordUses(ctx context.Context, tx pgx.Tx, person models.PersonID, use photoUse, photos ...models.Photo) error {
	ids, of := make([]string, len(photos)), make([]string, len(photos))
	for i, p := range photos {
		ids[i], of[i] = newID(), p.ID
	}
	_, err := tx.Exec(ctx, `insert into photo_uses (person_id, at, id, photo_id, client_id, function, allowed)
		select $1, $2, u.id, u.photo, $3, $4, $5 from unnest($6::uuid[], $7::uuid[]) u (id, photo)`,
		person, use.at, use.client, use.function, use.allowed, ids, of)
	return err
}

// usesSQL sums up the latest uses of a photo, allowed and refused ones each.
const usesSQL = `select function, allowed, count(*), max(at) from (
	(select function, allowed, at from photo_uses where person_id = $1 and photo_id = $2 and allowed order by at desc limit $3)
	union all
	(select function, allowed, at from photo_uses where person_id = $1 and photo_id = $2 and not allowed order by at desc limit $3)
	) latest group by 1, 2 order by 2 desc, 1`

func scanUses(into *[]models.Uses) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var u models.Uses
		err := rows.Scan(&u.Function, &u.Allowed, &u.Times, &u.Latest)
		*into = append(*into, u)
		return err
	})
}
