package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// Photos fall due that their person did not use (product.md's table): a sign-in, an upload or a print is stamped, the first of
// a day. It goes along with what is written anyhow, and comes after the photos' and the tallies' rows: whoever locks those and
// the person's locks them in this order.

// seenSQL says that a person was seen at a time.
const seenSQL = `update persons set used_at = $2 where id = $1 and used_at < date_trunc('day', $2::timestamptz, 'Asia/Shanghai')`

// logSignIn writes a sign-in here on the portal into its person's security log, and says that they were seen.
func logSignIn(tx *gorm.DB, person models.PersonID, now time.Time, personal []byte) error {
	_, err := exec(tx.Statement.Context, tx, `with seen as (`+seenSQL+`)
		insert into activity (person_id, at, id, kind, digest, personal) values ($1, $2, $3, $4, '', $5)`,
		person, now, newID(), models.ActivitySignIn, personal)
	return err
}

// signedInSQL says so of everybody with an entry of the kind $4. Who is locked is just being seen: nobody waits.
const signedInSQL = `update persons p set used_at = seen.at from (
		select p.id, s.at from persons p
		join (select person_id, max(at) as at from unnest($1::uuid[], $2::timestamptz[], $3::text[]) s (person_id, at, kind) where kind = $4 group by 1) s
			on s.person_id = p.id and p.used_at < date_trunc('day', s.at, 'Asia/Shanghai')
		order by p.id for no key update of p skip locked) seen
	where p.id = seen.id`

// arrived asks notDeleted of an entry that was just written, and says in the same round trip that its person was seen at a
// time.
func arrived(ctx context.Context, tx pgx.Tx, person models.PersonID, id string, at time.Time) error {
	var deleted bool
	err := tx.QueryRow(ctx, `with seen as (`+seenSQL+`) select exists (select from deleted where person_id = $1 and id = $3)`, person, at, id).
		Scan(&deleted)
	if err == nil && deleted {
		err = models.ErrDeleted
	}
	return err
}
