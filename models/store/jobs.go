package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// isStuck is what a job fulfils that failed and was not done since.
const isStuck = `state in ('retryable', 'discarded')`

// WorkState returns how the portal's own work goes: numbers of jobs, and those that failed. It is asked over all people,
// and tells of none.
func (s *Store) WorkState(ctx context.Context) (work models.Work, err error) {
	stuck := 0
	err = s.batch(ctx, read{
		`select kind,
			count(*) filter (where state in ('available', 'pending')), count(*) filter (where state = 'scheduled'),
			count(*) filter (where state = 'running'), count(*) filter (where state = 'retryable'),
			count(*) filter (where state = 'discarded'), count(*) filter (where state = 'cancelled'),
			count(*) filter (where state = 'completed'), min(scheduled_at) filter (where state = 'available')
		from river_job group by kind order by kind`, nil,
		each(func(rows pgx.Rows) error {
			k := grow(&work.Kinds)
			var oldest sql.NullTime
			err := rows.Scan(&k.Kind, &k.Waiting, &k.Planned, &k.Running, &k.Failing, &k.GivenUp, &k.Cancelled, &k.Done, &oldest)
			k.Oldest = oldest.Time
			stuck += k.Failing + k.GivenUp
			return err
		}),
	}, read{
		`select id, kind, state = 'discarded', attempt, max_attempts, attempted_at, scheduled_at
		from river_job where ` + isStuck + ` order by attempted_at, id limit $1`,
		[]any{models.StuckShown},
		each(func(rows pgx.Rows) error {
			j := grow(&work.Stuck)
			var last sql.NullTime
			err := rows.Scan(&j.ID, &j.Kind, &j.GivenUp, &j.Tries, &j.Most, &last, &j.Next)
			j.Last = last.Time
			return err
		}),
	})
	if err != nil {
		return work, fmt.Errorf("read the queue: %w", err)
	}
	work.More = stuck - len(work.Stuck)
	return work, nil
}

// RetryJob has a stuck job tried again at once. It is ErrNotFound where no job of that number is stuck.
func (s *Store) RetryJob(ctx context.Context, id int64) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var found []int64
		if err := tx.Raw(`select id from river_job where id = ? and `+isStuck+` for update`, id).Scan(&found).Error; err != nil {
			return err
		}
		if len(found) == 0 {
			return models.ErrNotFound
		}
		_, err := s.jobs.JobRetryTx(ctx, tx.Statement.ConnPool.(*sql.Tx), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("try a job again: %w", err)
	}
	return nil
}
