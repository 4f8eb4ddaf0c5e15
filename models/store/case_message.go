package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/picture"
)

// messagePersonal is what somebody wrote in a case.
type messagePersonal struct {
	Text   string        `json:",omitempty"`
	Answer models.Answer `json:",omitzero"`
	Taken  models.Taken  `json:",omitzero"` // of what the staff member of its row wrote down
}

// attachmentPersonal is what an attached file says about who sent it beside its picture.
type attachmentPersonal struct {
	Name string `json:",omitempty"`
}

// written is what somebody wrote, with files that are stored and wait for their rows.
type written struct {
	models.Message
	files  []newAttachment
	photos []string
}

type newAttachment struct {
	name string // as sent
	file string // of its files
	picture.Picture
}

// stored lists the files of attachments.
func stored(attachments []newAttachment) (files []fileToWrite) {
	for _, a := range attachments {
		files = append(files,
			fileToWrite{attachmentKey(a.file, models.SizeOriginal), a.MediaType, a.File},
			fileToWrite{attachmentKey(a.file, models.SizeLarge), thumbnailType, a.Large},
			fileToWrite{attachmentKey(a.file, models.SizeSmall), thumbnailType, a.Small},
		)
	}
	return files
}

// checkMessage returns what is wrong with a form and with its files, joined, and the files as they are kept.
func (s *Store) checkMessage(ctx context.Context, check error, form models.MessageForm) (attachments []newAttachment, err error) {
	var unfits models.UnfitFiles
	if len(form.Files) <= models.MaxAttachments {
		for _, f := range form.Files {
			read, err := s.pictures.Read(ctx, f.Content)
			var why models.Unfit
			switch err = unfit(err); {
			case errors.As(err, &why):
				unfits = append(unfits, models.UnfitFile{Name: models.CleanFileName(f.Name), Why: why})
			case err != nil:
				return nil, fmt.Errorf("read an attached picture: %w", err)
			}
			attachments = append(attachments, newAttachment{f.Name, uuid.NewString(), read})
		}
	}
	if len(unfits) > 0 {
		check = errors.Join(check, unfits)
	}
	return attachments, check
}

// withFiles is withWritten of the files of attachments.
func (s *Store) withFiles(ctx context.Context, attachments []newAttachment, change func(tx *gorm.DB) error) error {
	return s.withWritten(ctx, stored(attachments), change)
}

// withWritten writes files, and then what change writes in one transaction. Where that fails the files are removed again; where
// nobody knows whether it was written, they stay for the sweep to find.
func (s *Store) withWritten(ctx context.Context, files []fileToWrite, change func(tx *gorm.DB) error) error {
	if err := s.writeFiles(ctx, files...); err != nil {
		return err
	}
	committing := false
	err := s.tx(ctx, func(tx *gorm.DB) error {
		err := change(tx)
		committing = err == nil
		return err
	})
	if err != nil && !committing {
		return errors.Join(err, s.takeBack(ctx, files...))
	}
	return err
}

// insertMessage writes what somebody wrote in a case, and returns its id. It is an Invalid where a photo is not the person's.
func (s *Store) insertMessage(tx *gorm.DB, c models.Complaint, m written) (id string, err error) {
	sealed, err := s.vault.Seal(messagePersonal{m.Text, m.Answer, m.Taken})
	if err != nil {
		return "", err
	}
	id = newID()
	var staff *models.StaffID
	if m.Staff.ID != "" {
		staff = &m.Staff.ID
	}
	err = tx.Exec(`insert into complaint_messages (case_id, at, id, kind, staff_id, personal) values (?, ?, ?, ?, ?, ?)`,
		c.ID, s.Now(), id, m.Kind, staff, sealed).Error
	if err != nil {
		return "", err
	}
	return id, s.insertAttachments(tx, c, id, m)
}

func (s *Store) insertAttachments(tx *gorm.DB, c models.Complaint, message string, m written) error {
	for i, a := range m.files {
		sealed, err := s.vault.Seal(attachmentPersonal{models.CleanFileName(a.name)})
		if err != nil {
			return err
		}
		err = tx.Exec(`insert into complaint_files (id, case_id, message_id, position, file, media_type, width, height, bytes, personal)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			newID(), c.ID, message, i, a.file, a.MediaType, a.Width, a.Height, len(a.File), sealed).Error
		if err != nil {
			return err
		}
	}
	if len(m.photos) == 0 {
		return nil
	}
	return s.attachPhotos(tx, c, message, m.photos, len(m.files))
}

// attachPhotos attaches photos of the person's own to a message, after so many files.
func (s *Store) attachPhotos(tx *gorm.DB, c models.Complaint, message string, photos []string, after int) error {
	refused := models.Invalid{models.FieldPictures: models.FaultUnknown}
	nothing, err := s.vault.Seal(attachmentPersonal{})
	if err != nil {
		return err
	}
	for i, photo := range slices.Compact(slices.Sorted(slices.Values(photos))) {
		if c.PersonID == "" || !isID(photo) {
			return refused
		}
		attached := tx.Exec(`insert into complaint_files (id, case_id, message_id, position, photo_id, personal)
			select ?, ?, ?, ?, id, ? from photos where person_id = ? and id = ?`, newID(), c.ID, message, after+i, nothing, c.PersonID, photo)
		if attached.Error != nil {
			return attached.Error
		}
		if attached.RowsAffected == 0 {
			return refused
		}
	}
	return nil
}

// messagesSQL selects what was written in a case, where a condition on m allows it to be read, the oldest first.
const messagesSQL = `select m.id, m.at, m.kind, m.personal, ` + staffColumns + `
	from complaint_messages m left join staff f on f.id = m.staff_id where m.case_id = %s and %s order by m.at, m.id`

// attachmentsSQL selects what is attached to messages of a case; of a photo what there still is of it.
const attachmentsSQL = `select m.message_id, m.id, coalesce(m.photo_id::text, ''), m.photo_id is not null and p.id is null,
	coalesce(p.media_type, m.media_type), coalesce(p.width, m.width), coalesce(p.height, m.height), coalesce(p.bytes, m.bytes), m.personal, p.personal
	from complaint_files m join complaints c on c.id = m.case_id left join photos p on p.person_id = c.person_id and p.id = m.photo_id
	where m.case_id = %s and %s order by m.position`

// thread is what was written in a case, as it is read.
type thread []models.Message

// reads are the questions that fill it; caseID and allowed are conditions in SQL, with these arguments. Attachments come
// second: they look for their message.
func (t *thread) reads(s *Store, caseID, allowed, attachmentsAllowed string, args ...any) []read {
	return []read{
		{fmt.Sprintf(messagesSQL, caseID, allowed), args, each(func(rows pgx.Rows) error {
			var m models.Message
			var personal []byte
			var by seen
			if err := rows.Scan(append([]any{&m.ID, &m.At, &m.Kind, &personal}, by.into()...)...); err != nil {
				return err
			}
			var held messagePersonal
			if err := s.vault.Open(personal, &held); err != nil {
				return fmt.Errorf("open a message: %w", err)
			}
			m.Text, m.Answer, m.Taken = held.Text, held.Answer, held.Taken
			var err error
			m.Staff, err = s.staff(by)
			*t = append(*t, m)
			return err
		})},
		{fmt.Sprintf(attachmentsSQL, caseID, attachmentsAllowed), args, each(func(rows pgx.Rows) error {
			message, a, err := s.scanAttachment(rows)
			if i := slices.IndexFunc(*t, func(m models.Message) bool { return m.ID == message }); i >= 0 {
				(*t)[i].Files = append((*t)[i].Files, a)
			}
			return err
		})},
	}
}

func (s *Store) scanAttachment(rows row) (message string, a models.Attachment, err error) {
	var personal, ofPhoto []byte
	err = rows.Scan(&message, &a.ID, &a.Photo, &a.Gone, &a.MediaType, &a.Width, &a.Height, &a.Bytes, &personal, &ofPhoto)
	if err != nil {
		return message, a, err
	}
	var held attachmentPersonal
	if err := s.vault.Open(personal, &held); err != nil {
		return message, a, fmt.Errorf("open an attachment: %w", err)
	}
	a.Name = held.Name
	if a.Photo != "" && !a.Gone {
		var photo photoPersonal
		if err := s.vault.Open(ofPhoto, &photo); err != nil {
			return message, a, fmt.Errorf("open a photo: %w", err)
		}
		a.Name = models.ListedPhoto{FileName: photo.FileName, Title: photo.Title}.Name()
	}
	return message, a, nil
}
