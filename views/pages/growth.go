package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// GrownPage tells a person what a birthday changed.
type GrownPage struct {
	Band    models.Band // that it brought
	At      time.Time
	Guarded bool // a guardian still decides what is turned on
}

func (p GrownPage) adult() bool { return p.Band == models.BandAdult }

func (p GrownPage) heading(ctx context.Context) string {
	if p.adult() {
		return i18n.T(ctx, "You are 18: it is all yours now")
	}
	return i18n.T(ctx, "You are 14: more is yours now")
}
