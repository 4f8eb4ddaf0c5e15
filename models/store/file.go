package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"jolara.com/privacy/models"
)

// fileSQL finds whose file it is: a photo's, or a recording's of which the sound was kept.
const fileSQL = `select true, at, media_type, file::text, personal from photos where person_id = $1 and id = $2
	union all
	select false, at, media_type, file::text, null from voice where person_id = $1 and id = $2 and file is not null`

// File opens a file of a person's: one of the sizes of a photo, or the sound of a recording, which has only the original. It
// is ErrNotFound where the person has no such file.
func (s *Store) File(ctx context.Context, person models.PersonID, id string, size models.Size) (File, error) {
	if !isID(id) || !slices.Contains(models.Sizes, size) {
		return File{}, models.ErrNotFound
	}
	var isPhoto bool
	var at time.Time
	var mediaType, name string
	var personal []byte
	err := s.pool.QueryRow(ctx, fileSQL, person, id).Scan(&isPhoto, &at, &mediaType, &name, &personal)
	if err != nil {
		return File{}, fmt.Errorf("find a file: %w", notFound(err))
	}
	if isPhoto {
		var held photoPersonal
		if err := s.vault.Open(personal, &held); err != nil {
			return File{}, fmt.Errorf("open a photo: %w", err)
		}
		return s.openPhoto(ctx, models.Photo{ListedPhoto: models.ListedPhoto{UploadedAt: at, FileName: held.FileName}, MediaType: mediaType}, name, size)
	}
	if size != models.SizeOriginal {
		return File{}, models.ErrNotFound
	}
	return s.openFile(ctx, recordingKey(name), File{Name: models.SaveAs("", "recording", mediaType), MediaType: mediaType, ModTime: at})
}

// openPhoto opens one of the sizes of a photo, whose files have that name.
func (s *Store) openPhoto(ctx context.Context, p models.Photo, name string, size models.Size) (File, error) {
	mediaType := p.MediaType
	if size != models.SizeOriginal {
		mediaType = thumbnailType
	}
	return s.openFile(ctx, photoKey(name, size), File{Name: models.SaveAs(p.FileName, "photo", mediaType), MediaType: mediaType, ModTime: p.UploadedAt})
}
