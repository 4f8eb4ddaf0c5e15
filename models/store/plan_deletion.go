package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// planned is how many of the selected entries a plan names.
const planned = 10

// PlanDeletion returns what a deletion of the selection would do, in one round trip; nothing is changed. It is an Invalid
// where the selection cannot be, and a plan of nothing where it finds nothing.
func (s *Store) PlanDeletion(ctx context.Context, person models.PersonID, sel models.Selection) (plan models.DeletionPlan, err error) {
	if err := sel.Check(); err != nil {
		return plan, err
	}
	plan = models.DeletionPlan{Selection: sel, At: s.Now()}
	w := upTo(sel, plan.At)
	reads := append([]read{s.planRead(&plan, person, w)}, s.plannedReads(&plan, person, w)...)
	if err := s.batch(ctx, reads...); err != nil {
		return models.DeletionPlan{}, fmt.Errorf("plan a deletion: %w", err)
	}
	return plan, nil
}

// upTo is a selection in SQL as somebody saw it at a time: what a filter lets through since then was not seen.
func upTo(sel models.Selection, seen time.Time) where {
	w := whereOf(sel)
	if len(sel.IDs) == 0 {
		w.and(`at <= `, seen)
	}
	return w
}

// planSQL counts what is selected, kind by kind; $2 are the times after which a law keeps what is of a kind.
const planSQL = `select kind, count(*), coalesce(sum(bytes), 0), min(at), max(at),
	count(*) filter (where kept), min(at) filter (where kept), max(at) filter (where kept)
	from (select %[2]s as kind, at, %[3]s as bytes, at > ($2::jsonb ->> %[2]s)::timestamptz as kept from %[1]s where person_id = $1%[4]s) chosen
	group by 1 order by 1`

// planRead is the question for how many are selected, and of how many what stays.
func (s *Store) planRead(plan *models.DeletionPlan, person models.PersonID, w where) read {
	cutoffs := map[models.EntryKind]time.Time{}
	for _, kind := range plan.What.Kinds() {
		if kept := models.RetentionOf(kind.Category()); kept.Floor != nil {
			cutoffs[kind] = kept.Cutoff(plan.At)
		}
	}
	from := shelfOf(plan.What)
	return read{
		fmt.Sprintf(planSQL, from.table, from.kind, from.bytes, w.sql), append([]any{person, cutoffs}, w.args...),
		each(func(rows pgx.Rows) error {
			var kind models.EntryKind
			var all models.Tally
			var locked int
			var first, last *time.Time
			if err := rows.Scan(&kind, &all.Count, &all.Bytes, &all.Oldest, &all.Newest, &locked, &first, &last); err != nil {
				return err
			}
			plan.Add(kind, all, models.Tally{Count: locked, Oldest: orZero(first), Newest: orZero(last)})
			return nil
		}),
	}
}

// plannedReads are the questions for the newest of what is selected, and for the print jobs that need it.
func (s *Store) plannedReads(plan *models.DeletionPlan, person models.PersonID, w where) []read {
	newest := func(selectFrom string, scan func(pgx.Rows) error) read {
		return read{selectFrom + ` where person_id = $1` + w.sql + ` order by at desc, id desc limit $2`, append([]any{person, planned}, w.args...), scan}
	}
	switch plan.What {
	case models.ScopePhotos:
		underWay := w
		underWay.args = append(append([]any{person, PageSize}, w.args...), models.PrintsUnderWay)
		return []read{
			newest(listedPhotosSQL, s.scanListedPhotos(&plan.Photos)),
			{fmt.Sprintf(printsInNeedSQL, w.sql, len(underWay.args)), underWay.args, s.scanPrints(&plan.UnderWay)},
		}
	case models.ScopePrints:
		return []read{newest(printsWithPhotosSQL, s.scanPrints(&plan.Prints))}
	case models.ScopeVoice:
		return []read{newest(talksSQL+` from voice`, s.scanTalks(&plan.Talks))}
	}
	return []read{newest(`select at, id, kind, personal from activity`, s.scanActivity(&plan.Activity))}
}

// printsInNeedSQL selects the latest print jobs that are under way with photos of a selection.
const printsInNeedSQL = printsSQL + ` where person_id = $1 and state = any($%[2]d) and id in (select print_id from printed_photos
	where person_id = $1 and photo_id in (select id from photos where person_id = $1%[1]s)) order by at desc, id desc limit $2`
