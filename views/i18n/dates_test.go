package i18n

import (
	"context"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

// The last second of a Thursday and the first of a Friday in Shanghai; in Greenwich both are Thursday afternoon.
var (
	lastSecond = time.Date(2026, time.November, 19, 15, 59, 59, 999999999, time.UTC)
	midnight   = time.Date(2026, time.November, 19, 16, 0, 0, 0, time.UTC)
)

func TestDaysChangeAtMidnightInShanghai(t *testing.T) {
	type writer = func(context.Context, time.Time) string
	chinese := context.WithValue(t.Context(), languageKey{}, &language{models.Chinese, english.sentences, dateStyles[models.Chinese]})
	for name, c := range map[string]struct {
		write                            writer
		before, after, zhBefore, zhAfter string
	}{
		"Date":         {Date, "Thu 19 Nov 2026", "Fri 20 Nov 2026", "2026年11月19日 周四", "2026年11月20日 周五"},
		"DayMonthYear": {DayMonthYear, "19 November 2026", "20 November 2026", "2026年11月19日", "2026年11月20日"},
		"ShortDay":     {ShortDay, "19 Nov 2026", "20 Nov 2026", "2026年11月19日", "2026年11月20日"},
		"Clock":        {Clock, "23:59", "00:00", "23:59", "00:00"},
		"DayAndTime":   {DayAndTime, "Thu 19 Nov 2026, 23:59", "Fri 20 Nov 2026, 00:00", "2026年11月19日 周四 23:59", "2026年11月20日 周五 00:00"},
		"DateTime":     {DateTime, "Thu 19 Nov 2026, 23:59:59", "Fri 20 Nov 2026, 00:00:00", "2026年11月19日 周四 23:59:59", "2026年11月20日 周五 00:00:00"},
	} {
		for _, said := range []struct{ got, want string }{
			{c.write(t.Context(), lastSecond), c.before},
			{c.write(t.Context(), midnight), c.after},
			{c.write(chinese, lastSecond), c.zhBefore},
			{c.write(chinese, midnight), c.zhAfter},
			{c.write(t.Context(), midnight.In(time.FixedZone("", -8*3600))), c.after},
		} {
			if said.got != said.want {
				t.Errorf("%s: %q, want %q", name, said.got, said.want)
			}
		}
	}
}

func TestAChineseWeekHasSevenDays(t *testing.T) {
	chinese := context.WithValue(t.Context(), languageKey{}, &language{models.Chinese, english.sentences, dateStyles[models.Chinese]})
	for i, weekday := range []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"} {
		day := models.Date{Year: 2026, Month: time.November, Day: 15 + i} // the 15th is a Sunday
		if got, want := Day(chinese, day), day.Start().Format("2006年1月2日 ")+weekday; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestADayOfTheCalendarIsWrittenAsItIs(t *testing.T) {
	if got, want := Day(t.Context(), models.Date{Year: 2012, Month: time.February, Day: 29}), "Wed 29 Feb 2012"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	dueDay := models.Date{Year: 2026, Month: time.December, Day: 3}
	if got, want := LongDay(t.Context(), dueDay)+"; "+WeekDay(t.Context(), dueDay), "Thursday 3 December 2026; Thu 3 Dec"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Day(t.Context(), models.Date{}); got != "" {
		t.Errorf("a day that nobody knows is written %q", got)
	}
}

func TestWhatHappenedTodayHasItsTime(t *testing.T) {
	now := midnight.Add(9 * time.Hour)
	for _, c := range []struct {
		t    time.Time
		want string
	}{
		{now.Add(-time.Hour), "today, 08:00"},
		{midnight, "today, 00:00"},
		{lastSecond, "19 November 2026"},
		{now.AddDate(-1, 0, 0), "20 November 2025"},
		{midnight.Add(24 * time.Hour), "21 November 2026"},
	} {
		if got := Recent(t.Context(), c.t, now); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestMachinesReadChinaStandardTime(t *testing.T) {
	if got, want := ISO(midnight), "2026-11-20T00:00:00+08:00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
