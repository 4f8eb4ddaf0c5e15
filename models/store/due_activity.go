package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// How much of the service log is erased in one transaction.
const (
	erasedTallies = 1000 // of people, a kind each
	erasedEntries = 100  // of each
)

// logDue is what of the service log falls due together.
type logDue struct {
	category models.CategoryKey
	whose    string // joins to the tallies of a kind t whose entries it is about
	cutoff   time.Time
}

// dueActivity lists what of the service log falls due by now: behaviour by each choice that people have.
func dueActivity(now time.Time) []logDue {
	everybody := func(category models.CategoryKey) logDue {
		return logDue{category, ``, models.RetentionOf(category).Cutoff(now)}
	}
	chose := func(kept models.BehaviourKept, condition string) logDue {
		return logDue{models.CategoryBehaviour, `join persons p on p.id = t.person_id and p.behaviour_months ` + condition, kept.Retention().Cutoff(now)}
	}
	list := []logDue{everybody(models.CategoryOrders), everybody(models.CategorySecurity), chose(models.BehaviourKept{}, `is null`)}
	for _, months := range models.RetentionOf(models.CategoryBehaviour).Choices {
		list = append(list, chose(models.BehaviourKept{Chosen: months}, fmt.Sprintf(`= %d`, months)))
	}
	return list
}

// eraseActivitySQL erases entries of people whose oldest entry is due, which their tallies know, from the oldest on. It takes
// only people of whom nobody else deletes anything at the moment (see oneDeletion), so that it waits for nobody.
const eraseActivitySQL = `with due as materialized (
		select t.person_id, t.kind from tallies t %s where t.kind = any($1) and t.oldest <= $2 limit $3
	), free as materialized (
		select person_id, kind, coalesce((select at from activity a where a.person_id = due.person_id and a.kind = due.kind and a.at <= $2
			order by at, id offset $4 limit 1), $2) as upto
		from due where pg_try_advisory_xact_lock(hashtextextended('deletion ' || person_id::text, 0))
	)
	delete from activity a using free where a.person_id = free.person_id and a.kind = free.kind and a.at <= free.upto`

// erase erases a batch and counts it.
func (of logDue) erase(tx *gorm.DB) (int, error) {
	return exec(tx.Statement.Context, tx, fmt.Sprintf(eraseActivitySQL, of.whose),
		models.ActivityKinds[of.category], of.cutoff, erasedTallies, erasedEntries-1)
}
