package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// How much the chart of due dates shows day by day, and of what it makes one bar.
const (
	chartWidth       = 900
	chartNarrowWidth = 340
	chartLateDays    = 5 // of the latest days; all before are one bar
	chartDaysAhead   = 18
	chartGroup       = 3 // working days that are one bar of the narrow chart
	chartGroups      = 3
	chartNextDays    = 5 // that its summary counts as next
)

// dueOn returns how many open cases are due on a day.
func (p DeskQueuePage) dueOn() map[models.Date]int {
	n := make(map[models.Date]int, len(p.Days))
	for _, d := range p.Days {
		n[d.Day] = d.Count
	}
	return n
}

// ahead lists the days from tomorrow to the last one that something is due on, without those off on which nothing is.
func (p DeskQueuePage) ahead() (days []models.DueCount) {
	due := p.dueOn()
	last := p.Days[len(p.Days)-1].Day
	for d := models.DateOf(p.Now).Next(); !last.Before(d); d = d.Next() {
		if due[d] > 0 || p.Calendar.IsWorking(d) {
			days = append(days, models.DueCount{Day: d, Count: due[d]})
		}
	}
	return days
}

// late lists the days before today on which something is still due.
func (p DeskQueuePage) late() (days []models.DueCount) {
	for _, d := range p.Days {
		if d.Day.Before(models.DateOf(p.Now)) {
			days = append(days, d)
		}
	}
	return days
}

func counted(days []models.DueCount) (n int) {
	for _, d := range days {
		n += d.Count
	}
	return n
}

// bars are the chart where there is room for each day.
func (p DeskQueuePage) bars(ctx context.Context) (bars []components.Bar) {
	var month time.Month // of the bar before
	add := func(kind components.BarKind, d models.DueCount) {
		label := i18n.DayOfMonth(ctx, d.Day)
		if d.Day.Month != month {
			label = i18n.DayMonth(ctx, d.Day)
		}
		month = d.Day.Month
		bars = append(bars, components.Bar{Kind: kind, Label: label, Value: d.Count})
	}
	late := p.late()
	if older := len(late) - chartLateDays; older > 0 {
		bars = append(bars, components.Bar{Kind: components.BarLate, Label: i18n.T(ctx, "before"), Value: counted(late[:older])})
		late = late[older:]
	}
	for _, d := range late {
		add(components.BarLate, d)
	}
	add(components.BarToday, models.DueCount{Day: models.DateOf(p.Now), Count: p.Counts.Today})
	ahead := p.ahead()
	later := ahead[min(len(ahead), chartDaysAhead):]
	for _, d := range ahead[:len(ahead)-len(later)] {
		add(components.BarPlain, d)
	}
	if n := counted(later); n > 0 {
		bars = append(bars, components.Bar{Kind: components.BarPlain, Label: i18n.T(ctx, "later"), Value: n})
	}
	return bars
}

// narrowBars are the chart on a phone: days in groups.
func (p DeskQueuePage) narrowBars(ctx context.Context) []components.Bar {
	bars := []components.Bar{
		{Kind: components.BarLate, Label: i18n.T(ctx, "late"), Value: p.Counts.Late},
		{Kind: components.BarToday, Label: i18n.T(ctx, "today"), Value: p.Counts.Today},
	}
	ahead := p.ahead()
	for range chartGroups {
		group := ahead[:min(chartGroup, len(ahead))]
		ahead = ahead[len(group):]
		if len(group) > 0 {
			label := i18n.DayRange(ctx, group[0].Day, group[len(group)-1].Day, models.DateOf(p.Now))
			bars = append(bars, components.Bar{Kind: components.BarPlain, Label: label, Value: counted(group)})
		}
	}
	if len(ahead) > 0 {
		bars = append(bars, components.Bar{Kind: components.BarPlain, Label: i18n.T(ctx, "later"), Value: counted(ahead)})
	}
	return bars
}

// summary says in words what the chart shows.
func (p DeskQueuePage) summary(ctx context.Context) string {
	ahead := p.ahead()
	next := ahead[:min(chartNextDays, len(ahead))]
	number := func(n int) string { return i18n.Number(ctx, n) }
	return i18n.T(ctx, "%s open by due date. Late: %s. Due today: %s. Next %d working days: %s. Later: %s. The table below lists them.",
		number(p.Counts.Open), number(p.Counts.Late), number(p.Counts.Today), chartNextDays, number(counted(next)), number(counted(ahead[len(next):])))
}
