package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// BehaviourChange is what another time to keep behaviour would change.
type BehaviourChange struct {
	From models.BehaviourKept
	Goes models.Tally // entries that fall due with it
}

// goesSQL counts behaviour of a person up to a time.
const goesSQL = `select count(*), min(at), max(at) from activity where person_id = $1 and kind = any($2) and at <= $3`

// BehaviourChange returns what it would change to keep a person's behaviour for another time, in one round trip; nothing is
// changed.
func (s *Store) BehaviourChange(ctx context.Context, person models.PersonID, to models.BehaviourKept) (change BehaviourChange, err error) {
	err = s.batch(ctx,
		behaviourRead(&change.From, person),
		read{goesSQL, s.goesArgs(person, to), each(func(rows pgx.Rows) error {
			var oldest, newest *time.Time
			err := rows.Scan(&change.Goes.Count, &oldest, &newest)
			change.Goes.Oldest, change.Goes.Newest = orZero(oldest), orZero(newest)
			return err
		})},
	)
	if err != nil {
		return change, fmt.Errorf("read what a choice changes: %w", err)
	}
	return change, nil
}

func (s *Store) goesArgs(person models.PersonID, to models.BehaviourKept) []any {
	return []any{person, models.ActivityKinds[models.CategoryBehaviour], to.Retention().Cutoff(s.Now())}
}

// behaviourRead is the question for how long a person's behaviour is kept.
func behaviourRead(into *models.BehaviourKept, person models.PersonID) read {
	return count(&into.Chosen, `select coalesce(behaviour_months, 0) from persons where id = $1`, person)
}

// KeepBehaviour keeps a person's behaviour for another time, from the next sweep on, and tells whether that changes anything. It
// is ErrMoreGoes where more entries go than the person was shown; nothing is changed then.
func (s *Store) KeepBehaviour(ctx context.Context, person models.PersonID, to models.BehaviourKept, shown int) (changed bool, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		n, err := exec(ctx, tx, `update persons set behaviour_months = $2 where id = $1 and behaviour_months is distinct from $2`, person, to.Chosen)
		if err != nil || n == 0 {
			return err
		}
		changed = true
		var goes models.Tally
		if err := tx.Raw(`select count(*) from activity where person_id = ? and kind in ? and at <= ?`, s.goesArgs(person, to)...).Row().Scan(&goes.Count); err != nil {
			return err
		}
		if goes.Count > shown {
			return models.ErrMoreGoes
		}
		return s.note(tx, person, models.Event{
			Kind: models.EventBehaviourKept, Subject: fmt.Sprint(to.Chosen), Actor: models.ByPerson, Clause: models.PromiseRetention, At: s.Now(),
		})
	})
	if err != nil {
		return false, fmt.Errorf("keep behaviour for another time: %w", err)
	}
	return changed, nil
}
