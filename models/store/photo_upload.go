package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/picture"
)

// UploadPhoto keeps a photo that one of Jolara's systems sends about its person (#12), and returns it. The same id with the
// same content answers as the first time; with other content it is ErrConflict, and ErrDeleted where the person deleted it. It is
// ErrNotFound where there is no such person, an Invalid that names what may not be stored, Refused where the person does not allow it, and Unfit where the file
// is no picture that is kept.
func (s *Store) UploadPhoto(ctx context.Context, client models.ClientID, externalID string, up models.Upload) (photo models.Photo, err error) {
	photo, err = s.uploadPhoto(ctx, client, externalID, up)
	if err != nil {
		return models.Photo{}, fmt.Errorf("upload a photo: %w", err)
	}
	return photo, nil
}

// uploadPhoto asks what is cheap before it looks into the file, and the permission once more when the photo is written.
func (s *Store) uploadPhoto(ctx context.Context, client models.ClientID, externalID string, up models.Upload) (photo models.Photo, err error) {
	now := s.Now()
	if err := up.Check(now); err != nil {
		return photo, err
	}
	person, err := s.personOf(s.db.WithContext(ctx), externalID)
	if err != nil {
		return photo, err
	}
	id, digest := s.entryID(entryPhoto, person.ID, up.ID), s.digestOfUpload(up)
	if photo, err := s.sentPhoto(ctx, person.ID, id, digest); !errors.Is(err, models.ErrNotFound) {
		return photo, err
	}
	var upload models.Permission
	if err := s.batch(ctx, permissionRead(&upload, person.ID, models.PhotoUpload)); err != nil {
		return photo, err
	}
	if err := upload.MayCollect(s.ward(person, now)); err != nil {
		return photo, err
	}
	read, err := s.pictures.Read(ctx, up.File)
	if err != nil {
		return photo, unfit(err)
	}
	if err := s.writePhoto(ctx, client, person, newPhoto{id, digest, up, read}, now); err != nil {
		return photo, err
	}
	return s.sentPhoto(ctx, person.ID, id, digest)
}

// digestOfUpload is the digest of all that was sent with a photo.
func (s *Store) digestOfUpload(up models.Upload) []byte {
	return s.digest(struct {
		FileName  string
		Functions []models.Function
		TakenAt   time.Time
		File      [sha256.Size]byte
	}{up.FileName, up.Functions, sentTime(up.TakenAt), sha256.Sum256(up.File)})
}

// unfit says in the domain's words why a file is no picture that is kept.
func unfit(err error) error {
	switch {
	case errors.Is(err, picture.ErrHEIC):
		return models.UnfitHEIC
	case errors.Is(err, picture.ErrKind):
		return models.UnfitKind
	case errors.Is(err, picture.ErrTooLarge):
		return models.UnfitLarge
	case errors.Is(err, picture.ErrBroken):
		return models.UnfitBroken
	}
	return err
}

// sentPhoto returns the photo that was sent before with this content, ErrConflict where its content was another, ErrDeleted
// where the person deleted it, and ErrNotFound where there never was one.
func (s *Store) sentPhoto(ctx context.Context, person models.PersonID, id string, digest []byte) (models.Photo, error) {
	var known []byte
	var found []models.Photo
	var groups photoGroups
	err := s.batch(ctx,
		groups.read(person),
		read{photosSQL + ` where person_id = $1 and id = $2`, []any{person, id}, s.scanPhotos(&found, &groups)},
		// last: a photo that another writes meanwhile is found with its digest or not at all
		read{`select digest from photos where person_id = $1 and id = $2`, []any{person, id}, each(func(rows pgx.Rows) error { return rows.Scan(&known) })},
	)
	switch {
	case err != nil:
		return models.Photo{}, err
	case len(found) == 0 || known == nil:
		return models.Photo{}, goneOrNever(ctx, s.pool, person, id, models.ErrNotFound)
	case !bytes.Equal(known, digest):
		return models.Photo{}, models.ErrConflict
	}
	return found[0], nil
}

// newPhoto is a photo before it is written.
type newPhoto struct {
	id     string
	digest []byte
	models.Upload
	picture.Picture
}

// writePhoto writes a photo's files and then its row. Of two that send one at once the first writes the row; the files of
// the other are removed, and so are those of an upload that is refused at last. Where nobody knows whether the row was
// written, since the database hung up, the files stay for the sweep to find.
func (s *Store) writePhoto(ctx context.Context, client models.ClientID, person models.Person, p newPhoto, now time.Time) error {
	name := uuid.NewString()
	files := []fileToWrite{
		{photoKey(name, models.SizeOriginal), p.MediaType, p.Picture.File},
		{photoKey(name, models.SizeLarge), thumbnailType, p.Large},
		{photoKey(name, models.SizeSmall), thumbnailType, p.Small},
	}
	if err := s.writeFiles(ctx, files...); err != nil {
		return err
	}
	written, committing := false, false
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		written, err = s.insertPhoto(ctx, tx, client, person, p, name, now)
		committing = err == nil
		return err
	})
	if written && committing {
		return err
	}
	return errors.Join(err, s.takeBack(ctx, files...))
}

// thumbnailType is the media type of a photo's small sizes.
const thumbnailType = "image/jpeg"

// insertPhoto writes a photo's row where the person allows it now, and tells whether it did: not where another upload was
// faster.
func (s *Store) insertPhoto(ctx context.Context, tx pgx.Tx, client models.ClientID, person models.Person, p newPhoto, file string, now time.Time) (written bool, err error) {
	upload, err := sharePermission(ctx, tx, person.ID, models.PhotoUpload)
	if err != nil {
		return false, err
	}
	if err := upload.MayCollect(s.ward(person, now)); err != nil {
		return false, err
	}
	held := photoPersonal{SentID: p.ID, FileName: models.CleanFileName(p.FileName)}
	taken, by := p.Upload.Taken(p.Picture.Taken, now)
	held.TakenAt, held.TakenFrom = sentTime(taken), by
	for _, trace := range p.Removed {
		held.Removed = append(held.Removed, models.Trace(trace))
	}
	sealed, err := s.vault.Seal(held)
	if err != nil {
		return false, err
	}
	done, err := tx.Exec(ctx, `insert into photos
		(person_id, at, id, client_id, functions, media_type, width, height, bytes, receipt, file, digest, personal)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
		person.ID, now, p.id, client, p.Functions, p.MediaType, p.Width, p.Height, len(p.Picture.File), upload.Receipt, file, p.digest, sealed)
	if err != nil || done.RowsAffected() == 0 {
		return false, err
	}
	return true, arrived(ctx, tx, person.ID, p.id, now)
}
