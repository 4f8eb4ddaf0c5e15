package app

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/workday"
)

type calendarImportCmd struct {
	File string `arg:"" type:"existingfile" help:"A year's list as JSON: 'year', 'source', 'off' and 'work' as lists of dates, such as 2027-01-01."`
}

// Run adds a year's list of holidays and make-up working days. The deadlines of open cases are recomputed.
func (c calendarImportCmd) Run(p *program) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	year, err := workday.ParseYear(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return p.withStore(func(s *store.Store) error {
		done, err := s.ImportCalendar(p.ctx, year)
		switch {
		case err != nil:
			return err
		case !done.New:
			fmt.Fprintf(p.out, "Nothing changes: this is version %d of %d, which counts already.\n", done.Version, year.Year)
		default:
			fmt.Fprintf(p.out, "Version %d of %d counts now. Working days: %d. Told dates that came earlier: %d\n",
				done.Version, year.Year, year.WorkingDays(), done.Moved)
		}
		return nil
	})
}

type deadlineCmd struct {
	Date string `arg:"" help:"The day on which a complaint reaches us, such as 2026-11-22."`
}

// Run counts by the lists that come with the program: it asks no database, and so knows of no imported calendar.
func (c deadlineCmd) Run(p *program) error {
	from, err := models.ParseDate(c.Date)
	if err != nil {
		return fmt.Errorf("%q is no day; write it like 2026-11-22", c.Date)
	}
	span := workday.New(workday.Seed()...).Due(from, models.AnswerDays)
	fmt.Fprintf(p.out, "Due %s, at 24:00 in Shanghai", span.Due)
	if span.Provisional {
		fmt.Fprint(p.out, " (provisional)")
	}
	fmt.Fprintf(p.out, "\n\n – %s %.3s  not counted\n", from, from.Weekday())
	n := 0
	for _, day := range span.Days {
		number, why := "–", strings.ReplaceAll(string(day.Holiday), "_", " ")
		if day.Working {
			n++
			number = strconv.Itoa(n)
		}
		switch {
		case day.MakeUp:
			why = "make-up working day"
		case day.Weekend && why == "":
			why = "weekend"
		}
		line := fmt.Sprintf("%2s %s %.3s", number, day.Date, day.Weekday())
		if why != "" {
			line += "  " + why
		}
		fmt.Fprintln(p.out, line)
	}
	fmt.Fprintln(p.out)
	for _, list := range span.Lists {
		source := list.Source
		if source == "" {
			source = "no list; Monday to Friday were counted"
		}
		if list.Provisional {
			source += " (provisional)"
		}
		fmt.Fprintf(p.out, "%d: %s\n", list.Year, source)
	}
	return nil
}
