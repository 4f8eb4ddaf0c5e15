package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/sound"
)

// PushRecording takes in a recording of a talk with support. Its sound is kept only where the person chose that (#26). It is
// Refused where the microphone is not allowed now, an Invalid or Unfit where it may not be so, and ErrConflict where the
// sender used the id for something else, and ErrDeleted where the person deleted it; the same sent again answers as the first
// time.
func (s *Store) PushRecording(ctx context.Context, externalID string, r models.PushedRecording) (models.Talk, error) {
	talk := r.Talk()
	if err := talk.Check(r.ID, s.Now()); err != nil {
		return models.Talk{}, err
	}
	heard, err := sound.Read(r.File)
	if err != nil {
		return models.Talk{}, unfitSound(err)
	}
	digest := s.digest([]any{talk.Kind, sentTime(talk.StartedAt), talk.Seconds, talk.With, sha256.Sum256(r.File)})
	talk.MediaType, talk.Bytes = heard.MediaType, int64(len(heard.File))
	return s.pushTalk(ctx, externalID, pushedTalk{talk, talkPersonal{SentID: r.ID, With: r.With}, digest, heard.File, ""})
}

// unfitSound says in the domain's words why a file is no recording that is kept.
func unfitSound(err error) error {
	switch {
	case errors.Is(err, sound.ErrKind):
		return models.UnfitKind
	case errors.Is(err, sound.ErrTooLarge):
		return models.UnfitLarge
	case errors.Is(err, sound.ErrBroken):
		return models.UnfitBroken
	}
	return err
}

// PushCall takes in that a person called support, or was called. It is refused like a recording, by the permission for
// calls.
func (s *Store) PushCall(ctx context.Context, externalID string, c models.PushedCall) (models.Talk, error) {
	talk := c.Talk()
	if err := talk.Check(c.ID, s.Now()); err != nil {
		return models.Talk{}, err
	}
	digest := s.digest([]any{talk.Kind, sentTime(talk.StartedAt), talk.Seconds, talk.Direction})
	return s.pushTalk(ctx, externalID, pushedTalk{talk, talkPersonal{SentID: c.ID, Direction: c.Direction}, digest, nil, ""})
}

// pushedTalk is a talk on its way in, with its sound as it would be kept.
type pushedTalk struct {
	models.Talk
	personal talkPersonal
	digest   []byte
	sound    []byte
	name     string // of the sound's file, which nobody can guess; empty where none is kept
}

func (s *Store) pushTalk(ctx context.Context, externalID string, t pushedTalk) (talk models.Talk, err error) {
	person, err := s.personOf(s.db.WithContext(ctx), externalID)
	t.StartedAt = sentTime(t.StartedAt)
	if err == nil {
		err = t.CheckNotDue(person.Band(s.Now()), s.Now())
	}
	if err == nil {
		t.ID = s.entryID(entryTalk, person.ID, t.personal.SentID)
		talk, err = s.talkSent(ctx, s.pool, person.ID, t)
	}
	if errors.Is(err, models.ErrNotFound) && person.ID != "" {
		talk, err = s.keepTalk(ctx, person, t)
	}
	if err != nil {
		return models.Talk{}, fmt.Errorf("push a talk: %w", err)
	}
	return talk, nil
}

// keepTalk writes the sound first and the row second, and takes the sound back where no row speaks of it. Where nobody
// knows whether one does, since the database hung up, the sound stays for the sweep to find.
func (s *Store) keepTalk(ctx context.Context, person models.Person, t pushedTalk) (talk models.Talk, err error) {
	if t, err = s.writeSound(ctx, person.ID, t); err != nil {
		return talk, err
	}
	var spoken bool // of the sound, by a row
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		talk, spoken, err = s.addTalk(ctx, tx, person, t)
		return err
	})
	if t.name != "" && !spoken {
		err = errors.Join(err, s.takeBack(ctx, t.file()))
	}
	return talk, err
}

// file is the sound on its way into the file store.
func (t pushedTalk) file() fileToWrite {
	return fileToWrite{recordingKey(t.name), t.MediaType, t.sound}
}

// writeSound writes the sound where the person wants it kept, and else leaves it away.
func (s *Store) writeSound(ctx context.Context, person models.PersonID, t pushedTalk) (pushedTalk, error) {
	if !t.Kept() {
		return t, nil
	}
	var keep models.Permission
	if err := s.batch(ctx, permissionRead(&keep, person, models.KeepRecordings)); err != nil {
		return t, err
	}
	if keep.State != models.Granted {
		t.Talk = t.Silent()
		return t, nil
	}
	t.name = uuid.NewString() // random: nobody guesses it, and who pushes the same at once writes another file
	return t, s.writeFiles(ctx, t.file())
}

// addTalk writes the row of a talk. spoken tells whether it is there now with the sound that was written for it.
func (s *Store) addTalk(ctx context.Context, tx pgx.Tx, person models.Person, t pushedTalk) (talk models.Talk, spoken bool, err error) {
	needed, err := sharePermission(ctx, tx, person.ID, t.Kind.Permission())
	if err == nil {
		err = needed.MayCollect(s.ward(person, s.Now()))
	}
	if err != nil {
		return talk, false, err
	}
	if t.Kept() {
		keep, err := sharePermission(ctx, tx, person.ID, models.KeepRecordings)
		if err != nil {
			return talk, false, err
		}
		if keep.State != models.Granted { // it was withdrawn since we looked
			t.Talk, t.name = t.Silent(), ""
		}
	}
	sealed, err := s.vault.Seal(t.personal)
	if err != nil {
		return talk, false, err
	}
	added, err := tx.Exec(ctx, `insert into voice (person_id, at, id, kind, seconds, media_type, bytes, file, digest, personal)
		values ($1, $2, $3, $4, $5, $6, $7, nullif($8, '')::uuid, $9, $10) on conflict do nothing`,
		person.ID, t.StartedAt, t.ID, t.Kind, t.Seconds, t.MediaType, t.Bytes, t.name, t.digest, sealed)
	if err != nil {
		return talk, false, err
	}
	if added.RowsAffected() == 0 { // the same was pushed since we looked
		talk, err = s.talkSent(ctx, tx, person.ID, t)
		return talk, false, err
	}
	if err := notDeleted(ctx, tx, person.ID, t.ID); err != nil {
		return talk, false, err
	}
	return t.Talk, t.Kept(), nil
}

// talkSent returns the talk that the sender knows by this id, ErrConflict where it is
// another one, ErrDeleted where the person deleted it, and ErrNotFound where there never was one.
func (s *Store) talkSent(ctx context.Context, db asker, person models.PersonID, t pushedTalk) (models.Talk, error) {
	var found []models.Talk
	rows, err := db.Query(ctx, talksSQL+`, digest = $3 from voice where person_id = $1 and id = $2`, person, t.ID, t.digest)
	if err != nil {
		return models.Talk{}, err
	}
	same := true
	if err := s.scanTalks(&found, &same)(rows); err != nil {
		return models.Talk{}, err
	}
	switch {
	case len(found) == 0:
		return models.Talk{}, goneOrNever(ctx, db, person, t.ID, models.ErrNotFound)
	case !same:
		return models.Talk{}, models.ErrConflict
	}
	return found[0], nil
}
