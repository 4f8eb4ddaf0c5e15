package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// sweepGrown does what birthdays ask for, and counts the people whose band changed. Several instances may do it at once: of two the
// second finds it done.
func (s *Store) sweepGrown(ctx context.Context) (n int, err error) {
	now := s.Now()
	err = s.forPeople(ctx, `band is distinct from 'adult' and ended_at is null`, nil, func(row personRow) error {
		if _, grown, err := s.growthOf(row, now); err != nil || !grown {
			return err
		}
		grown := false
		err := s.withReceipts(ctx, func(tx *gorm.DB) (err error) {
			grown, err = s.grow(tx, row.ID)
			return err
		})
		if grown {
			n++
		}
		return err
	})
	return n, err
}

// grow does what the person's age asks for, where it was not done. Whoever is busy with the person now is not waited for: the next sweep
// comes within the hour.
func (s *Store) grow(tx *gorm.DB, person models.PersonID) (told bool, err error) {
	now, row := s.Now(), personRow{ID: person}
	found := tx.Raw(`select coalesce(band, '') band, personal from persons where id = ? and ended_at is null for update skip locked`, person).Scan(&row)
	if found.Error != nil || found.RowsAffected == 0 {
		return false, found.Error
	}
	growth, grown, err := s.growthOf(row, now)
	if err != nil || !grown {
		return false, err
	}
	if err := tx.Exec(`update persons set band = ? where id = ?`, growth.To, person).Error; err != nil {
		return false, err
	}
	if growth.DropsBirthDate {
		profile := models.Profile{}
		if err := s.vault.Open(row.Personal, &profile); err != nil {
			return false, fmt.Errorf("open a profile: %w", err)
		}
		delete(profile, models.FieldBirthDate)
		if err := s.saveProfile(tx, person, profile); err != nil {
			return false, err
		}
	}
	if growth.EndsWardship {
		if err := s.endWardship(tx, person, now); err != nil {
			return false, err
		}
	}
	if !growth.Tells {
		return false, nil
	}
	err = s.note(tx, person, models.Event{Kind: models.EventGrewUp, Subject: string(growth.To), Actor: models.ByClock, Clause: models.PromiseGuardian, At: now})
	if err != nil {
		return false, err
	}
	return true, s.enqueue(tx.Statement.Context, tx, models.GrownUpMail{PersonID: person})
}

// growthOf asks the rule what the age of a row's person asks for, and whether anything.
func (s *Store) growthOf(row personRow, now time.Time) (models.Growth, bool, error) {
	profile := models.Profile{}
	if err := s.vault.Open(row.Personal, &profile); err != nil {
		return models.Growth{}, false, fmt.Errorf("open a profile: %w", err)
	}
	growth, grown := models.GrowthOf(row.Band, profile.Birth(), models.BandAt(profile.Birth(), now), s.guardianTo)
	return growth, grown, nil
}

// endWardship ends a guardian's say on the day on which nobody decides any more: what waits for them ends, what they turned on goes off
// until the person chooses, and what is kept of them beside the record goes (product.md's table). Photos and all else stay.
func (s *Store) endWardship(tx *gorm.DB, person models.PersonID, now time.Time) error {
	if err := s.endRequest(tx, person, now); err != nil {
		return err
	}
	for _, end := range []string{
		`update guardian_requests set personal = null where person_id = ?`,
		`delete from birth_requests where person_id = ?`,
		`update persons set waits_until = null, guardian = case guardian when 'waiting' then 'ended' else guardian end where id = ?`,
	} {
		if err := tx.Exec(end, person).Error; err != nil {
			return err
		}
	}
	if err := s.voidAnyLock(tx, person, models.ByClock); err != nil {
		return err
	}
	return s.turnAllOff(tx, person, models.ByClock)
}

// GrewUp returns the last birthday about which the portal told a person something; ErrNotFound where there was none.
func (s *Store) GrewUp(ctx context.Context, person models.PersonID) (e models.Event, err error) {
	var found []models.Event
	err = s.batch(ctx, read{
		`select id, kind, subject, actor, clause, at from events where person_id = $1 and kind = '` + string(models.EventGrewUp) + `' order by at desc limit 1`,
		[]any{person},
		scanEvents(&found),
	})
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return e, fmt.Errorf("read a birthday: %w", err)
	}
	return found[0], nil
}

// GrownUpLetter returns to whom the letter about a birthday goes, and which it is.
func (s *Store) GrownUpLetter(ctx context.Context, job models.GrownUpMail) (to models.Person, band models.Band, err error) {
	e, err := s.GrewUp(ctx, job.PersonID)
	if err != nil {
		return to, "", err
	}
	to, err = s.Addressee(ctx, job.PersonID)
	return to, models.Band(e.Subject), err
}

// sweepRecords erases a batch of guardians' records of people who came of age so long ago that no proof is needed any more.
func (s *Store) sweepRecords(tx *gorm.DB, cutoff time.Time) (int, error) {
	var due []models.PersonID
	err := tx.Raw(`select distinct c.person_id from guardian_records c join events e on e.person_id = c.person_id
		where e.kind = ? and e.subject = ? and e.at <= ? limit ?`, models.EventGrewUp, models.BandAdult, cutoff, sweepBatch).Scan(&due).Error
	if err != nil || len(due) == 0 {
		return 0, err
	}
	var sheets []string
	if err := tx.Raw(filesOfPapers+` where person_id in ?`, due).Scan(&sheets).Error; err != nil {
		return 0, err
	}
	if err := s.erasePapers(tx, sheets); err != nil {
		return 0, err
	}
	for _, erase := range []string{`delete from guardian_papers where person_id in ?`, `delete from guardian_records where person_id in ?`, `delete from guardian_requests where person_id in ?`} {
		if err := tx.Exec(erase, due).Error; err != nil {
			return 0, err
		}
	}
	return len(due), nil
}
