package workday

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Year is one year's list of holidays and make-up working days. A list may reach into the last days of the December before,
// where a New Year's holiday begins there.
type Year struct {
	Year        int
	Version     int    // 1 is the first that was imported or came with the program; 0 is no State Council list
	Source      string // who said so, and when
	Off, Work   []Date // in order
	Provisional bool   // only what the holiday law makes certain, without bridge and make-up days
}

//go:embed lists
var lists embed.FS

// Seed returns the lists that come with the program: 2025 and 2026.
func Seed() []Year {
	var years []Year
	for _, number := range []int{2025, 2026} {
		file, err := lists.ReadFile(fmt.Sprintf("lists/%d.json", number))
		if err != nil {
			panic(err) // the file is embedded above
		}
		year, err := ParseYear(file)
		if err != nil {
			panic(err) // a list in the program passes the checks of an import; a test holds it
		}
		year.Version = 1
		years = append(years, year)
	}
	return years
}

// certain2027 holds the statutory days of 2027; its notice was not out when this was written.
func certain2027() Year {
	y := Year{Year: 2027, Source: "Regulation on Public Holidays, statutory days only", Provisional: true}
	for _, d := range []struct {
		month time.Month
		day   int
	}{{1, 1}, {2, 5}, {2, 6}, {2, 7}, {2, 8}, {4, 5}, {5, 1}, {5, 2}, {6, 9}, {9, 15}, {10, 1}, {10, 2}, {10, 3}} {
		y.Off = append(y.Off, Date{y.Year, d.month, d.day})
	}
	return y
}

// Rules that a list breaks; ParseYear's error wraps one of them and names the day.
var (
	ErrUnreadable  = errors.New("a calendar is JSON with year, source, off and work (lists of dates)")
	ErrOtherYear   = errors.New("every date is of the year itself, or of the December before it")
	ErrTwice       = errors.New("every date is named once")
	ErrMakeUp      = errors.New("make-up working days are Saturdays or Sundays")
	ErrContiguous  = errors.New("the days off of a holiday are contiguous")
	ErrHolidays    = errors.New("all seven holidays are there")
	ErrWorkingDays = errors.New("a year has 240 to 252 working days")
)

// ParseYear reads a year's list from JSON and refuses one that cannot be true, with the rule that it breaks.
func ParseYear(text []byte) (Year, error) {
	var file struct {
		Year   int      `json:"year"`
		Source string   `json:"source"`
		Off    []string `json:"off"`
		Work   []string `json:"work"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return Year{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Year{}, fmt.Errorf("%w: something follows its end", ErrUnreadable)
	}
	y := Year{Year: file.Year, Source: strings.TrimSpace(file.Source)}
	if y.Year < 2000 || y.Year > 2199 {
		return Year{}, fmt.Errorf("%w: year %d", ErrUnreadable, y.Year)
	}
	if y.Source == "" {
		return Year{}, fmt.Errorf("%w: source is empty", ErrUnreadable)
	}
	var err error
	if y.Off, err = y.dates(file.Off); err != nil {
		return Year{}, fmt.Errorf("off: %w", err)
	}
	if y.Work, err = y.dates(file.Work); err != nil {
		return Year{}, fmt.Errorf("work: %w", err)
	}
	return y, y.check()
}

// dates reads days of the year and puts them in order.
func (y Year) dates(texts []string) ([]Date, error) {
	dates := make([]Date, 0, len(texts))
	for _, text := range texts {
		d, err := ParseDate(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %q is no date", ErrUnreadable, text)
		}
		if d.Year != y.Year && (d.Year != y.Year-1 || d.Month != time.December) {
			return nil, fmt.Errorf("%w: %s", ErrOtherYear, d)
		}
		dates = append(dates, d)
	}
	slices.SortFunc(dates, Date.Compare)
	return dates, nil
}

// check returns the first rule that the list breaks.
func (y Year) check() error {
	named := slices.SortedFunc(slices.Values(slices.Concat(y.Off, y.Work)), Date.Compare)
	for i, d := range named {
		if i > 0 && d == named[i-1] {
			return fmt.Errorf("%w: %s", ErrTwice, d)
		}
	}
	for _, d := range y.Work {
		if day := d.Weekday(); day != time.Saturday && day != time.Sunday {
			return fmt.Errorf("%w: %s is a %s", ErrMakeUp, d, day)
		}
	}
	if err := y.checkHolidays(); err != nil {
		return err
	}
	const fewest, most = 240, 252
	if n := y.WorkingDays(); n < fewest || n > most {
		return fmt.Errorf("%w: %d has %d", ErrWorkingDays, y.Year, n)
	}
	return nil
}

// WorkingDays counts the working days of the year.
func (y Year) WorkingDays() int {
	return New(y).Between(Date{y.Year - 1, time.December, 31}, Date{y.Year, time.December, 31})
}

// SameDays tells whether two lists name the same days.
func (y Year) SameDays(other Year) bool {
	return y.Year == other.Year && slices.Equal(y.Off, other.Off) && slices.Equal(y.Work, other.Work)
}
