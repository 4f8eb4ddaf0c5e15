package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models/workday"
)

// CalendarImport is what an import did.
type CalendarImport struct {
	Version int  // of the year's list that counts now
	New     bool // false: this very list counted before
	Moved   int  // dates told to people that came earlier
}

// ImportCalendar adds a version of a year's list, which counts from now on. The deadlines of open cases are recomputed in the
// same transaction: a date that was told may come earlier, never later. The list that counts already changes nothing.
func (s *Store) ImportCalendar(ctx context.Context, year workday.Year) (done CalendarImport, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		// Whoever tells a date has read the calendar in their transaction: the lock waits for them, so that theirs are
		// recomputed too, and whoever comes later reads the new list.
		if err := tx.Exec(`lock table calendars in access exclusive mode`).Error; err != nil {
			return err
		}
		held, err := listIn(tx, year.Year)
		if err != nil {
			return err
		}
		if done.Version = held.Version; held.SameDays(year) && held.Source == year.Source {
			return nil
		}
		done.New = true
		done.Version++
		year.Version = done.Version
		if err := insertCalendar(ctx, tx.Statement.ConnPool, year); err != nil {
			return err
		}
		calendar, err := calendarIn(tx)
		if err != nil {
			return err
		}
		done.Moved, err = s.recomputeDeadlines(tx, calendar)
		return err
	})
	if err != nil {
		return CalendarImport{}, fmt.Errorf("import the calendar of %d: %w", year.Year, err)
	}
	s.calendars.forget()
	return done, nil
}

// Calendar returns the calendar that counts. It costs no round trip: another instance's import is known after freshness. What
// tells somebody a date reads it in its transaction instead, with calendarIn.
func (s *Store) Calendar(ctx context.Context) (workday.Calendar, error) {
	return s.calendars.get(func() (calendar workday.Calendar, err error) {
		err = s.batch(ctx, read{newestLists, nil, func(rows pgx.Rows) error {
			years, err := scanLists(rows)
			calendar = workday.New(years...)
			return err
		}})
		if err != nil {
			return calendar, fmt.Errorf("read the calendar: %w", err)
		}
		return calendar, nil
	})
}

// newestLists selects the list of each year that counts.
const newestLists = `select distinct on (year) year, version, source, array_to_string(off, ' '), array_to_string(work, ' ')
	from calendars order by year, version desc`

// calendarIn returns the calendar that counts in a transaction, which reads it before it writes or locks anything: an import
// waits for the transaction, and recomputes what it told.
func calendarIn(tx *gorm.DB) (workday.Calendar, error) {
	years, err := listsIn(tx)
	return workday.New(years...), err
}

// listIn returns the list of a year that counts in a transaction, or a zero Year.
func listIn(tx *gorm.DB, number int) (workday.Year, error) {
	years, err := listsIn(tx)
	if i := slices.IndexFunc(years, func(y workday.Year) bool { return y.Year == number }); i >= 0 {
		return years[i], err
	}
	return workday.Year{}, err
}

func listsIn(tx *gorm.DB) (years []workday.Year, err error) {
	rows, err := tx.Raw(newestLists).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	return scanLists(rows)
}

// listRows are rows of newestLists, read through the pool or in a transaction.
type listRows interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

func scanLists(rows listRows) (years []workday.Year, err error) {
	for rows.Next() {
		var y workday.Year
		var off, work string
		if err := rows.Scan(&y.Year, &y.Version, &y.Source, &off, &work); err != nil {
			return nil, err
		}
		if y.Off, err = parseDates(off); err != nil {
			return nil, err
		}
		if y.Work, err = parseDates(work); err != nil {
			return nil, err
		}
		years = append(years, y)
	}
	return years, rows.Err()
}

func parseDates(text string) (dates []workday.Date, err error) {
	for word := range strings.FieldsSeq(text) {
		d, err := workday.ParseDate(word)
		if err != nil {
			return nil, err
		}
		dates = append(dates, d)
	}
	return dates, nil
}

// seedCalendars brings in the lists that come with the program, where their years have none.
func seedCalendars(ctx context.Context, db *sql.DB) error {
	for _, year := range workday.Seed() {
		if err := insertCalendar(ctx, db, year); err != nil {
			return err
		}
	}
	return nil
}

// insertCalendar adds a version of a year's list, unless it is there.
func insertCalendar(ctx context.Context, db gorm.ConnPool, year workday.Year) error {
	_, err := db.ExecContext(ctx, `insert into calendars (year, version, source, off, work)
		values ($1, $2, $3, $4, $5) on conflict (year, version) do nothing`,
		year.Year, year.Version, year.Source, dateArray(year.Off), dateArray(year.Work))
	return err
}

// dateArray writes dates as PostgreSQL writes an array.
func dateArray(dates []workday.Date) string {
	texts := make([]string, len(dates))
	for i, d := range dates {
		texts[i] = d.String()
	}
	return "{" + strings.Join(texts, ",") + "}"
}
