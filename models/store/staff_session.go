package store

import (
	"context"
	"fmt"

	"jolara.com/privacy/models"
)

// StaffSession is Session where a staff member is signed in, whose sessions are shorter (T6). What the desk's menu counts
// comes along, so that a page of the desk asks for it no more.
func (s *Store) StaffSession(ctx context.Context, tokenHash string) (models.Session, error) {
	now := s.Now()
	found := models.Session{TokenHash: tokenHash}
	var personal []byte
	err := s.pool.QueryRow(ctx, `select f.id, f.role, f.personal, s.id, s.data, s.created_at, s.seen_at,
			(select count(*) from desk_cases where state = 'open' and f.role = any($4)),
			(select count(*) from approvals a where `+waitingApproval+` and a.staff_id <> f.id and f.role = any($4)),
			(select count(*) from river_job where `+isStuck+` and f.role = any($5)),
			(select count(*) from locks l where `+waitingLocks+` and kind <> 'answers' and f.role = any($6)),
			(select count(*) from birth_requests where f.role = any($6)),
			(select count(*) from guardian_papers where state = 'to_check' and f.role = any($6)),
			(select count(*) from guardian_requests where state = 'proposed' and f.role = any($6)),
			(select count(*) from locks l where `+waitingLocks+` and kind = 'answers' and f.role = any($6))
		from sessions s join staff f on f.id = s.staff_id and f.disabled_at is null
		where s.token_hash = $1 and s.seen_at > $2 and s.expires_at > $3`,
		tokenHash, now.Add(-models.StaffIdle), now, models.RolesWho(models.Role.MayAnswer), models.RolesWho(models.Role.MaySeeJobs),
		models.RolesWho(models.Role.MayFind)).
		Scan(&found.Staff.ID, &found.Staff.Role, &personal, &found.ID, &found.Data, &found.CreatedAt, &found.SeenAt,
			&found.Desk.Open, &found.Desk.Asked, &found.Desk.Stuck, &found.Desk.Locked, &found.Desk.Older, &found.Desk.Papers,
			&found.Desk.Seconds, &found.Desk.Differ)
	if err != nil {
		return found, fmt.Errorf("read a staff member's session: %w", notFound(err))
	}
	found.Staff, err = s.staffMember(found.Staff.ID, found.Staff.Role, personal)
	return found, err
}

// SaveStaffSession keeps what the session manager holds for a staff member who is signed in.
func (s *Store) SaveStaffSession(ctx context.Context, tokenHash string, staff models.StaffID, data []byte) error {
	now := s.Now()
	_, err := s.pool.Exec(ctx, `insert into sessions (token_hash, staff_id, data, created_at, seen_at, expires_at)
		values ($1, $2, $3, $4, $4, $5)
		on conflict (token_hash) do update set data = excluded.data`,
		tokenHash, staff, data, now, now.Add(models.StaffLifetime))
	if err != nil {
		return fmt.Errorf("save a staff member's session: %w", err)
	}
	return nil
}
