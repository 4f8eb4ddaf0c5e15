package layout

import (
	"context"

	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// toFind counts what waits for an officer.
func (s Staff) toFind() int { return s.Locked + s.Older + s.Papers + s.Seconds + s.Differ }

// signature says who is signed in, as Amir H., agent.
func (s Staff) signature(ctx context.Context) string {
	return i18n.C(ctx, "a staff member's name and role", "%s, %s", s.Name, components.RoleName(ctx, s.Role))
}
