package models

import (
	"slices"
	"time"
)

// UnusedPhotos is how the photos of somebody stand who was not seen for long: they go once the person was written to in time
// (product.md's table). Days are counted, not hours: nothing goes on the day of its last use, or of a letter, as such a day
// counts whole.
type UnusedPhotos struct {
	Kept   Retention // how long photos of this person are kept without use
	UsedAt time.Time // the last sign-in, upload or print
	Calls  []LastCall
}

// LastCall is a letter that says when photos go that nobody used.
type LastCall struct {
	Days    int // before they go
	AskedAt time.Time
	SentAt  time.Time // when the mail server took it; zero where it did not
}

const (
	askAgainAfter   = 30 // days, of a letter that the mail server did not take
	undeliveredFrom = 24 * time.Hour
	checkEvery      = 90 // days: a birth date may be corrected, and of minors photos go sooner
)

// Undelivered tells whether the mail server did not take the letter, though it had time to.
func (c LastCall) Undelivered(now time.Time) bool {
	return c.SentAt.IsZero() && now.Sub(c.AskedAt) >= undeliveredFrom
}

// Goes returns the day on which the photos go where each letter that is still to be written leaves on its day, or today where
// that has passed. A letter that leaves late moves the day: nobody has less time than was promised.
func (u UnusedPhotos) Goes(today Date) Date {
	day := u.settled()
	for _, days := range u.Kept.Letters {
		if c, asked := u.call(days); !asked || c.SentAt.IsZero() {
			day = later(day, today.AddDays(days))
		}
	}
	return day
}

// Next returns what is to be done next, and from which day on: the letter of so many days before, or, for 0, the deletion.
func (u UnusedPhotos) Next() (letter int, from Date) {
	day := u.settled()
	for _, days := range u.Kept.Letters {
		switch c, asked := u.call(days); {
		case !asked:
			return days, day.AddDays(-days)
		case c.SentAt.IsZero():
			return days, DateOf(c.AskedAt).AddDays(askAgainAfter)
		}
	}
	return 0, day
}

// CheckAt returns when the photos are looked at again, after everything was done that is due today.
func (u UnusedPhotos) CheckAt(today Date) time.Time {
	_, from := u.Next()
	if latest := today.AddDays(checkEvery); latest.Before(from) {
		from = latest
	}
	return later(from, today.Next()).Start()
}

// LinkLife returns how long a link lives that keeps the photos: as long as there may be any to keep.
func (u UnusedPhotos) LinkLife(now time.Time) time.Duration {
	return u.Goes(DateOf(now)).AddDays(askAgainAfter).Start().Sub(now)
}

// Asked returns how the photos stand once a letter was asked for.
func (u UnusedPhotos) Asked(days int, now time.Time) UnusedPhotos {
	calls := slices.DeleteFunc(slices.Clone(u.Calls), func(c LastCall) bool { return c.Days == days })
	u.Calls = append(calls, LastCall{Days: days, AskedAt: now})
	return u
}

// Waits tells whether a letter was asked for that the mail server has not taken yet.
func (u UnusedPhotos) Waits(days int) bool {
	c, asked := u.call(days)
	return asked && c.SentAt.IsZero()
}

// settled is the day on which the photos go by all that was done so far.
func (u UnusedPhotos) settled() Date {
	day := DateOf(u.Kept.End(DateOf(u.UsedAt).Next().Start()))
	for _, c := range u.Calls {
		if !c.SentAt.IsZero() {
			day = later(day, DateOf(c.SentAt).AddDays(c.Days))
		}
	}
	return day
}

func (u UnusedPhotos) call(days int) (LastCall, bool) {
	for _, c := range u.Calls {
		if c.Days == days {
			return c, true
		}
	}
	return LastCall{}, false
}

func later(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}

// FirstUnusedCheck returns when the photos of somebody who was just seen are looked at first: before anything can be due,
// whatever their age.
func FirstUnusedCheck(now time.Time) time.Time {
	return UnusedPhotos{Kept: RetentionOfMinors(CategoryPhotos), UsedAt: now}.CheckAt(DateOf(now))
}
