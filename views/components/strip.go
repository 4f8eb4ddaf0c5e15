package components

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/i18n"
)

// Strip is a deadline as a film of its working days, the sentences beside it, and the count day by day.
type Strip struct {
	Waiting bool // we wait for the person: a label, since the clock runs all the same

	day, beside string // the headline, such as Day 6 of 15, and what goes on in its line
	flag        string // what calls for attention, or nothing
	missed      bool   // the flag is about a day that was missed
	say         templ.Component
	provisional string // why the day may move, or nothing
	kept        string // why a day that was told holds though the count has moved, or nothing
	frames      []frame
	lines       []line
	sources     []string
}

// NewStrip draws how the deadline of a case stands. Of a question it is an aim: no law gives it a day (#117).
func NewStrip(ctx context.Context, kind models.CaseKind, d models.Deadline, standing models.DeadlineStanding) Strip {
	last := i18n.LongDay(ctx, d.Told)
	s := Strip{
		missed: standing.Missed,
		frames: film(ctx, d, standing), lines: dayByDay(ctx, d, standing), sources: sources(ctx, d.Span),
	}
	s.headline(ctx, d, standing)
	switch {
	case standing.Phase == models.PhaseAnswered && !d.Told.Before(standing.Today):
		s.say = i18n.Rich(ctx, "We had until <b>%s</b>. Weekends and public holidays don’t count, make-up working days do.", last)
	case standing.Phase == models.PhaseLate || standing.Phase == models.PhaseAnswered:
		s.say = i18n.Rich(ctx, "The last day was <b>%s</b>. Weekends and public holidays don’t count, make-up working days do.", last)
	case kind == models.CaseQuestion:
		s.say = i18n.Rich(ctx, "We aim to answer by <b>%s</b>. Weekends and public holidays don’t count, make-up working days do.", last)
	default:
		s.say = i18n.Rich(ctx, "We answer by <b>%s</b>. Weekends and public holidays don’t count, make-up working days do.", last)
	}
	if d.Provisional && standing.Answered.IsZero() {
		s.provisional = i18n.T(ctx, "We don’t have the holiday list of %d yet. When it is out, this day may move to an earlier one, never to a later one.", unlisted(d.Span))
	}
	if d.Told.Before(d.Due) {
		s.kept = i18n.T(ctx, "The holiday list changed after you were told this day. Counted again it would be later, but the day that you were told holds.")
	}
	return s
}

// NewCount draws a count of working days that is nobody's case.
func NewCount(ctx context.Context, span workday.Span, today models.Date) Strip {
	d := models.Deadline{Span: span, Told: span.Due}
	standing := models.DeadlineStanding{Today: today}
	s := Strip{
		frames: film(ctx, d, standing), lines: dayByDay(ctx, d, standing), sources: sources(ctx, span),
		day:    i18n.N(ctx, worked(span.Days), "%d working day", "%d working days"),
		beside: i18n.T(ctx, "after %s", i18n.Day(ctx, span.From)),
		say:    i18n.Rich(ctx, "The last day is <b>%s</b>. Weekends and public holidays don’t count, make-up working days do.", i18n.LongDay(ctx, span.Due)),
	}
	if span.Provisional {
		s.provisional = i18n.T(ctx, "We don’t have the holiday list of %d, so this day may move.", unlisted(span))
	}
	return s
}

// headline says in a few words where the count stands.
func (s *Strip) headline(ctx context.Context, d models.Deadline, standing models.DeadlineStanding) {
	s.day = i18n.T(ctx, "Day %d of %d", standing.Day, standing.Of)
	s.beside = i18n.T(ctx, "working days")
	switch standing.Phase {
	case models.PhaseBefore:
		s.beside = i18n.T(ctx, "working days, counted from %s", i18n.WeekDay(ctx, firstWorked(d.Days)))
		if firstWorked(d.Days) == standing.Today.Next() {
			s.beside = i18n.T(ctx, "working days, counted from tomorrow")
		}
	case models.PhaseToday:
		s.flag = i18n.T(ctx, "Today is the last day")
	case models.PhaseLate:
		s.day, s.flag = i18n.T(ctx, "The last day has passed"), i18n.T(ctx, "Late")
		s.beside = ""
		if standing.Late > 0 {
			s.day = i18n.N(ctx, standing.Late, "Late by %d working day", "Late by %d working days")
		}
	case models.PhaseAnswered:
		s.answered(ctx, d, standing)
	default:
		if standing.Soon {
			s.flag = i18n.N(ctx, standing.Left, "%d working day left", "%d working days left")
		}
	}
}

func (s *Strip) answered(ctx context.Context, d models.Deadline, standing models.DeadlineStanding) {
	switch {
	case standing.Late > 0:
		s.day, s.beside = i18n.N(ctx, standing.Late, "Answered %d working day late", "Answered %d working days late"), ""
	case standing.Missed:
		s.day, s.beside = i18n.T(ctx, "Answered after the last day"), ""
	case standing.Answered == d.From:
		s.day, s.beside = i18n.T(ctx, "Answered on the same day"), ""
	case standing.Day == 0:
		s.day, s.beside = i18n.T(ctx, "Answered before day 1"), ""
	default:
		s.day = i18n.T(ctx, "Answered on day %d of %d", standing.Day, standing.Of)
	}
}

// firstWorked returns the first working day of some that hold one.
func firstWorked(days []workday.Day) models.Date {
	return days[slices.IndexFunc(days, func(d workday.Day) bool { return d.Working })].Date
}

// worked counts the working days among some.
func worked(days []workday.Day) int {
	n := 0
	for _, d := range days {
		if d.Working {
			n++
		}
	}
	return n
}

// unlisted returns the first year of a count that has no list, or 0.
func unlisted(span workday.Span) int {
	for _, list := range span.Lists {
		if list.Provisional {
			return list.Year
		}
	}
	return 0
}

// source names where a list is from. Whoever imports one says that in words of their own; the notices have a name in each language.
func source(ctx context.Context, list workday.Year) string {
	if said, isNotice := strings.CutPrefix(list.Source, "State Council notice of "); isNotice {
		if day, err := models.ParseDate(said); err == nil {
			return i18n.T(ctx, "State Council notice of %s", i18n.Day(ctx, day))
		}
	}
	return list.Source
}

// sources says where the lists of a count come from.
func sources(ctx context.Context, span workday.Span) []string {
	var said []string
	for _, list := range span.Lists {
		switch {
		case !list.Provisional:
			said = append(said, i18n.T(ctx, "Holidays of %d: %s.", list.Year, source(ctx, list)))
		case len(list.Off) > 0:
			said = append(said, i18n.T(ctx, "Holidays of %d: only those that the law itself names, without bridge days and make-up working days.", list.Year))
		default:
			said = append(said, i18n.T(ctx, "Holidays of %d: none are known to us; Monday to Friday were counted.", list.Year))
		}
	}
	return said
}

// HolidayName returns what a holiday is called on a strip.
func HolidayName(ctx context.Context, holiday workday.Holiday) string {
	switch holiday {
	case workday.NewYear:
		return i18n.T(ctx, "New Year")
	case workday.SpringFestival:
		return i18n.T(ctx, "Spring Festival")
	case workday.Qingming:
		return i18n.T(ctx, "Qingming")
	case workday.LabourDay:
		return i18n.T(ctx, "Labour Day")
	case workday.DragonBoat:
		return i18n.T(ctx, "Dragon Boat")
	case workday.MidAutumn:
		return i18n.T(ctx, "Mid-Autumn")
	case workday.NationalMidAutumn:
		return i18n.T(ctx, "National Day and Mid-Autumn")
	default:
		return i18n.T(ctx, "National Day")
	}
}

// offName says why days in a row are off: the holiday among them, or the weekend.
func offName(ctx context.Context, days []workday.Day) string {
	if i := slices.IndexFunc(days, func(d workday.Day) bool { return d.Holiday != "" }); i >= 0 {
		return HolidayName(ctx, days[i].Holiday)
	}
	return i18n.T(ctx, "weekend")
}

// stretches cuts the days of a count up to its last one into single working days and days off in a row.
func stretches(d models.Deadline) [][]workday.Day {
	var all [][]workday.Day
	for i, day := range d.Days {
		if d.Told.Before(day.Date) {
			break
		}
		if last := len(all) - 1; i > 0 && !day.Working && !d.Days[i-1].Working {
			all[last] = append(all[last], day)
			continue
		}
		all = append(all, []workday.Day{day})
	}
	return all
}

// holds tells whether date is one of days.
func holds(days []workday.Day, date models.Date) bool {
	return slices.ContainsFunc(days, func(d workday.Day) bool { return d.Date == date })
}

// frame is a working day on the film, or a gap between two.
type frame struct {
	day    models.Date
	number int // 0 for a gap
	done   bool
	today  bool
	stamp  bool // the answer's day
	late   bool // the last day, which was missed
	rowEnd bool // a gap after the fifth or tenth day, where a narrow film has its row's end
	low    bool // the label stands a line lower where there is little room: its neighbour's is wide
	label  []string
}

// classes returns the frame's classes, as the style sheet has them.
func (f frame) classes() string {
	var names []string
	for _, class := range []struct {
		name string
		has  bool
	}{
		{"is-gap", f.number == 0},
		{"is-done", f.done},
		{"is-today", f.today},
		{"is-answered", f.stamp},
		{"is-late", f.late},
		{"is-end", f.rowEnd},
		{"is-low", f.low},
	} {
		if class.has {
			names = append(names, class.name)
		}
	}
	return strings.Join(names, " ")
}

// rowOf is how many working days a narrow film has in a row.
const rowOf = 5

// film draws the working days of a count and the gaps between them.
func film(ctx context.Context, d models.Deadline, standing models.DeadlineStanding) []frame {
	end := standing.Today
	if !standing.Answered.IsZero() {
		end = standing.Answered
	}
	var frames []frame
	number := 0
	for _, days := range stretches(d) {
		f := frame{day: days[0].Date, today: holds(days, standing.Today)}
		if !days[0].Working {
			f.rowEnd = number > 0 && number%rowOf == 0
			f.label = gapLabel(ctx, days, standing.Today, d.Told)
			frames = append(frames, f)
			continue
		}
		number++
		f.number = number
		f.done = !end.Before(f.day)
		f.stamp = f.day == standing.Answered
		f.late = f.day == d.Told && standing.Missed
		frames = append(frames, f)
	}
	labelled(ctx, frames, d)
	return frames
}

// gapLabel names a gap above the film.
func gapLabel(ctx context.Context, days []workday.Day, today, last models.Date) []string {
	switch {
	case holds(days, today):
		return []string{i18n.T(ctx, "today")}
	case holds(days, last): // the holiday was listed after the day was told
		return []string{i18n.T(ctx, "last day")}
	}
	if slices.ContainsFunc(days, func(d workday.Day) bool { return d.Holiday == workday.NationalMidAutumn }) {
		return []string{HolidayName(ctx, workday.NationalDay)} // the names of both would run into the next gap's
	}
	return []string{offName(ctx, days)}
}

// labelled writes under the frames: the last day and the first, the answer, today and make-up days, in this order of weight.
// Beside one that has its date another has its words alone.
func labelled(ctx context.Context, frames []frame, d models.Deadline) {
	var days []*frame
	for i := range frames {
		if frames[i].number > 0 {
			days = append(days, &frames[i])
		}
	}
	makeUp := map[models.Date]bool{}
	for _, day := range d.Days {
		makeUp[day.Date] = day.MakeUp
	}
	for _, kind := range []struct {
		is    func(*frame) bool
		words string
	}{
		{func(f *frame) bool { return f.day == d.Told }, i18n.T(ctx, "last day")},
		{func(f *frame) bool { return f.number == 1 }, ""},
		{func(f *frame) bool { return f.stamp }, i18n.T(ctx, "answered")},
		{func(f *frame) bool { return f.today }, i18n.T(ctx, "today")},
		{func(f *frame) bool { return makeUp[f.day] }, i18n.T(ctx, "make-up")},
	} {
		for i, f := range days {
			if !kind.is(f) {
				continue
			}
			crowded := i > 0 && len(days[i-1].label) > 0 || i < len(days)-1 && len(days[i+1].label) > 0
			switch {
			case len(f.label) == 0 && !crowded:
				f.label = []string{i18n.WeekDay(ctx, f.day)}
			case len(f.label) == 0:
				f.low = true // beside one that is wide
			}
			if kind.words != "" && len(f.label) < labelLines {
				f.label = append(f.label, kind.words)
			}
		}
	}
}

// labelLines is how many lines a label may have.
const labelLines = 2

// line is a day, or days off in a row, of the count as a list.
type line struct {
	number      string
	first, last models.Date
	notes       []string
}

func (l line) days(ctx context.Context) string {
	if l.first == l.last {
		return i18n.WeekDay(ctx, l.first)
	}
	return i18n.T(ctx, "%s to %s", i18n.WeekDay(ctx, l.first), i18n.WeekDay(ctx, l.last))
}

// dayByDay lists every day of the count with what it is.
func dayByDay(ctx context.Context, d models.Deadline, standing models.DeadlineStanding) []line {
	const uncounted = "–"
	lines := []line{{uncounted, d.From, d.From, []string{i18n.T(ctx, "the day it reaches us isn’t counted")}}}
	number := 0
	for _, days := range stretches(d) {
		l := line{number: uncounted, first: days[0].Date, last: days[len(days)-1].Date}
		switch {
		case !days[0].Working:
			l.notes = append(l.notes, offName(ctx, days))
		case days[0].MakeUp:
			l.notes = append(l.notes, i18n.T(ctx, "make-up working day"))
		}
		if days[0].Working {
			number++
			l.number = strconv.Itoa(number)
		}
		for _, note := range []struct {
			day   models.Date
			words string
		}{
			{standing.Answered, i18n.T(ctx, "answered")},
			{standing.Today, i18n.T(ctx, "today")},
			{d.Told, i18n.T(ctx, "last day")},
		} {
			if holds(days, note.day) {
				l.notes = append(l.notes, note.words)
			}
		}
		lines = append(lines, l)
	}
	return lines
}
