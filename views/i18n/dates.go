package i18n

import (
	"context"
	"strings"
	"time"

	"jolara.com/privacy/models"
)

// dateStyle is how a language writes days, as layouts of package time. Where a language has weekdays of its own, they
// stand in for Mon.
type dateStyle struct {
	date, longDate, weekDay, dayMonth, dayOfMonth, dayMonthYear, shortDay, dateTime, dayAndTime string
	weekdays                                                                                    []string // from Sunday
	monthFirst                                                                                  bool     // before the day
}

var dateStyles = map[models.Locale]dateStyle{
	models.English: {
		date:         "Mon 2 Jan 2006",
		longDate:     "Monday 2 January 2006",
		weekDay:      "Mon 2 Jan",
		dayMonth:     "2 Jan",
		dayOfMonth:   "2",
		dayMonthYear: "2 January 2006",
		shortDay:     "2 Jan 2006",
		dateTime:     "Mon 2 Jan 2006, 15:04:05",
		dayAndTime:   "Mon 2 Jan 2006, 15:04",
	},
	models.Chinese: {
		date:         "2006年1月2日 Mon",
		longDate:     "2006年1月2日 Mon",
		weekDay:      "1月2日 Mon",
		dayMonth:     "1月2日",
		dayOfMonth:   "2日",
		dayMonthYear: "2006年1月2日",
		shortDay:     "2006年1月2日",
		dateTime:     "2006年1月2日 Mon 15:04:05",
		dayAndTime:   "2006年1月2日 Mon 15:04",
		weekdays:     []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
		monthFirst:   true,
	},
}

func (s dateStyle) write(t time.Time, layout string) string {
	t = t.In(models.Shanghai)
	if s.weekdays != nil {
		layout = strings.Replace(layout, "Mon", s.weekdays[t.Weekday()], 1)
	}
	return t.Format(layout)
}

// Date writes the day that it is in Shanghai at t, as most places do: Fri 20 Nov 2026.
func Date(ctx context.Context, t time.Time) string {
	s := languageOf(ctx).dates
	return s.write(t, s.date)
}

// DayMonthYear writes the day that it is in Shanghai at t, as a sentence does: 20 November 2026.
func DayMonthYear(ctx context.Context, t time.Time) string {
	s := languageOf(ctx).dates
	return s.write(t, s.dayMonthYear)
}

// ShortDay writes the day that it is in Shanghai at t where there is little room: 20 Nov 2026.
func ShortDay(ctx context.Context, t time.Time) string {
	s := languageOf(ctx).dates
	return s.write(t, s.shortDay)
}

// DateTime writes the day and the second in Shanghai, as a receipt does: Fri 20 Nov 2026, 10:04:11.
func DateTime(ctx context.Context, t time.Time) string {
	s := languageOf(ctx).dates
	return s.write(t, s.dateTime)
}

// DayAndTime writes the day and the minute in Shanghai: Fri 20 Nov 2026, 10:04.
func DayAndTime(ctx context.Context, t time.Time) string {
	s := languageOf(ctx).dates
	return s.write(t, s.dayAndTime)
}

// Clock writes the time of day in Shanghai: 10:04.
func Clock(ctx context.Context, t time.Time) string { return languageOf(ctx).dates.write(t, "15:04") }

// Recent writes when something happened, seen from now: the time for what happened today in Shanghai (today, 10:04), the
// day for everything else (20 November 2026).
func Recent(ctx context.Context, t, now time.Time) string {
	if models.DateOf(t) == models.DateOf(now) {
		return T(ctx, "today, %s", Clock(ctx, t))
	}
	return DayMonthYear(ctx, t)
}

// Day writes a day of the calendar as Date does, or nothing where none is known.
func Day(ctx context.Context, d models.Date) string {
	if d.IsZero() {
		return ""
	}
	return Date(ctx, d.Start())
}

// LongDay writes a day of the calendar as a promise does: Friday 20 November 2026.
func LongDay(ctx context.Context, d models.Date) string {
	s := languageOf(ctx).dates
	return s.write(d.Start(), s.longDate)
}

// WeekDay writes a day of the calendar where its year is known: Fri 20 Nov.
func WeekDay(ctx context.Context, d models.Date) string {
	s := languageOf(ctx).dates
	return s.write(d.Start(), s.weekDay)
}

// DayMonth writes a day of the calendar where there is little room and its year is known: 20 Nov.
func DayMonth(ctx context.Context, d models.Date) string {
	s := languageOf(ctx).dates
	return s.write(d.Start(), s.dayMonth)
}

// DayOfMonth writes a day of the calendar beside one of the same month: 20.
func DayOfMonth(ctx context.Context, d models.Date) string {
	s := languageOf(ctx).dates
	return s.write(d.Start(), s.dayOfMonth)
}

// DayRange writes some days beside each other where there is little room, with the month where it is not near's: 25–27, 1–3 Dec.
func DayRange(ctx context.Context, from, to, near models.Date) string {
	first, last := DayOfMonth(ctx, from), DayOfMonth(ctx, to)
	switch l := languageOf(ctx); {
	case l.dates.monthFirst && from.Month != near.Month:
		first = DayMonth(ctx, from)
	case !l.dates.monthFirst && to.Month != near.Month:
		last = DayMonth(ctx, to)
	}
	if from == to {
		return DayMonth(ctx, from)
	}
	return first + "–" + last
}

// ISO writes t for a <time datetime>: RFC 3339 in China Standard Time, in no language.
func ISO(t time.Time) string { return t.In(models.Shanghai).Format(time.RFC3339) }
