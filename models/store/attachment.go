package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"jolara.com/privacy/models"
)

// attachmentSQL finds an attachment m and the photo that it may be.
const attachmentSQL = `select coalesce(m.file::text, ''), m.media_type, g.at, m.personal, coalesce(p.file::text, ''), coalesce(p.media_type, ''), p.at, p.personal
	from complaint_files m join complaints c on c.id = m.case_id join complaint_messages g on g.id = m.message_id
	left join photos p on p.person_id = c.person_id and p.id = m.photo_id where m.id = $1 and `

// Attachment opens one of the sizes of a picture in a person's case. It is ErrNotFound where the person has no such picture, or
// where it was a photo that is deleted.
func (s *Store) Attachment(ctx context.Context, person models.PersonID, id string, size models.Size) (File, error) {
	return s.attachment(ctx, `c.person_id = $2`, id, size, person)
}

// StaffAttachment opens one of the sizes of a picture in a case that is open to a staff member now. Once the case is closed
// nobody at the desk sees its pictures any more. Otherwise it is ErrNotFound.
func (s *Store) StaffAttachment(ctx context.Context, staff models.Staff, ref, id string, size models.Size) (File, error) {
	if err := atDesk(staff); err != nil {
		return File{}, err
	}
	return s.attachment(ctx, openTo+` and c.ref = $4 and c.state <> 'closed'`, id, size, staff.ID, s.Now(), ref)
}

func (s *Store) attachment(ctx context.Context, allowed, id string, size models.Size, args ...any) (File, error) {
	if !isID(id) || !slices.Contains(models.Sizes, size) {
		return File{}, models.ErrNotFound
	}
	var file, mediaType, photoFile, photoType string
	var at time.Time
	var uploaded *time.Time
	var personal, ofPhoto []byte
	err := s.pool.QueryRow(ctx, attachmentSQL+allowed, append([]any{id}, args...)...).
		Scan(&file, &mediaType, &at, &personal, &photoFile, &photoType, &uploaded, &ofPhoto)
	if err != nil {
		return File{}, fmt.Errorf("find an attachment: %w", notFound(err))
	}
	if file == "" {
		if photoFile == "" {
			return File{}, models.ErrNotFound
		}
		var held photoPersonal
		if err := s.vault.Open(ofPhoto, &held); err != nil {
			return File{}, fmt.Errorf("open a photo: %w", err)
		}
		return s.openPhoto(ctx, models.Photo{ListedPhoto: models.ListedPhoto{UploadedAt: *uploaded, FileName: held.FileName}, MediaType: photoType}, photoFile, size)
	}
	var held attachmentPersonal
	if err := s.vault.Open(personal, &held); err != nil {
		return File{}, fmt.Errorf("open an attachment: %w", err)
	}
	if size != models.SizeOriginal {
		mediaType = thumbnailType
	}
	return s.openFile(ctx, attachmentKey(file, size), File{Name: models.SaveAs(held.Name, "picture", mediaType), MediaType: mediaType, ModTime: at})
}
