package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// Of a child under 8 its guardian sees everything that the child sees, but complaints and questions: with the reads by which the child
// sees it, once WardAll has said that they may.

// WardAll returns the child on a record if its guardian sees everything of it now, in one round trip. It is ErrDeadLink where the visit
// is over or no code was typed, and ErrNotFound where the record is not the visitor's or they do not see so much, as from the 8th
// birthday on.
func (s *Store) WardAll(ctx context.Context, token, ref string) (Ward, error) {
	_, w, err := s.wardOn(ctx, token, ref)
	if err == nil && !w.Child.SeenByGuardian(s.Now()).All {
		return Ward{}, models.ErrNotFound
	}
	return w, err
}

// UsesOfPhotos returns for what each of a person's photos was used or asked for, by the photo's id.
func (s *Store) UsesOfPhotos(ctx context.Context, person models.PersonID) (map[string][]models.Uses, error) {
	uses := map[string][]models.Uses{}
	err := s.batch(ctx, read{
		`select photo_id::text, function, allowed, count(*), max(at) from photo_uses where person_id = $1 group by 1, 2, 3 order by 3 desc, 2`,
		[]any{person},
		each(func(rows pgx.Rows) error {
			var photo string
			var u models.Uses
			err := rows.Scan(&photo, &u.Function, &u.Allowed, &u.Times, &u.Latest)
			uses[photo] = append(uses[photo], u)
			return err
		}),
	})
	if err != nil {
		return nil, fmt.Errorf("read the uses of photos: %w", err)
	}
	return uses, nil
}

// EditPhotoAsGuardian is EditPhoto of a photo of the child on a record, which its guardian sees. It is ErrDeadLink where the visit is
// over, and Refused where the account is locked.
func (s *Store) EditPhotoAsGuardian(ctx context.Context, token, ref, id string, edit models.PhotoEdit) error {
	if !isID(id) {
		return models.ErrNotFound
	}
	err := s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		switch {
		case !w.Child.SeenByGuardian(s.Now()).All:
			return models.ErrNotFound
		case w.Lock != nil:
			return models.Refused{Reason: models.ReasonLocked}
		}
		return s.editPhoto(tx, w.Child.ID, id, edit, models.ByGuardian)
	})
	if err != nil {
		return fmt.Errorf("edit a photo as a guardian: %w", err)
	}
	return nil
}
