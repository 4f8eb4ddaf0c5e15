package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// sweepUnused looks at everybody whose unused photos may be due, and counts the letters that it asked for and the photos
// whose deletion it began.
func (s *Store) sweepUnused(ctx context.Context) (letters, photos int, err error) {
	err = s.forPeople(ctx, `unused_check_at <= $1`, []any{s.Now()}, func(row personRow) error {
		wrote, took, err := s.checkUnused(ctx, row)
		letters, photos = letters+wrote, photos+took
		return err
	})
	return letters, photos, err
}

// errSeen says that a person was seen while their photos were looked at: nothing is due any more.
var errSeen = errors.New("the person was seen meanwhile")

// checkUnused does what is due about the unused photos of one person, and says when to look again. The person's row is
// written last, on condition that they were not seen meanwhile: see seen.go.
func (s *Store) checkUnused(ctx context.Context, row personRow) (letters, photos int, err error) {
	now := s.Now()
	band, err := s.bandOf(row, now)
	if err != nil {
		return 0, 0, err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.oneDeletion(tx, row.ID); err != nil { // and one instance at a time
			return err
		}
		unused, checkAt, held, err := s.unusedPhotos(ctx, row.ID, band)
		if err != nil || checkAt.After(now) { // another instance was faster
			return err
		}
		again := models.FirstUnusedCheck(now)
		if held > 0 {
			letters, photos, again, err = s.doWhatIsDue(ctx, tx, row.ID, unused, now)
		}
		if err != nil {
			return err
		}
		n, err := exec(ctx, tx, `update persons set unused_check_at = $3 where id = $1 and used_at = $2`, row.ID, unused.UsedAt, again)
		if err == nil && n == 0 {
			err = errSeen
		}
		return err
	})
	if err != nil {
		letters, photos = 0, 0
	}
	if errors.Is(err, errSeen) || errors.As(err, &models.Invalid{}) { // or an upload was a moment ago, by another instance's clock
		err = nil
	}
	return letters, photos, err
}

// doWhatIsDue asks for the letter whose day has come, or begins to delete the photos, and returns when to look again.
func (s *Store) doWhatIsDue(ctx context.Context, tx *gorm.DB, person models.PersonID, unused models.UnusedPhotos, now time.Time) (letters, photos int, again time.Time, err error) {
	today := models.DateOf(now)
	switch letter, from := unused.Next(); {
	case today.Before(from):
	case letter > 0:
		unused, err = s.askLastCall(ctx, tx, person, unused, letter, now)
		letters = 1
	default:
		photos, err = s.startDue(ctx, tx, person, due{scope: models.ScopePhotos, cutoff: now}, now)
		return 0, photos, models.FirstUnusedCheck(now), err
	}
	return letters, 0, unused.CheckAt(today), err
}

// askLastCall asks for a letter with a link that keeps the photos, and returns how the photos stand then.
func (s *Store) askLastCall(ctx context.Context, tx *gorm.DB, person models.PersonID, unused models.UnusedPhotos, days int, now time.Time) (models.UnusedPhotos, error) {
	_, err := exec(ctx, tx, `insert into last_calls (person_id, days, asked_at) values ($1, $2, $3)
		on conflict (person_id, days) do update set asked_at = excluded.asked_at, sent_at = null`, person, days, now)
	if err != nil {
		return unused, err
	}
	link, err := s.makeLink(tx, person, models.LinkKeep, unused.LinkLife(now), nil)
	if err != nil {
		return unused, err
	}
	return unused.Asked(days, now), s.enqueue(ctx, tx, models.LastCallMail{PersonID: person, Days: days, LinkID: link})
}

// unusedPhotos reads how the photos of a person stand, when they are to be looked at next, and how many there are. A letter
// from before the person was seen last counts no more.
func (s *Store) unusedPhotos(ctx context.Context, person models.PersonID, band models.Band) (unused models.UnusedPhotos, checkAt time.Time, held int, err error) {
	unused.Kept = models.RetentionOf(models.CategoryPhotos)
	if band.Minor() {
		unused.Kept = models.RetentionOfMinors(models.CategoryPhotos)
	}
	err = s.batch(ctx,
		read{
			`select used_at, unused_check_at from persons where id = $1`,
			[]any{person},
			each(func(rows pgx.Rows) error { return rows.Scan(&unused.UsedAt, &checkAt) }),
		},
		read{
			`select days, asked_at, sent_at from last_calls c where person_id = $1
				and asked_at > (select used_at from persons p where p.id = c.person_id)`,
			[]any{person},
			scanLastCalls(&unused.Calls),
		},
		count(&held, `select coalesce(sum(count), 0) from tallies where person_id = $1 and kind = $2`, person, models.EntryPhoto),
	)
	return unused, checkAt, held, err
}

func scanLastCalls(into *[]models.LastCall) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var c models.LastCall
		var sent *time.Time
		err := rows.Scan(&c.Days, &c.AskedAt, &sent)
		c.SentAt = orZero(sent)
		*into = append(*into, c)
		return err
	})
}

// LastCallLetter is what a letter says before unused photos go, and to whom it goes.
type LastCallLetter struct {
	To     models.Person
	Photos int
	Goes   models.Date // the day
	Token  string      // of the link that keeps them
}

// LastCallLetter returns the letter that a job asks for. It is ErrNotFound where the mail server took it before, where the
// person was seen or has no photos any more, and where they have no address: then nothing is deleted.
func (s *Store) LastCallLetter(ctx context.Context, job models.LastCallMail) (letter LastCallLetter, err error) {
	if letter.To, err = s.Addressee(ctx, job.PersonID); err != nil {
		return letter, err
	}
	now := s.Now()
	unused, _, held, err := s.unusedPhotos(ctx, job.PersonID, letter.To.Band(now))
	if err != nil {
		return letter, fmt.Errorf("read a letter about unused photos: %w", err)
	}
	if held == 0 || letter.To.Email == "" || !unused.Waits(job.Days) {
		return letter, models.ErrNotFound
	}
	letter.Photos, letter.Goes, letter.Token = held, unused.Goes(models.DateOf(now)), s.vault.LinkToken(job.LinkID)
	return letter, nil
}

// LastCallSent writes down that the mail server took a letter, and has the photos looked at again.
func (s *Store) LastCallSent(ctx context.Context, job models.LastCallMail) error {
	_, err := s.pool.Exec(ctx, `with sent as (
			update last_calls set sent_at = $3 where person_id = $1 and days = $2 and sent_at is null returning person_id)
		update persons set unused_check_at = $3 where id = (select person_id from sent)`, job.PersonID, job.Days, s.Now())
	if err != nil {
		return fmt.Errorf("write down a letter about unused photos: %w", err)
	}
	return nil
}

// KeepOffer is what the link of such a letter offers to keep.
type KeepOffer struct {
	Photos int
	Goes   models.Date // the day on which they go otherwise
	Seen   bool        // the person was seen since the letter: nothing goes
}

// KeepOffer returns what a link would keep, or ErrDeadLink. It uses nothing up.
func (s *Store) KeepOffer(ctx context.Context, token string) (offer KeepOffer, err error) {
	var row personRow
	err = s.pool.QueryRow(ctx, `select p.id, p.personal from tokens t join persons p on p.id = t.person_id
		where t.hash = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > $3`, linkHash(token), models.LinkKeep, s.Now()).
		Scan(&row.ID, &row.Personal)
	if notFound(err) == models.ErrNotFound {
		return offer, models.ErrDeadLink
	}
	if err != nil {
		return offer, fmt.Errorf("read a link that keeps photos: %w", err)
	}
	now := s.Now()
	band, err := s.bandOf(row, now)
	if err != nil {
		return offer, err
	}
	unused, _, held, err := s.unusedPhotos(ctx, row.ID, band)
	switch {
	case err != nil:
		return offer, fmt.Errorf("read a link that keeps photos: %w", err)
	case held == 0:
		return offer, models.ErrDeadLink
	}
	return KeepOffer{held, unused.Goes(models.DateOf(now)), len(unused.Calls) == 0}, nil
}

// KeepPhotos keeps the photos of a link's person as if they had been used today, and returns who that is. It is ErrDeadLink
// where the link no longer works.
func (s *Store) KeepPhotos(ctx context.Context, token string) (person models.PersonID, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		link, err := s.useLink(tx, token, models.LinkKeep)
		if err != nil {
			return err
		}
		person = link.PersonID
		if err := s.endLinks(tx, person, models.LinkKeep); err != nil {
			return err
		}
		if _, err := exec(ctx, tx, seenSQL, person, s.Now()); err != nil {
			return err
		}
		return s.note(tx, person, models.Event{Kind: models.EventPhotosKept, Actor: models.ByPerson, Clause: models.PromiseRetention, At: s.Now()})
	})
	if err != nil {
		return "", fmt.Errorf("keep photos: %w", err)
	}
	return person, nil
}
